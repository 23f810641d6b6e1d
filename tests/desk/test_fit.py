"""The fit on a customer's page: its lines, what they rest on, and how one is contested."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import text

from upheld.steps.assess_fit import assess_fit
from upheld.steps.know_customer import know_customer
from upheld.store.models import Customer, FitContest, FitNote, Person


@pytest.fixture
def sally(handler: Person) -> Customer:
    """Three shelves kept, a question asked, and one thing told; assessed on a Monday."""
    who = Customer.objects.create(name="Sally Hart")
    day = stories.NOW.date() - timedelta(days=100)
    for number in range(3):
        who.orders.create(
            reference=f"L-{number}", placed_on=day, item="Shelf, made to measure", amount=240,
            touchpoint="product", delivered_on=day,
        )  # fmt: skip
    said = {"at": stories.NOW, "inbound": True, "channel": "phone"}
    who.contacts.create(summary="Asked how to oil an edge", **said)
    told = {"on": day, "at": stories.NOW, "by": "Alice Moore"}
    FitNote.objects.create(customer=who, text="Asked for the name of the maker", **told)
    assess_fit(who.pk, handler, stories.NOW)
    return who


def _of(who: Customer) -> str:
    return f"/customers/{who.pk}/"


def test_each_line_is_read_with_what_it_moves_and_what_it_rests_on(
    sally: Customer, alice: Client
) -> None:
    page = text(alice.get(_of(sally)))
    assert "on Mon 2 Nov 2026 from what they did and told: core" in page
    assert "Kept 3 pieces" in page
    assert "What it rests on: 3 Order L-0: Shelf, made to measure" in page
    assert "Asked how to oil an edge" in page
    assert "values what we offer -0." in page
    assert "it would be adjacent." in page


def test_it_is_withheld_whole_while_a_complaint_waits_for_a_finding(
    sally: Customer, alice: Client, handler: Person
) -> None:
    sally.email = "sally@example.org"
    sally.save()
    stories.an_open_case(handler)
    page = text(alice.get(_of(sally)))
    assert "Withheld until 1 open complaint" in page
    assert "Kept 3 pieces" not in page
    assert "name of the maker" not in page


def test_a_line_is_contested_and_another_person_reviews_it(
    sally: Customer, alice: Client, signed_in: SignIn, lead: Person
) -> None:
    told = {"line": "kept_it", "why": "One was a gift.", "by_customer": "on"}
    page = text(alice.get(done(alice, _of(sally) + "fit/contests/", told)))
    assert "At the customer's word, by Alice Moore" in page
    assert "Say whether it stands" not in page
    lena = signed_in(lead)
    assert "Say whether it stands" in text(lena.get(_of(sally)))
    contest = FitContest.objects.get()
    review = {"stands": "no", "found": "It went to a neighbour."}
    page = text(lena.get(done(lena, f"{_of(sally)}fit/contests/{contest.pk}/", review)))
    assert "It stays out. Lena Brandt" in page


def test_what_they_told_is_noted_and_counts(sally: Customer, alice: Client) -> None:
    told = {"text": "Any shelf would do", "on": "2026-11-01"}
    page = text(alice.get(done(alice, _of(sally) + "fit/notes/", told)))
    assert "It is noted." in page
    assert "Any shelf would do" in page


def test_what_is_noted_and_known_to_no_row_is_shown_beside(sally: Customer, alice: Client) -> None:
    told = {"text": "Has a dog that sleeps under the desk", "on": "2026-11-01"}
    page = text(alice.get(done(alice, _of(sally) + "fit/notes/", told)))
    assert "Noted, and counted for nothing: 1 Has a dog that sleeps" in page


def test_what_was_recorded_by_hand_is_told_as_such(
    sally: Customer, alice: Client, handler: Person
) -> None:
    know_customer(sally.pk, {"fit_evidence": ["Told us."]}, handler, stories.NOW)
    page = text(alice.get(_of(sally)))
    assert "Decisions read what was recorded by hand, by Alice Moore on Mon 2 Nov 2026" in page
    done(alice, _of(sally) + "fit/", {"instead": "on"})
    assert "recorded by hand, by" not in text(alice.get(_of(sally)))


@pytest.mark.parametrize(
    ("place", "told", "error"),
    [
        ("fit/notes/", {"text": "", "on": "2026-11-01"}, "Write what they told us."),
        ("fit/notes/", {"text": "A woman over 60", "on": "2026-11-01"}, "Equality Act 2010"),
        ("fit/notes/", {"text": "It lasts", "on": "2099-01-01"}, "is still to come"),
        ("fit/contests/", {"line": "kept_it", "why": ""}, "Say what is not right about it."),
        ("fit/contests/", {"line": "nothing", "why": "No."}, "There is no line 'nothing'"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_the_mend(
    place: str, told: dict[str, str], error: str, sally: Customer, alice: Client
) -> None:
    response = alice.post(_of(sally) + place, told)
    assert response.status_code == 422
    assert error in text(response)


def test_a_customer_of_whom_nothing_is_known_has_a_page(alice: Client, handler: Person) -> None:
    who = Customer.objects.create(name="New")
    assert "It was not assessed yet." in text(alice.get(_of(who)))
    assess_fit(who.pk, handler, stories.NOW)
    page = text(alice.get(_of(who)))
    assert "Nothing they did or told says anything of it yet." in page
    assert "unknown" in page


def test_an_auditor_reads_it_and_changes_nothing(
    sally: Customer, signed_in: SignIn, auditor: Person
) -> None:
    aude = signed_in(auditor)
    assert "Contest this line" not in text(aude.get(_of(sally)))
    refused(aude, _of(sally) + "fit/", {}, 403)


def test_the_page_takes_few_statements(
    sally: Customer, alice: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(30):
        alice.get(_of(sally))
