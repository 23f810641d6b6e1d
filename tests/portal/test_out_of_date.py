"""A form acts on the complaint that its page showed. One that does not say which that was is out of
date: nothing is done, what they wrote stands there, and none of its files is taken in silence."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import stories
from tests.desk.reading import text
from tests.portal.conftest import Came
from tests.portal.test_filing import signs
from tests.steps.acts import QUESTION
from tests.steps.test_conduct import recorded

from upheld.core.references import reference
from upheld.core.words import CaseId
from upheld.jobs import erasing
from upheld.steps import tell
from upheld.steps.answer import ask
from upheld.store.models import Case, Event, Evidence, Idea, Letter, LooseFile, Person, Receipt

PAGE = "/complain/case/"
WORDS = "It came back broken."
CHOOSE = "choose them again"


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("label.pdf", b"%PDF")


def on_the_disk() -> set[str]:
    return {each.name for each in Path(default_storage.path("")).glob("*/*") if each.is_file()}


@pytest.fixture
def browser(came_in: Came, open_case: CaseId) -> Client:
    return came_in(open_case)


def steps(case: CaseId, handler: Person) -> Iterator[str]:
    ask(case, QUESTION, handler, stories.NOW)
    yield f"questions/{Letter.objects.get(kind='question').pk}/"
    yield f"record/{recorded(case, handler).pk}/"
    yield from ("add/", "outcome/", "fairness/", "idea/", "news/", "onward/")


@pytest.mark.parametrize("of", [{}, {"of": ""}, {"of": "UP-999999"}])
def test_what_does_not_name_its_complaint_does_nothing_and_stands_there(
    of: dict[str, str], browser: Client, open_case: CaseId, handler: Person
) -> None:
    every = list(steps(open_case, handler))
    before = Event.objects.count(), Evidence.objects.count()
    for step in every:
        told = {"words": WORDS, "idea": "Ring first.", "accepted": "no", "attached": [a_file()]}
        answer = Client.post(browser, f"{PAGE}{step}", {**told, **of, "once": "x"})
        assert answer.status_code == 409, step
        page = text(answer)
        assert "Nothing was sent" in page
        assert WORDS in page
        assert "Ring first." in page
        assert CHOOSE in page
    assert before == (Event.objects.count(), Evidence.objects.count())
    assert not Idea.objects.exists()
    assert not LooseFile.objects.exists()
    assert not on_the_disk()


def test_where_no_complaint_was_named_none_is_said_to_have_been_opened_since(
    browser: Client,
) -> None:
    page = text(Client.post(browser, f"{PAGE}add/", {"words": WORDS}))
    assert "out of date" in page
    assert "another complaint" not in page


def test_the_form_of_the_page_as_it_is_now_takes_it(browser: Client, open_case: CaseId) -> None:
    told = {"words": WORDS, "once": "x", "of": reference(open_case)}
    assert Client.post(browser, f"{PAGE}add/", told).status_code == 303
    assert Evidence.objects.get().text == WORDS


class TestAFileOfWhatWasRefused:
    """Known beforehand, none is taken, and they are told; else the form gives it back, and what is
    never sent again goes after a day."""

    def sent(self, browser: Client, step: str, case: CaseId, words: str = WORDS) -> tuple[int, str]:
        told = {"words": words, "once": "x", "of": reference(case), "attached": [a_file()]}
        answer = browser.post(f"{PAGE}{step}", told)
        self.signs = signs(answer)
        return answer.status_code, text(answer)

    def test_is_given_back_where_what_they_answered_is_no_question(
        self, browser: Client, open_case: CaseId
    ) -> None:
        status, page = self.sent(browser, "questions/9999/", open_case)
        assert (status, "label.pdf" in page, CHOOSE in page) == (422, True, False)
        told = {"words": WORDS, "once": "y", "of": reference(open_case), "kept": self.signs}
        assert browser.post(f"{PAGE}add/", told).status_code == 303
        assert Evidence.objects.filter(filename="label.pdf").exists()

    def test_is_told_of_where_there_is_no_form_to_give_it_back(
        self, browser: Client, open_case: CaseId
    ) -> None:
        """What was amiss with the answer cannot be mended beside a question that is not there."""
        status, page = self.sent(browser, "questions/9999/", open_case, "x" * 20_001)
        assert (status, CHOOSE in page) == (422, True)
        assert "x" * 20_001 in page

    def test_that_an_earlier_try_had_kept_is_told_of_too(
        self, browser: Client, open_case: CaseId, came_in: Came, handler: Person
    ) -> None:
        self.sent(browser, "add/", open_case, "x" * 20_001)
        assert self.signs
        told = {"words": WORDS, "kept": self.signs, "of": "UP-999999"}
        assert CHOOSE in text(browser.post(f"{PAGE}add/", told))

    @pytest.mark.parametrize("ended", [True, False])
    def test_alone_is_told_of_where_the_visit_has_ended(
        self, ended: bool, browser: Client, open_case: CaseId
    ) -> None:
        if ended:
            Receipt.objects.update(session_until=stories.NOW)
        status, page = self.sent(browser, "add/", open_case, "")
        assert (status, CHOOSE in page) == ((410, True) if ended else (303, False))
        assert bool(on_the_disk()) is not ended

    def test_goes_after_a_day_where_the_case_was_erased_while_it_came(
        self, browser: Client, open_case: CaseId, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        erased_first(monkeypatch, open_case)
        status, page = self.sent(browser, "add/", open_case)
        assert (status, CHOOSE in page, WORDS in page) == (410, True, True)
        assert len(on_the_disk()) == 1
        erasing.sweep(stories.NOW + stories.days(1), None)
        assert not on_the_disk()
        assert not LooseFile.objects.exists()


def erased_first(monkeypatch: pytest.MonkeyPatch, case: CaseId) -> None:
    """Whoever erases comes between the look at the case and the step."""
    step: Callable[..., None] = tell.tell

    def late(*told: object) -> None:
        Case.objects.filter(pk=case).update(state="closed", erased_at=stories.NOW)
        step(*told)

    monkeypatch.setattr(tell, "tell", late)
