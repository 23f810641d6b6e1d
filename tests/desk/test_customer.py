"""Who a customer is to us, once nothing open waits for a finding."""

from django.test import Client
from tests import stories
from tests.desk.reading import text

from upheld.store.models import Contact, Customer, Order, Person


def _address() -> str:
    return f"/customers/{Customer.objects.get().pk}/"


def test_it_works(alice: Client, handler: Person) -> None:
    case = stories.an_investigated_case(handler)
    stories.told_about(case, "0.9", "0.8", "0.7")
    page = text(alice.get(_address()))
    assert "Sally Hart" in page
    assert "Core" in page
    assert "Line 3" in page


def test_fit_is_withheld_while_an_open_complaint_waits_for_a_finding(
    alice: Client, handler: Person
) -> None:
    case = stories.an_open_case(handler)
    stories.told_about(case, "0.9", "0.8", "0.7")
    page = text(alice.get(_address()))
    assert "Withheld until 1 open complaint has every finding" in page
    assert "Line 3" not in page


def test_a_late_order_says_how_late(alice: Client, handler: Person) -> None:
    stories.an_open_case(handler)
    day = stories.NOW.date()
    Order.objects.create(
        customer=Customer.objects.get(), reference="90417", placed_on=day, item="Shelves",
        touchpoint="product", amount="240", promised_on=day, delivered_on=day + stories.days(9),
    )  # fmt: skip
    assert "9 days late £240.00" in text(alice.get(_address()))


def test_contacts_are_counted_by_who_caused_them(alice: Client, handler: Person) -> None:
    stories.an_open_case(handler)
    for cause in ("firm", "firm", "customer"):
        Contact.objects.create(
            customer=Customer.objects.get(), at=stories.NOW, inbound=True, channel="phone",
            summary="Where is it?", caused_by=cause,
        )  # fmt: skip
    assert "Caused by us 2 Caused by the customer 1 Neither 0" in text(alice.get(_address()))


def test_an_unknown_customer_is_not_found(alice: Client) -> None:
    assert alice.get("/customers/404/").status_code == 404


def test_a_stranger_is_asked_to_sign_in(client: Client, handler: Person) -> None:
    stories.an_open_case(handler)
    assert client.get(_address()).status_code == 302
