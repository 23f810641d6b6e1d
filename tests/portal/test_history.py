"""A closed case that another customer's shows as history: what whoever complained in it says since
is heard as their own complaint, and is in no letter to the other."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from tests import stories
from tests.desk.reading import text
from tests.portal.conftest import Came
from tests.portal.test_mailed import SERVER, mailed
from tests.steps.acts import QUESTION

from upheld.core.erasing import ErasureWhy
from upheld.core.evidence import File
from upheld.core.words import CaseId, CaseState
from upheld.steps import erase
from upheld.steps.add_filed import add_filed
from upheld.steps.answer import ask
from upheld.steps.letters import LetterBlocked
from upheld.steps.may import Complainant, WrongState
from upheld.steps.merge import merge, undo_merge
from upheld.steps.place_message import place_into
from upheld.store import load, save
from upheld.store.models import Case, Customer, Evidence, Letter, Merge, Person
from upheld.store.record import events

PAGE = "/complain/case/"
THEM = Complainant()
ANNABEL = "Annabel Marchbanks <annabel@example.net>"
WORDS = "My daughter has asthma and the dust of the crushed corner made her ill on Tuesday."
HERS: dict[str, Any] = {
    "name": "Annabel Marchbanks",
    "email": "annabel@example.net",
    "text": "The blue wardrobe of my late mother arrived with a crushed corner.",
}
BEN: dict[str, Any] = {"name": "Ben Oduya", "email": "ben@example.com"}


@pytest.fixture(autouse=True)
def checked(settings: Settings) -> None:
    settings.MAIL_CHECKED_BY = SERVER


@pytest.fixture
def bens(handler: Person) -> CaseId:
    return stories.an_open_case(handler, **BEN)


@pytest.fixture
def hers(handler: Person, bens: CaseId) -> CaseId:
    case = stories.a_closed_case(handler, **HERS)
    merged(case, bens, handler)
    return case


def merged(case: CaseId, into: CaseId, by: Person) -> int:
    return merge(case, into, "One lot.", by, stories.NOW, sure=True).pk


def row(case: CaseId) -> Case:
    return Case.objects.get(pk=case)


def add(client: Client, words: str = WORDS) -> None:
    assert client.post(f"{PAGE}add/", {"words": words}).status_code == 303


def heard_as_hers(hers: CaseId, bens: CaseId, words: str = WORDS) -> None:
    assert (row(hers).state, row(hers).merged_into_id) == (CaseState.INVESTIGATING, None)
    assert row(hers).next_due is not None
    assert Evidence.objects.get(text=words).case_id == hers
    for case in (hers, bens):
        assert row(case).events.filter(kind="merge_undone").exists()
    assert list(events.breaks()) == []


class TestWhatSheSays:
    def test_in_the_portal_opens_her_own_case_again_and_stands_on_her_page(
        self, came_in: Came, hers: CaseId, bens: CaseId
    ) -> None:
        client = came_in(hers)
        assert "your complaint is opened again" in text(client.get(PAGE))
        add(client)
        heard_as_hers(hers, bens)
        page = text(client.get(PAGE))
        assert WORDS in page
        assert "We are looking at it again" in page
        assert "Your complaint is closed" not in page
        assert WORDS not in text(came_in(bens).get(PAGE))

    def test_by_mail_does_so_too(self, came_in: Came, hers: CaseId, bens: CaseId) -> None:
        came = mailed(hers, WORDS, ANNABEL)
        assert (came.state, came.case_id) == ("placed", hers)
        heard_as_hers(hers, bens)
        assert WORDS in text(came_in(hers).get(PAGE))

    def test_by_mail_that_answers_a_letter_to_him_does_so_too(
        self, hers: CaseId, bens: CaseId
    ) -> None:
        assert mailed(bens, WORDS, ANNABEL).case_id == hers
        heard_as_hers(hers, bens)

    def test_in_a_message_that_a_colleague_puts_into_her_case_does_so_too(
        self, hers: CaseId, bens: CaseId, handler: Person
    ) -> None:
        came = mailed(hers, WORDS, "Annabel <annabel@example.org>")
        assert (came.state, came.case_id) == ("held", hers)
        assert row(hers).state == CaseState.CLOSED
        place_into(came.pk, hers, handler, stories.NOW)
        heard_as_hers(hers, bens)

    def test_of_which_nothing_shows_that_it_is_hers_waits_for_a_person(
        self, hers: CaseId, bens: CaseId, handler: Person
    ) -> None:
        first = mailed(hers, "It never came.", ANNABEL)
        Case.objects.filter(pk=hers).update(state=CaseState.CLOSED)
        merged(hers, bens, handler)
        going_on = {"References": first.message_id}
        came = mailed(None, WORDS, ANNABEL, "none", **going_on)
        assert (came.state, came.case_id) == ("held", hers)
        assert row(hers).merged_into_id == bens

    def test_what_he_writes_comes_into_his(self, hers: CaseId, bens: CaseId) -> None:
        assert mailed(bens, "It creaks.", "Ben Oduya <ben@example.com>").case_id == bens
        assert row(hers).merged_into_id == bens

    def test_the_file_of_her_form_comes_into_no_closed_case(
        self, hers: CaseId, bens: CaseId, handler: Person
    ) -> None:
        with pytest.raises(WrongState):
            add_filed(hers, (File("corner.jpg", 3, "0" * 64),), handler, stories.NOW)
        assert not Evidence.objects.filter(filename="corner.jpg").exists()

    def test_is_heard_though_his_case_went_on_into_a_third(
        self, came_in: Came, hers: CaseId, bens: CaseId, handler: Person
    ) -> None:
        carols = stories.an_open_case(handler, name="Carol Dean", email="carol@example.org")
        merged(bens, carols, handler)
        add(came_in(hers))
        heard_as_hers(hers, bens)
        assert row(bens).merged_into_id == carols

    def test_opens_her_own_case_again_though_he_was_erased(
        self, came_in: Came, hers: CaseId, bens: CaseId, lead: Person, administrator: Person
    ) -> None:
        Case.objects.filter(pk=bens).update(state="closed")
        proposed = erase.propose(row(bens).customer_id, None, ErasureWhy.REQUEST, lead, stories.NOW)
        erase.approve(proposed.pk, administrator, stories.NOW)
        before = row(bens).events.count()
        client = came_in(hers)
        assert client.post(f"{PAGE}add/", {"words": WORDS}).status_code == 303
        assert row(hers).state == "investigating"
        assert row(hers).merged_into is None
        assert WORDS in text(client.get(PAGE))
        assert row(bens).events.count() == before  # nothing is written of the erased any more
        assert list(events.breaks()) == []

    def test_is_heard_where_a_colleague_took_hers_out_of_the_erased_one_before(
        self, came_in: Came, hers: CaseId, bens: CaseId,
        handler: Person, lead: Person, administrator: Person,
    ) -> None:  # fmt: skip
        Case.objects.filter(pk=bens).update(state="closed")
        proposed = erase.propose(row(bens).customer_id, None, ErasureWhy.REQUEST, lead, stories.NOW)
        erase.approve(proposed.pk, administrator, stories.NOW)
        before = row(bens).events.count()
        undo_merge(bens, row(hers).merges.get().pk, handler, stories.NOW)
        assert (row(hers).state, row(hers).merged_into) == ("closed", None)
        add(came_in(hers))
        assert (row(hers).state, row(bens).events.count()) == ("investigating", before)

    def test_beside_one_that_is_history_opens_that_one_again(
        self, came_in: Came, bens: CaseId, handler: Person
    ) -> None:
        """Hers was worked on in a third's, which was answered: there both are heard."""
        hers = stories.an_open_case(handler, **HERS)
        carols = stories.an_open_case(handler, name="Carol Dean", email="carol@example.org")
        merged(hers, carols, handler)
        Case.objects.filter(pk=carols).update(state=CaseState.CLOSED)
        merged(carols, bens, handler)
        client = came_in(hers)
        add(client)
        assert Evidence.objects.get(text=WORDS).case_id == carols
        assert (row(carols).state, row(carols).merged_into_id) == (CaseState.INVESTIGATING, None)
        assert WORDS in text(client.get(PAGE))

    def test_of_what_is_history_in_one_of_her_own_comes_into_that(
        self, came_in: Came, handler: Person
    ) -> None:
        before, now = stories.a_closed_case(handler, **HERS), stories.an_open_case(handler, **HERS)
        client = came_in(before)
        merge(before, now, "", handler, stories.NOW)
        add(client)
        assert mailed(before, "And it creaks.", ANNABEL).case_id == now
        assert Evidence.objects.get(text=WORDS).case_id == now
        assert row(before).merged_into_id == now

    def test_of_what_is_history_in_one_of_her_own_is_told_with_where_it_goes(
        self, came_in: Came, handler: Person
    ) -> None:
        before, now = stories.a_closed_case(handler, **HERS), stories.an_open_case(handler, **HERS)
        merge(before, now, "", handler, stories.NOW)
        client = came_in(before)
        page = text(client.get(PAGE))
        assert f"together with your complaint {row(now).reference} : what you write" in page
        assert f"Add something to {row(now).reference}" in page
        assert "opened again" not in page
        add(client)
        assert WORDS not in text(client.get(PAGE))
        assert client.post(f"{PAGE}onward/", {"of": row(before).reference}).status_code == 303
        page = text(client.get(PAGE))
        assert f"{row(now).reference} , received on" in page
        assert WORDS in page
        assert row(now).events.filter(kind="link_entered").count() == 1

    def test_of_one_she_does_not_accept_promises_not_to_open_it_again_either(
        self, came_in: Came, handler: Person
    ) -> None:
        before, now = (
            stories.an_answered_case(handler, **HERS),
            stories.an_open_case(handler, **HERS),
        )
        Case.objects.filter(pk=before).update(state=CaseState.CLOSED)
        client = came_in(before)
        assert "the same complaint is opened again" in text(client.get(PAGE))
        merge(before, now, "", handler, stories.NOW)
        page = text(client.get(PAGE))
        assert "opened again" not in page
        assert f"at any time: it comes into {row(now).reference}" in page

    def test_a_complaint_that_is_history_in_none_of_hers_leads_nowhere(
        self, came_in: Came, hers: CaseId, bens: CaseId
    ) -> None:
        client = came_in(hers)
        assert client.post(f"{PAGE}onward/").status_code == 303
        assert f"{row(hers).reference} , received on" in text(client.get(PAGE))
        assert not row(bens).events.filter(kind="link_entered").exists()

    def test_what_she_wrote_there_when_it_went_to_him_stands_on_her_page(
        self, came_in: Came, hers: CaseId, bens: CaseId
    ) -> None:
        """As it came in before that was mended."""
        save.wrote(row(bens), row(hers).customer, WORDS, (), None, THEM.name, stories.NOW)
        assert WORDS in text(came_in(hers).get(PAGE))
        assert WORDS not in text(came_in(bens).get(PAGE))


class TestALetterToHim:
    @pytest.mark.parametrize(
        "of_hers",
        [
            "As Annabel Marchbanks wrote, it was crushed.",
            "Write to annabel@example.net if you like.",
            "The blue wardrobe of my late mother arrived with a crushed corner.",
            WORDS,
        ],
    )
    def test_says_nothing_of_her_before_she_writes_again_or_after(
        self, of_hers: str, came_in: Came, hers: CaseId, bens: CaseId, handler: Person
    ) -> None:
        letter = replace(QUESTION, body=f"{QUESTION.body}\n\n{of_hers}")
        if of_hers != WORDS:
            self.blocked(bens, letter, handler)
        add(came_in(hers))
        self.blocked(bens, letter, handler)
        ask(bens, QUESTION, handler, stories.NOW)

    def blocked(self, case: CaseId, letter: Any, by: Person) -> None:
        with pytest.raises(LetterBlocked) as held:
            ask(case, letter, by, stories.NOW)
        assert [each.code for each in held.value.problems] == ["another_persons_data"]
        assert not Letter.objects.filter(kind="question").exists()

    def test_nor_does_hers_say_anything_of_him(
        self, came_in: Came, hers: CaseId, bens: CaseId, handler: Person
    ) -> None:
        add(came_in(hers))
        letter = replace(QUESTION, body=f"{QUESTION.body}\n\nBen Oduya told us so.")
        self.blocked(hers, letter, handler)

    def test_the_page_of_the_case_knows_it_as_the_step_does(
        self, hers: CaseId, bens: CaseId
    ) -> None:
        assert load.page(bens).ever_merged is True  # type: ignore[attr-defined]
        Merge.objects.all().delete()
        assert load.page(bens).ever_merged is False  # type: ignore[attr-defined]
        assert Customer.objects.count() == 2
