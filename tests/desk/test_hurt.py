"""Where it hurts and who said nothing, in the desk: pages that say what can and cannot be said."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.desk.conftest import SignIn
from tests.desk.reading import text
from tests.insight.test_silence import a_late_order, journeyed
from tests.stories import NOW, a_closed_case

from upheld.insight import figures as insight_figures
from upheld.jobs import figuring
from upheld.store.models import Asked, Case, KeptFigures, Order, Person

__all__ = ["journeyed"]
pytestmark = pytest.mark.usefixtures("journeyed")


def some_hurt(lead: Person) -> None:
    """A hundred orders, of which some came late, and one complaint that was upheld."""
    for name in range(6):
        a_late_order(f"Late{name}")
    case = a_closed_case(lead)
    Case.objects.filter(pk=case).update(order=a_late_order("Sally"))


def test_where_it_hurts_says_in_what_order_and_what_it_costs(
    alice: Client, lead: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    some_hurt(lead)
    with django_assert_max_num_queries(16):
        page = text(alice.get("/insight/hurt/"))
    assert "hurts most here: Delivery" in page
    assert "Too few can be compared." in page
    assert "What was lost is what people who were hit did less than others like them" in page


def test_an_empty_firm_is_told_what_the_pages_will_say(alice: Client) -> None:
    assert "Nothing went wrong that is on record." in text(alice.get("/insight/hurt/"))
    assert "Nothing is on record from which the silent" in text(alice.get("/insight/silent/"))
    assert "Nobody, in the last year." in text(alice.get("/insight/silent/late.delivery/"))
    assert alice.get("/insight/silent/late.nowhere/").status_code == 404


def test_the_silent_are_told_with_what_the_number_rests_on(alice: Client, lead: Person) -> None:
    some_hurt(lead)
    page = text(alice.get("/insight/silent/"))
    assert "It came after the day that we promised." in page
    assert "Too few can be compared with others like them." in page
    assert "there is no one number for all of them" in page


def test_a_large_firm_waits_for_no_page(
    alice: Client,
    lead: Person,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    some_hurt(lead)
    monkeypatch.setattr(insight_figures, "FEW", 3)
    assert "It is being worked out." in text(alice.get("/insight/hurt/"))
    assert figuring.sweep(NOW)
    assert figuring.sweep(NOW) == 0
    for address in ("/insight/hurt/", "/insight/silent/"):
        with django_assert_max_num_queries(10):
            assert "Delivery" in text(alice.get(address))
    KeptFigures.objects.update(at=NOW - timedelta(days=1))
    assert "hurts most here: Delivery" in text(alice.get("/insight/hurt/"))


def test_a_lead_asks_those_who_are_ticked(
    signed_in: SignIn, lead: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    orders = [a_late_order(name) for name in ("Ann", "Ben")]
    Order.objects.filter(pk=orders[1].pk).update(delivered_on=NOW.date())
    desk = signed_in(lead)
    with django_assert_max_num_queries(10):
        page = text(desk.get("/insight/silent/late.delivery/"))
    assert page.index("Ben") < page.index("Ann")
    assert "How was it with your order 1?" in page
    address = "/insight/silent/late.delivery/asking/"
    assert "Choose whom to ask." in text(desk.post(address, {}))
    told = desk.post(address, {"person": [orders[0].customer_id]}, follow=True)
    assert "Letters that are on their way: 1." in text(told)
    assert "They were asked about it before." in text(told)
    assert Asked.objects.get().customer.name == "Ann"


def test_a_letter_that_did_not_leave_is_told_beside_whom_it_was_for(
    signed_in: SignIn, lead: Person
) -> None:
    order, desk, page = a_late_order("Ann"), signed_in(lead), "/insight/silent/late.delivery/"
    desk.post(f"{page}asking/", {"person": [order.customer_id]})
    Asked.objects.update(state="failed", error="550 no such mailbox")
    told = text(desk.get(page))
    assert "Our letter did not leave: 550 no such mailbox" in told
    Asked.objects.update(state="sent")
    assert "Our letter did not leave" not in text(desk.get(page))


def test_a_handler_sees_them_and_asks_nobody(alice: Client) -> None:
    order = a_late_order("Ann")
    page = alice.get("/insight/silent/late.delivery/")
    assert "Ask those who are ticked" not in text(page)
    assert b"asking/" not in page.content
    address = "/insight/silent/late.delivery/asking/"
    assert alice.post(address, {"person": [order.customer_id]}).status_code == 403
