"""Who a customer is to us, once nothing open waits for a finding."""

from datetime import UTC, date, datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.core.words import CaseState
from upheld.store.models import Campaign, Case, Commitment, Contact, Customer, Letter, Order, Person


def _address() -> str:
    return f"/customers/{Customer.objects.get().pk}/"


def test_it_works(alice: Client, handler: Person) -> None:
    case = stories.an_investigated_case(handler)
    stories.told_about(case, "0.9", "0.8", "0.7")
    page = text(alice.get(_address()))
    assert "Sally Hart" in page
    assert "Core" in page
    assert "Line 3" in page


def test_what_brought_them_is_called_as_it_was_declared(alice: Client, handler: Person) -> None:
    stories.an_open_case(handler)
    Customer.objects.update(came_by="trade_list")
    assert "Came by: Trade list" in text(alice.get(_address()))
    Campaign.objects.create(key="trade_list", name="Practice fit-out list")
    assert "Came by: Practice fit-out list" in text(alice.get(_address()))


def test_nobody_is_awaited_for_a_case_that_is_closed(alice: Client, handler: Person) -> None:
    case = stories.a_received_case(handler)
    assert "Nobody yet" in text(alice.get(_address()))
    assert "With nobody yet" in text(alice.get(page_of(case)))
    Case.objects.filter(pk=case).update(state=CaseState.CLOSED)
    assert "Nobody yet" not in text(alice.get(_address()))
    assert "With nobody yet" not in text(alice.get(page_of(case)))


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
    assert "9 days late · £240.00" in text(alice.get(_address()))


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
        form = alice.get(f"{_address()}?do=known").content
        assert b'name="email"' in form
        assert b"values_what" not in form
        customer = Customer.objects.get()
        assert (customer.name, str(customer.values_what)) == ("Sally", "0.90")

    def test_what_cannot_be_comes_back(self, alice: Client, handler: Person) -> None:
        stories.an_investigated_case(handler)
        response = alice.post(_address() + "known/", {"values_what": "7"})
        assert response.status_code == 422
        assert "Write a number from 0 to 1" in text(response)

    def test_an_auditor_may_not(
        self, signed_in: SignIn, auditor: Person, handler: Person, alice: Client
    ) -> None:
        stories.an_investigated_case(handler)
        refused(signed_in(auditor), _address() + "known/", {"name": "X"}, 403)
        page = f"{_address()}?do=known"
        assert b"known/" in alice.get(page).content
        assert b"known/" not in signed_in(auditor).get(page).content


class TestTimeWithUs:
    def _lived(self, handler: Person) -> Customer:
        """A closed case with its letters and decision, an order and two contacts."""
        stories.a_closed_case(handler)
        Letter.objects.update(state="sent", sent_at=stories.NOW)
        customer = Customer.objects.get()
        Order.objects.create(
            customer=customer, reference="90417", placed_on=date(2025, 6, 3), item="Alder shelves",
            touchpoint="product", amount="240", returned_on=date(2025, 6, 20),
        )  # fmt: skip
        for at, inbound in ((datetime(2024, 5, 1, 9, tzinfo=UTC), True), (stories.NOW, False)):
            Contact.objects.create(
                customer=customer, at=at, inbound=inbound, channel="phone", summary="Rang about it",
                caused_by="firm",
            )  # fmt: skip
        return customer

    def test_everything_stands_in_one_line_by_year_the_newest_first(
        self, alice: Client, handler: Person
    ) -> None:
        self._lived(handler)
        page = text(alice.get(_address()))
        line = page[page.index("Time with us") :]
        for told in ("Complained", "Decided Upheld", "owed £", "We wrote", "We got in touch",
                     "Ordered Alder shelves £240.00 · sent back on Fri 20 Jun 2025",
                     "They got in touch Rang about it By phone · caused by us"):  # fmt: skip
            assert told in line
        years = [line.index(f" {year} ") for year in ("2026 Mon", "2025 Tue", "2024 Wed")]
        assert years == sorted(years)

    def test_it_is_read_by_kind_and_by_year(self, alice: Client, handler: Person) -> None:
        self._lived(handler)
        page = text(alice.get(_address() + "?kind=contact&year=2024"))
        assert "Contacts 1" in page
        line = page[page.index("Time with us") :]
        assert "They got in touch" in line
        assert "We got in touch" not in line
        assert "Alder shelves" not in line
        assert "Nothing of that kind" in text(alice.get(_address() + "?kind=order&year=2020"))

    def test_what_is_asked_wrongly_is_not_asked(self, alice: Client, handler: Person) -> None:
        self._lived(handler)
        for query in ("?kind=nonsense", "?year=0", "?year=99999999", "?page=-3", "?page=900"):
            assert "Alder shelves" in text(alice.get(_address() + query))

    def test_what_we_promised_and_have_not_kept_stands_above_it(
        self, alice: Client, handler: Person
    ) -> None:
        case = stories.an_answered_case(handler)
        page = text(alice.get(_address()))
        words = Commitment.objects.filter(case=case).first()
        assert words
        assert "Open promises What we said we would do, and by when." in page
        assert words.words in page

    def test_however_much_there_is_the_page_asks_as_often(
        self, alice: Client, handler: Person
    ) -> None:
        customer = self._lived(handler)
        alice.get(_address())  # what is read once a process is read
        with CaptureQueriesContext(connection) as little:
            alice.get(_address())
        for day in range(1, 29):
            Order.objects.create(
                customer=customer, reference=f"{day}", placed_on=date(2025, 2, day),
                item="Brackets", touchpoint="product", amount="34",
            )  # fmt: skip
        with CaptureQueriesContext(connection) as much:
            page = text(alice.get(_address()))
        assert len(much) <= len(little) <= 30
        assert "1 to 30 of" in page
        assert "Older" in page


def test_their_data_is_offered_to_whoever_may_hand_it_over_or_see_who_read_it(
    signed_in: SignIn, handler: Person, lead: Person, auditor: Person
) -> None:
    stories.an_open_case(handler)
    number = Customer.objects.get().pk
    offered = {
        f"/customers/{number}/data/": {lead},
        f"/erasures/?whom={number}": {lead},
        f"/readings/?customer={number}": {lead, auditor},
    }
    for by in (handler, lead, auditor):
        desk = signed_in(by)
        page = desk.get(_address()).content.decode()
        for address, who in offered.items():
            assert (f'"{address}"' in page) == (by in who), (by.name, address)
            if by in who and "?" in address:
                assert desk.get(address).status_code == 200
