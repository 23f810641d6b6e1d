"""Which order a complaint is about: one of the customer's own, or a reference from their papers."""

from datetime import date

import pytest
from tests.stories import NOW, a_closed_case, an_open_case

from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId
from upheld.steps import may
from upheld.steps.link_order import OrderError, link_order
from upheld.store.models import Case, Event, Order, Person


def an_order(case: CaseId, reference: str) -> Order:
    customer = Case.objects.get(pk=case).customer
    return Order.objects.create(
        customer=customer,
        reference=reference,
        placed_on=date(2026, 10, 1),
        item="Oak shelves",
        touchpoint="product",
        amount="240.00",
    )


def test_an_order_of_the_customer_is_linked(open_case: CaseId, handler: Person) -> None:
    order = an_order(open_case, "LL-7")
    assert link_order(open_case, " LL-7 ", handler, NOW)
    case = Case.objects.get(pk=open_case)
    assert (case.order, case.order_reference, case.about_order) == (order, "", "LL-7")
    event = Event.objects.filter(kind=EventKind.ORDER_LINKED).get()
    assert event.data == {"order": "LL-7", "before": ""}


def test_an_order_that_is_not_kept_here_is_linked_by_its_reference(
    open_case: CaseId, handler: Person
) -> None:
    link_order(open_case, "A/90417", handler, NOW)
    case = Case.objects.get(pk=open_case)
    assert (case.order, case.about_order) == (None, "A/90417")


def test_the_order_of_another_customer_is_refused(open_case: CaseId, handler: Person) -> None:
    other = an_open_case(handler, name="Bob Mercer", email="bob@example.net")
    an_order(other, "LL-8")
    with pytest.raises(OrderError, match="order LL-8 is another customer's"):
        link_order(open_case, "LL-8", handler, NOW)
    assert Case.objects.get(pk=open_case).about_order == ""


def test_the_link_can_be_taken_away(open_case: CaseId, handler: Person) -> None:
    link_order(open_case, "A/90417", handler, NOW)
    assert link_order(open_case, "", handler, NOW)
    assert Case.objects.get(pk=open_case).about_order == ""


def test_the_same_order_again_is_no_act(open_case: CaseId, handler: Person) -> None:
    an_order(open_case, "LL-7")
    link_order(open_case, "LL-7", handler, NOW)
    before = Event.objects.count()
    assert not link_order(open_case, "LL-7", handler, NOW)
    assert Event.objects.count() == before


@pytest.mark.parametrize("reference", ["x" * 41, "LL-\x007", "LL\u202e7"])
def test_what_is_no_reference_is_refused(
    reference: str, open_case: CaseId, handler: Person
) -> None:
    with pytest.raises(OrderError, match="a reference has at most 40 characters"):
        link_order(open_case, reference, handler, NOW)


def test_a_closed_case_and_an_auditor_link_nothing(handler: Person, auditor: Person) -> None:
    with pytest.raises(may.WrongState):
        link_order(a_closed_case(handler), "LL-7", handler, NOW)
    with pytest.raises(may.NotAllowed):
        link_order(an_open_case(handler), "LL-7", auditor, NOW)
