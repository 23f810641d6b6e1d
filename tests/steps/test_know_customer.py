"""Know the customer: what is told is kept and recorded, what is not told stays."""

from decimal import Decimal

import pytest
from tests.stories import NOW, a_closed_case, a_decided_case, a_received_case

from upheld.core.words import CaseState
from upheld.steps.know_customer import CustomerError, know_customer
from upheld.store import documents, load
from upheld.store.models import Case, Customer, Event, Person


def known(case: int, by: Person, **told: object) -> tuple[str, ...]:
    return know_customer(Case.objects.get(pk=case).customer_id, told, by, NOW)


def test_what_is_told_is_kept_with_what_was_before(handler: Person) -> None:
    case = a_received_case(handler)
    assert known(case, handler, phone=" 0115 496 0000 ", name="Sally Hart") == ("phone",)
    assert Customer.objects.get().phone == "0115 496 0000"
    event = Event.objects.get(kind="customer_mended")
    assert (event.case_id, event.by) == (case, "Alice Moore")
    assert (event.data["before"], event.data["after"]) == (
        {"phone": ""},
        {"phone": "0115 496 0000"},
    )


def test_nobody_asked_is_not_the_same_as_no(handler: Person) -> None:
    case = a_received_case(handler)
    found = load.page(case)
    assert "vulnerable" not in documents.document(found, NOW)["customer"]
    known(case, handler, vulnerable=False)
    assert documents.document(load.page(case), NOW)["customer"]["vulnerable"] is False


def test_fit_is_kept_with_its_lines(handler: Person) -> None:
    case = a_received_case(handler)
    known(case, handler, values_what=Decimal("0.75"), fit_evidence=["Wrote twice of oak", " "])
    customer = Customer.objects.get()
    assert (customer.values_what, customer.fit_evidence) == (
        Decimal("0.75"),
        ["Wrote twice of oak"],
    )


@pytest.mark.parametrize("axis", ["-0.01", "1.01"])
def test_an_axis_runs_from_nothing_to_one(axis: str, handler: Person) -> None:
    case = a_received_case(handler)
    with pytest.raises(CustomerError, match=r"mutual_value: .* is not from 0 to 1"):
        known(case, handler, mutual_value=Decimal(axis))


def test_nobody_becomes_another_customer(handler: Person) -> None:
    case = a_received_case(handler)
    a_received_case(handler, name="Bob", email="bob@example.org")
    with pytest.raises(CustomerError, match=r"another customer has the address bob@example.org"):
        known(case, handler, email="Bob@example.org")


def test_what_a_decision_read_opens_it_again(handler: Person) -> None:
    case = a_decided_case(handler)
    known(case, handler, phone="1")
    assert Case.objects.get().state == CaseState.DECIDED
    known(case, handler, vulnerable=True)
    assert Case.objects.get().state == CaseState.INVESTIGATING


def test_a_closed_case_stays_closed_and_the_act_is_recorded(handler: Person) -> None:
    case = a_closed_case(handler)
    known(case, handler, vulnerable=True)
    assert Case.objects.get().state == CaseState.CLOSED
    assert Event.objects.get(kind="customer_known").case_id is None


def test_a_name_and_a_telephone_number_stand_on_one_line(handler: Person) -> None:
    """They stand in the head of a letter, where a new line would begin another one."""
    case = a_received_case(handler)
    known(case, handler, name="Sally\r\nBcc: x@example.org", phone="1\n2")
    customer = Case.objects.get(pk=case).customer
    assert (customer.name, customer.phone) == ("Sally Bcc: x@example.org", "1 2")
