"""Theirs was looked at in a case that was erased since: their page says so, offers nothing that
leads nowhere, and what is sent from an older page is refused without a word of it lost."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import stories
from tests.desk.reading import text
from tests.portal.conftest import Came
from tests.steps.acts import QUESTION

from upheld.core.erasing import ErasureWhy
from upheld.core.portal import Fairness
from upheld.core.references import reference
from upheld.core.words import CaseId
from upheld.steps import erase
from upheld.steps.answer import ask
from upheld.steps.merge import merge, undo_merge
from upheld.store import models as rows
from upheld.store.models import Case, Event, Evidence, Letter, LooseFile, Person

PAGE = "/complain/case/"
ANEW = "make a new complaint"
GONE = "kept no longer"
_ACTIONS = re.compile(r'<form[^>]*?action="([^"]+)"', re.DOTALL)


def erased(case: CaseId, lead: Person, administrator: Person) -> None:
    """Whoever complained in it, as they asked for: the cases of others are not theirs."""
    Case.objects.filter(pk=case).update(state="closed", next_due=None)
    whose = Case.objects.get(pk=case).customer_id
    row = erase.propose(whose, None, ErasureWhy.REQUEST, lead, stories.NOW)
    erase.approve(row.pk, administrator, stories.NOW)


def offered(client: Client) -> set[str]:
    """Where the forms of the page go that act on the case."""
    found = _ACTIONS.findall(client.get(PAGE).content.decode())
    return {each.removeprefix(PAGE) for each in found if each.startswith(PAGE)}


@pytest.fixture
def sallys(handler: Person) -> CaseId:
    return stories.an_open_case(handler)


@pytest.fixture
def bobs(handler: Person) -> CaseId:
    case = stories.an_open_case(handler, name="Bob Mercer", email="bob@example.net")
    ask(case, QUESTION, handler, stories.NOW)
    return case


@pytest.fixture
def question(bobs: CaseId) -> Letter:
    return Letter.objects.get(case=bobs, kind="question")


@pytest.fixture
def bob(bobs: CaseId, question: Letter, came_in: Came) -> Client:
    return came_in(bobs)


class TestWithoutAnAnswerToThem:
    """As a version left it that closed a case before everybody had theirs."""

    @pytest.fixture(autouse=True)
    def gone(
        self, bob: Client, sallys: CaseId, bobs: CaseId, handler: Person, lead: Person,
        administrator: Person,
    ) -> None:  # fmt: skip
        merge(bobs, sallys, "One van.", handler, stories.NOW, sure=True)
        erased(sallys, lead, administrator)

    def test_no_form_leads_nowhere(self, bob: Client) -> None:
        assert offered(bob) == set()
        assert "Your answer" not in text(bob.get(PAGE))

    def test_the_page_says_what_is_so_and_promises_no_letter(self, bob: Client) -> None:
        page = text(bob.get(PAGE))
        assert GONE in page
        assert ANEW in page
        assert "On which day did it come?" in page
        assert "We no longer work on this complaint" in page
        for untrue in ("still to come", "We have answered", "It is closed"):
            assert untrue not in page

    @pytest.mark.parametrize(
        ("step", "told"),
        [
            ("questions/{}/", {"words": "On Tuesday."}),
            ("questions/{}/", {"words": ""}),
            ("questions/9999/", {"words": "On Tuesday."}),
            ("add/", {"words": "On Tuesday."}),
            ("add/", {"words": ""}),
            ("outcome/", {"accepted": "no", "words": "On Tuesday."}),
            ("outcome/", {"words": "On Tuesday."}),
            ("fairness/", {Fairness.PROCEDURAL: "9", "procedural_words": "On Tuesday."}),
            ("fairness/", {Fairness.PROCEDURAL: "2", "procedural_words": "On Tuesday."}),
        ],
    )
    def test_what_is_sent_from_an_older_page_is_refused_and_stands_there(
        self, bob: Client, bobs: CaseId, question: Letter, step: str, told: dict[str, str]
    ) -> None:
        before = Event.objects.count()
        file = SimpleUploadedFile("label.pdf", b"%PDF")
        sent = {**told, "of": reference(bobs), "once": "x", "attached": [file]}
        answer = bob.post(f"{PAGE}{step.format(question.pk)}", sent)
        assert answer.status_code == 410
        page = text(answer)
        assert "Nothing was sent" in page
        assert GONE in page
        assert ANEW in page
        assert ("On Tuesday." in page) is ("On Tuesday." in told.values())
        assert "choose them again" in page
        assert "visit has ended" not in page
        assert (Event.objects.count(), Evidence.objects.count()) == (before, 0)

    def test_no_file_of_it_is_taken(self, bob: Client, bobs: CaseId) -> None:
        file = SimpleUploadedFile("label.pdf", b"%PDF")
        bob.post(f"{PAGE}add/", {"words": "", "of": reference(bobs), "attached": [file]})
        assert not LooseFile.objects.exists()
        assert not list(Path(default_storage.path("")).glob("*"))

    def test_an_idea_and_whether_they_want_news_are_taken_still(
        self, bob: Client, bobs: CaseId
    ) -> None:
        """They are of their own case, of which nothing is gone."""
        of = {"of": reference(bobs), "once": "x"}
        assert bob.post(f"{PAGE}idea/", {"idea": "Two vans.", **of}).status_code == 303
        assert rows.Idea.objects.get().case_id == bobs
        assert bob.post(f"{PAGE}news/", {"wanted": "no", **of}).status_code == 303

    def test_given_back_by_a_colleague_it_is_asked_again(
        self, bob: Client, sallys: CaseId, bobs: CaseId, handler: Person, question: Letter
    ) -> None:
        undo_merge(sallys, Case.objects.get(pk=bobs).merges.get().pk, handler, stories.NOW)
        assert f"questions/{question.pk}/" in offered(bob)
        assert GONE not in text(bob.get(PAGE))


class TestHistoryInOneOfTheirOwn:
    """Which went over into another customer's, who was erased since."""

    @pytest.fixture
    def before(self, handler: Person) -> CaseId:
        return stories.a_closed_case(handler, name="Bob Mercer", email="bob@example.net")

    @pytest.fixture
    def page_before(self, before: CaseId, bobs: CaseId, came_in: Came, handler: Person) -> Client:
        merge(before, bobs, "", handler, stories.NOW)
        return came_in(before)

    @pytest.fixture
    def gone(
        self, page_before: Client, sallys: CaseId, bobs: CaseId, handler: Person, lead: Person,
        administrator: Person,
    ) -> Client:  # fmt: skip
        merge(bobs, sallys, "One van.", handler, stories.NOW, sure=True)
        erased(sallys, lead, administrator)
        return page_before

    def test_leads_to_that_page_and_takes_nothing_for_it(self, gone: Client, bobs: CaseId) -> None:
        page = text(gone.get(PAGE))
        assert f"Open {reference(bobs)}" in page
        assert "what you write below" not in page
        assert "it comes into" not in page
        assert GONE in page
        assert ANEW in page
        assert offered(gone) == {"onward/"}

    def test_what_is_sent_from_an_older_page_is_refused_and_stands_there(
        self, gone: Client, before: CaseId
    ) -> None:
        answer = self.sent(gone, before)
        assert answer.status_code == 410
        assert "It broke again." in text(answer)
        assert GONE in text(answer)
        assert not Evidence.objects.filter(text="It broke again.").exists()

    def test_opened_it_says_the_same_there(self, gone: Client, before: CaseId) -> None:
        gone.post(f"{PAGE}onward/", {"of": reference(before)})
        assert GONE in text(gone.get(PAGE))
        assert offered(gone) == set()

    def test_where_their_own_was_erased_it_leads_nowhere_and_says_so(
        self, page_before: Client, before: CaseId, bobs: CaseId
    ) -> None:
        """As a version left it that erased one and not the other."""
        Case.objects.filter(pk=bobs).update(erased_at=stories.NOW, state="closed")
        page = text(page_before.get(PAGE))
        assert reference(bobs) not in page
        assert GONE in page
        assert offered(page_before) == set()
        assert self.sent(page_before, before).status_code == 410
        led = page_before.post(f"{PAGE}onward/", {"of": reference(before)})
        assert led.status_code == 410
        assert GONE in text(led)

    def sent(self, client: Client, case: CaseId) -> Any:
        told = {"words": "It broke again.", "of": reference(case), "once": "x"}
        return client.post(f"{PAGE}add/", told)
