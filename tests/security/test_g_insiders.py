"""Whoever works here and means harm: what they read is written down, and stays nowhere else."""

from decimal import Decimal

import pytest
from django.test import Client
from tests.api.programs import Program, key_of
from tests.stories import NOW, a_finding, an_allegation

from upheld.core.event_kinds import EventKind
from upheld.core.looking import Sensitive
from upheld.core.money import Money
from upheld.core.words import CaseId, Role
from upheld.steps.ask_marts import ask_marts
from upheld.steps.set_limit import set_limit
from upheld.store import policies
from upheld.store.counted import lists
from upheld.store.models import Case, Customer, Looked, Order, Person


@pytest.mark.parametrize("spelt", ["+{}", "{}.0", "0{}", "%20{}", "{}%0A"])
def test_a_number_is_spelt_one_way_so_that_no_reading_goes_unwritten(
    spelt: str, open_case: CaseId, handler: Person
) -> None:
    """The record of who read what knows an address by its digits."""
    customer = Case.objects.get(pk=open_case).customer
    customer.vulnerable = True
    customer.save(update_fields=["vulnerable"])
    program = Program(key_of(handler))
    assert program.get(f"/customers/{spelt.format(customer.pk)}").status_code == 422
    assert program.get(f"/customers/{customer.pk}").status_code == 200
    assert [each.what for each in Looked.objects.all()] == [Sensitive.VULNERABILITY]


def test_no_page_of_ours_stays_in_a_browser_or_a_proxy(alice: Client, open_case: CaseId) -> None:
    """Behind a computer that two people share, "back" shows the second what the first read."""
    for path in ("/", f"/cases/{open_case}/", "/nowhere/", "/account/", "/accounts/login/"):
        assert "no-store" in alice.get(path).headers.get("Cache-Control", ""), path
    assert "no-store" in Client().get("/cases/1/").headers.get("Cache-Control", "")


def test_the_record_says_no_more_to_a_program_than_the_pages_do(
    handler: Person, administrator: Person, auditor: Person
) -> None:
    """Who may do what, and what auditors ask of many cases, is read by those whose page it is."""
    most = Money(Decimal(500), "GBP")
    set_limit(None, Role.HANDLER, most, "GBP", administrator, NOW)
    ask_marts("SELECT * FROM people", "page", auditor, NOW)
    told = {EventKind.AUTHORITY_SET, EventKind.QUESTION_ASKED, EventKind.KEY_MADE}
    for person, kinds in ((handler, set()), (auditor, told)):
        program = Program(key_of(person))
        page = program.get("/events?limit=200").json()
        assert {each["kind"] for each in page["items"]} & told == kinds
        for kind in told:
            assert bool(program.get(f"/events?kind={kind}").json()["items"]) == bool(kinds)


def test_no_filter_tells_what_is_withheld(handler: Person, open_case: CaseId) -> None:
    """Asked for each persona in turn, a list would tell of whom it holds."""
    case = Case.objects.get(pk=open_case)
    Customer.objects.filter(pk=case.customer_id).update(persona="practice")
    Order.objects.create(
        customer=case.customer, reference="LL-7", placed_on=NOW.date(), item="Shelf", amount=1,
        touchpoint="product",
    )  # fmt: skip
    asked, policy = {"persona": "practice"}, policies.policy_in_force(NOW.date())

    def listed() -> list[int]:
        found = lists.customers(asked, policy, NOW), lists.orders(asked, NOW)
        return [len(each) for each in (*found, lists.complaints(asked, NOW))]

    program = Program(key_of(handler))
    assert listed() == [0, 0, 0]
    assert program.get("/orders?persona=practice").json()["items"] == []
    a_finding(open_case, an_allegation(open_case, handler), handler)
    assert listed() == [1, 1, 1]
    assert len(program.get("/orders?persona=practice").json()["items"]) == 1
