"""Who a customer is to us, once nothing open waits for a finding."""

from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
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


class TestWhatWeKnow:
    def test_it_works(self, alice: Client, handler: Person) -> None:
        stories.an_investigated_case(handler)
        lines = "Wrote of the oak\r\nBrought a friend"
        told = {"name": "Sally Hart", "email": "sally@example.org", "vulnerable": "yes"}
        told |= {"values_what": "0.9", "fit_evidence": lines}
        page = text(alice.get(done(alice, _address() + "known/", told)))
        assert "It is kept." in page
        assert "May need more help" in page
        customer = Customer.objects.get()
        assert customer.fit_evidence == ["Wrote of the oak", "Brought a friend"]
        assert (str(customer.values_what), customer.vulnerable) == ("0.90", True)

    def test_fit_is_not_shown_by_the_form_while_it_is_withheld(
        self, alice: Client, handler: Person
    ) -> None:
        case = stories.an_open_case(handler)
        stories.told_about(case, "0.9", "0.8", "0.7")
        told = {"name": "Sally", "email": "sally@example.org", "values_what": "0"}
        done(alice, _address() + "known/", told)
        assert b"values_what" not in alice.get(_address()).content
        customer = Customer.objects.get()
        assert (customer.name, str(customer.values_what)) == ("Sally", "0.90")

    def test_what_cannot_be_comes_back(self, alice: Client, handler: Person) -> None:
        stories.an_investigated_case(handler)
        response = alice.post(_address() + "known/", {"values_what": "7"})
        assert response.status_code == 422
        assert "Write a number from 0 to 1" in text(response)

    def test_an_auditor_may_not(self, signed_in: SignIn, auditor: Person, handler: Person) -> None:
        stories.an_investigated_case(handler)
        refused(signed_in(auditor), _address() + "known/", {"name": "X"}, 403)
        assert b"known/" not in signed_in(auditor).get(_address()).content
