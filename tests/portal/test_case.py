"""The page of a case for the person who complained: how far, by when and why, and what they do."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import stories
from tests.desk.reading import text
from tests.portal.conftest import Came
from tests.steps.acts import QUESTION
from tests.steps.test_conduct import recorded

from upheld.core.evidence import File
from upheld.core.words import CaseId
from upheld.steps import close, pause
from upheld.steps.add_filed import add_filed
from upheld.steps.answer import ask, draft_reply, keep_draft
from upheld.steps.investigate import add_evidence
from upheld.steps.merge import merge
from upheld.store import files, load
from upheld.store.models import (
    Acceptance,
    Case,
    Clock,
    Contact,
    Event,
    Evidence,
    Idea,
    Letter,
    Person,
    Satisfaction,
)

PAGE = "/complain/case/"


def page(client: Client) -> str:
    return text(client.get(PAGE))


class TestHowFar:
    def test_five_steps_in_plain_words(self, came_in: Came, handler: Person) -> None:
        told = {
            stories.a_received_case: "We have your complaint",
            stories.an_open_case: "Your complaint is with somebody",
            stories.an_investigated_case: "We are looking into it",
            stories.a_decided_case: "We are looking into it",
            stories.an_answered_case: "We have answered you",
            stories.a_closed_case: "Your complaint is settled",
        }
        for number, (story, headline) in enumerate(told.items()):
            case = story(handler, email=f"{number}@example.org")
            assert f"<h1>{headline}</h1>" in came_in(case).get(PAGE).content.decode()

    def test_by_when_they_have_our_answer_and_why_then(
        self, came_in: Came, open_case: CaseId
    ) -> None:
        told = page(came_in(open_case))
        clock = Clock.objects.get(case=open_case, kind="final_response")
        assert "You have our answer by 30 November 2026" in told
        assert clock.explanation in told

    def test_before_we_wrote_it_is_the_acknowledgement(
        self, came_in: Came, handler: Person
    ) -> None:
        told = page(came_in(stories.a_received_case(handler)))
        assert "You hear from us first by 4 November 2026" in told

    def test_a_day_that_passed_is_admitted(self, came_in: Came, handler: Person) -> None:
        case = stories.an_open_case(handler, stories.NOW - timedelta(days=40))
        assert "That is our fault, and we are late." in page(came_in(case))

    def test_a_question_that_was_contested_is_looked_at_again(
        self, came_in: Came, handler: Person
    ) -> None:
        case = stories.an_answered_case(handler)
        close.hear(case, False, "No.", handler, stories.NOW)
        assert "We are looking at it again" in page(came_in(case))


class TestLetters:
    def test_they_read_as_they_left(self, came_in: Came, handler: Person) -> None:
        case = stories.an_answered_case(handler)
        told = page(came_in(case))
        assert "This was our fault, and we are sorry for it." in told
        assert "You will hear from us by 30 November 2026." in told

    def test_a_draft_is_nobodys_yet(self, came_in: Came, handler: Person) -> None:
        case = stories.a_decided_case(handler)
        draft = draft_reply(load.page(case), handler, stories.NOW)
        keep_draft(case, draft, handler, stories.NOW)
        assert "our fault" not in page(came_in(case))


class TestAdding:
    def test_words_and_files_come_into_the_case(self, came_in: Came, open_case: CaseId) -> None:
        client = came_in(open_case)
        file = SimpleUploadedFile("label.pdf", b"%PDF")
        told = {"words": "It was the red van.", "attached": [file], "once": "x"}
        response = client.post(f"{PAGE}add/", told, follow=True)
        assert "It is with us. Thank you." in text(response)
        words, label = Evidence.objects.order_by("pk")
        assert (words.text, label.filename) == ("It was the red van.", "label.pdf")
        assert files.contents(label.sha256) == b"%PDF"
        assert Contact.objects.get().channel == "web"
        assert "label.pdf" in page(client)
        assert "It was the red van." in page(client)

    def test_twice_is_once(self, came_in: Came, open_case: CaseId) -> None:
        client = came_in(open_case)
        for _ in range(2):
            client.post(f"{PAGE}add/", {"words": "The red van.", "once": "x"})
        assert Evidence.objects.count() == 1

    def test_nothing_at_all_is_told(self, came_in: Came, open_case: CaseId) -> None:
        response = came_in(open_case).post(f"{PAGE}add/", {"words": " "})
        assert response.status_code == 422
        assert "write a few words or choose a file" in text(response)

    def test_what_was_decided_before_is_decided_anew(self, came_in: Came, handler: Person) -> None:
        case = stories.a_decided_case(handler)
        came_in(case).post(f"{PAGE}add/", {"words": "One more thing."})
        assert Case.objects.get().state == "investigating"

    def test_an_answered_case_stays_answered(self, came_in: Came, handler: Person) -> None:
        case = stories.an_answered_case(handler)
        came_in(case).post(f"{PAGE}add/", {"words": "One more thing."})
        assert Case.objects.get().state == "answered"

    def test_a_closed_case_is_opened_again_with_its_history_and_its_clocks(
        self, came_in: Came, handler: Person
    ) -> None:
        case = stories.a_closed_case(handler)
        before = list(Clock.objects.filter(case=case).values())
        client = came_in(case)
        with time_machine.travel(stories.NOW + timedelta(days=10), tick=False):
            client.post(f"{PAGE}add/", {"words": "The refund never came."})
        assert Case.objects.get().state == "investigating"
        assert list(Clock.objects.filter(case=case).values()) == before
        kinds = list(Event.objects.filter(case=case).values_list("kind", flat=True))
        assert kinds[-2:] == ["reopened", "wrote"]


class TestFilesThatCameByAForm:
    """As docs/how-to/listen-on-the-web.md says: what they sent is named, with its size."""

    def test_are_named_with_their_size(
        self, came_in: Came, open_case: CaseId, handler: Person
    ) -> None:
        add_filed(open_case, (self.file("label.pdf"),), handler, stories.NOW)
        assert "label.pdf 3 bytes, 2 November 2026" in page(came_in(open_case))

    def test_are_named_where_another_customers_case_came_into_theirs(
        self, came_in: Came, open_case: CaseId, handler: Person
    ) -> None:
        bens = stories.an_open_case(handler, name="Ben Oduya", email="ben@example.com")
        merge(bens, open_case, "One lot.", handler, stories.NOW, sure=True)
        add_filed(open_case, (self.file("label.pdf"),), handler, stories.NOW)
        add_filed(bens, (self.file("bens.pdf"),), handler, stories.NOW)
        hers, his = page(came_in(open_case)), page(came_in(bens))
        assert ("label.pdf" in hers, "bens.pdf" in hers) == (True, False)
        assert ("label.pdf" in his, "bens.pdf" in his) == (False, True)

    def test_are_not_what_one_of_us_put_there(
        self, came_in: Came, open_case: CaseId, handler: Person
    ) -> None:
        add_evidence(
            open_case, None, "document", "Came with the complaint.", handler, stories.NOW,
            file=self.file("ours.pdf"),
        )  # fmt: skip
        assert "ours.pdf" not in page(came_in(open_case))

    def file(self, name: str) -> File:
        return File(name, 3, files.hash_of(SimpleUploadedFile(name, b"abc")))


class TestQuestions:
    @pytest.fixture
    def asked(self, open_case: CaseId, handler: Person) -> int:
        ask(open_case, QUESTION, handler, stories.NOW)
        return Letter.objects.get(kind="question").pk

    def test_it_is_answered_where_it_stands(
        self, came_in: Came, open_case: CaseId, asked: int
    ) -> None:
        client = came_in(open_case)
        assert "On which day did it come?" in page(client)
        client.post(f"{PAGE}questions/{asked}/", {"words": "On the Friday."})
        assert Evidence.objects.get().text == "On the Friday."
        assert Event.objects.get(kind="wrote").data["answers"] == asked
        assert "Your answer" not in page(client)

    def test_the_answer_ends_the_pause_in_which_we_waited_for_it(
        self, came_in: Came, open_case: CaseId, asked: int, handler: Person
    ) -> None:
        pause.pause(open_case, "On which day it came.", handler, stories.NOW)
        client = came_in(open_case)
        client.post(f"{PAGE}add/", {"words": "Any news?"})
        assert "We are waiting for what we asked you for." in page(client)
        client.post(f"{PAGE}questions/{asked}/", {"words": "On the Friday."})
        assert Case.objects.get().paused_since is None
        assert "You have our answer by 30 November 2026" in page(client)

    def test_a_second_answer_ends_no_pause_that_began_for_something_else(
        self, came_in: Came, open_case: CaseId, asked: int, handler: Person
    ) -> None:
        client = came_in(open_case)
        client.post(f"{PAGE}questions/{asked}/", {"words": "On the Friday."})
        pause.pause(open_case, "A photograph.", handler, stories.NOW)
        client.post(f"{PAGE}questions/{asked}/", {"words": "On the Friday, I said."})
        assert Case.objects.get().paused_since

    def test_nor_does_the_first_to_what_was_asked_before_we_waited_last(
        self, came_in: Came, open_case: CaseId, asked: int, handler: Person
    ) -> None:
        for hours in (1, 3):
            pause.pause(open_case, "A photo.", handler, stories.NOW + timedelta(hours=hours))
            if hours == 1:
                pause.resume(open_case, handler, stories.NOW + timedelta(hours=2))
        came_in(open_case).post(f"{PAGE}questions/{asked}/", {"words": "On the Friday."})
        assert Case.objects.get().paused_since

    def test_one_to_what_was_asked_since_then_does(
        self, came_in: Came, open_case: CaseId, asked: int, handler: Person
    ) -> None:
        client = came_in(open_case)
        pause.pause(open_case, "The day.", handler, stories.NOW)
        client.post(f"{PAGE}questions/{asked}/", {"words": "On the Friday."})
        later = Case.objects.get().pauses.get().until + timedelta(hours=1)
        ask(open_case, replace(QUESTION, subject="A second question"), handler, later)
        pause.pause(open_case, "The day again.", handler, later)
        second = Letter.objects.filter(kind="question").latest("pk").pk
        assert second != asked
        client.post(f"{PAGE}questions/{second}/", {"words": "On the Monday."})
        assert Case.objects.get().paused_since is None

    def test_another_customers_answer_ends_no_pause(
        self, came_in: Came, open_case: CaseId, asked: int, handler: Person
    ) -> None:
        bobs = stories.an_open_case(handler, name="Bob", email="bob@example.net")
        merge(open_case, bobs, "One lot.", handler, stories.NOW, sure=True)
        pause.pause(bobs, "Bob's photograph.", handler, stories.NOW)
        client = came_in(open_case)
        client.post(f"{PAGE}questions/{asked}/", {"words": "On the Friday."})
        assert Evidence.objects.get().text == "On the Friday."
        assert Case.objects.get(pk=bobs).paused_since

    def test_what_is_amiss_stays_beside_its_question(
        self, came_in: Came, open_case: CaseId, asked: int
    ) -> None:
        response = came_in(open_case).post(f"{PAGE}questions/{asked}/", {"words": ""})
        assert response.status_code == 422
        assert f'id="answer-{asked}-words"' in response.content.decode()

    def test_a_letter_that_is_no_question_of_this_case_is_none(
        self, came_in: Came, open_case: CaseId, handler: Person
    ) -> None:
        bob = stories.an_open_case(handler, name="Bob", email="bob@example.net")
        ask(bob, QUESTION, handler, stories.NOW)
        other = Letter.objects.get(case=bob, kind="question").pk
        response = came_in(open_case).post(f"{PAGE}questions/{other}/", {"words": "Me."})
        assert response.status_code == 422
        assert not Evidence.objects.exists()


class TestOfOurAnswer:
    def test_they_accept_it(self, came_in: Came, handler: Person) -> None:
        case = stories.an_answered_case(handler)
        client = came_in(case)
        told = {"accepted": "yes", "words": "Thank you.", "once": "x"}
        for _ in range(2):
            response = client.post(f"{PAGE}outcome/", told, follow=True)
        assert "You told us that you accept our answer." in text(response)
        said = Acceptance.objects.get()
        assert (said.accepted, said.words, said.by) == (True, "Thank you.", "the complainant")
        close.close(case, "carrier_delay", "", "", handler, stories.NOW, still_to_keep=True)
        assert Case.objects.get().closings.get().resolved

    def test_they_contest_it(self, came_in: Came, handler: Person) -> None:
        case = stories.an_answered_case(handler)
        came_in(case).post(f"{PAGE}outcome/", {"accepted": "no", "words": "It was ten days."})
        assert Case.objects.get().state == "investigating"
        assert Acceptance.objects.get().words == "It was ten days."

    @pytest.mark.pain("P18")
    def test_looking_says_nothing(self, came_in: Came, handler: Person) -> None:
        """Pain 18: a mail program that opens a link votes for nobody."""
        client = came_in(stories.an_answered_case(handler))
        before = Event.objects.count()
        for step in ("outcome", "fairness", "idea", "add"):
            assert client.get(f"{PAGE}{step}/?accepted=yes&distributive=5").status_code == 405
        assert Event.objects.count() == before

    def test_before_our_answer_there_is_nothing_to_say(
        self, came_in: Came, open_case: CaseId
    ) -> None:
        told = {"accepted": "no", "words": "It was ten days."}
        response = came_in(open_case).post(f"{PAGE}outcome/", told)
        assert response.status_code == 422
        assert "Your complaint has moved on meanwhile" in text(response)
        assert "It was ten days.</textarea>" in response.content.decode()
        assert not Acceptance.objects.exists()

    def test_the_way_onward_stands_there(self, came_in: Came, handler: Person) -> None:
        told = page(came_in(stories.an_answered_case(handler)))
        assert "You may take your complaint to the Furniture & Home Improvement Ombudsman" in told


FELT = {"distributive": "2", "distributive_words": "Half.", "procedural": "4", "interactional": "5"}


class TestHowItWas:
    def test_three_questions_once(self, came_in: Came, handler: Person) -> None:
        client = came_in(stories.an_answered_case(handler))
        client.post(f"{PAGE}fairness/", FELT)
        said = Satisfaction.objects.get()
        assert (said.distributive, said.procedural, said.interactional) == (2, 4, 5)
        assert said.distributive_words == "Half."

    def test_none_must_be_answered_but_one(self, came_in: Came, handler: Person) -> None:
        client = came_in(stories.an_answered_case(handler))
        assert client.post(f"{PAGE}fairness/", {}).status_code == 422
        client.post(f"{PAGE}fairness/", {"interactional_words": "Kind."})
        assert Satisfaction.objects.get().interactional is None

    def test_it_is_changed_until_the_case_is_closed(self, came_in: Came, handler: Person) -> None:
        case = stories.an_answered_case(handler)
        client = came_in(case)
        for score in ("2", "3"):
            client.post(f"{PAGE}fairness/", {**FELT, "distributive": score})
        assert Satisfaction.objects.get().distributive == 3
        close.close(case, "carrier_delay", "", "", handler, stories.NOW, still_to_keep=True)
        response = client.post(f"{PAGE}fairness/", {**FELT, "distributive": "1"})
        assert response.status_code == 409
        assert Satisfaction.objects.get().distributive == 3

    def test_a_closed_case_may_still_be_told_of_once(self, came_in: Came, handler: Person) -> None:
        """A form that was sent twice is taken once, and told as the first time."""
        client = came_in(stories.a_closed_case(handler))
        assert client.post(f"{PAGE}fairness/", FELT).status_code == 303
        assert client.post(f"{PAGE}fairness/", FELT).status_code == 303
        assert Event.objects.filter(kind="rated").count() == 1

    def test_what_comes_too_late_is_put_into_no_form_that_opens_it_again(
        self, came_in: Came, handler: Person
    ) -> None:
        client = came_in(stories.a_closed_case(handler))
        client.post(f"{PAGE}fairness/", FELT)
        response = client.post(f"{PAGE}fairness/", {**FELT, "distributive_words": "Worse."})
        assert response.status_code == 409
        assert "What you wrote Worse." in text(response)
        assert "<textarea" not in response.content.decode()
        assert Case.objects.get().state == "closed"

    @pytest.mark.parametrize("score", ["0", "6", "five", "-1"])
    def test_a_number_is_one_of_five(self, came_in: Came, handler: Person, score: str) -> None:
        client = came_in(stories.an_answered_case(handler))
        assert client.post(f"{PAGE}fairness/", {"procedural": score}).status_code == 422
        assert not Satisfaction.objects.exists()

    def test_it_is_no_matter_before_our_answer(self, came_in: Came, open_case: CaseId) -> None:
        assert came_in(open_case).post(f"{PAGE}fairness/", FELT).status_code == 409


class TestIdeas:
    def test_an_idea_is_kept_with_its_case(self, came_in: Came, handler: Person) -> None:
        client = came_in(stories.an_answered_case(handler))
        told = {"idea": "Ring before you come.", "may_tell": "on", "once": "x"}
        for _ in range(2):
            client.post(f"{PAGE}idea/", told)
        idea = Idea.objects.get()
        assert (idea.text, idea.may_tell) == ("Ring before you come.", True)
        assert "Ring before you come." in page(client)


def test_a_pause_tells_no_reason_that_was_written_for_ourselves(
    came_in: Came, open_case: CaseId, handler: Person
) -> None:
    pause.pause(open_case, "SECRET-REASON", handler, stories.NOW)
    assert "SECRET-REASON" not in page(came_in(open_case))


def test_the_page_takes_few_statements_however_much_there_is(
    came_in: Came, handler: Person, django_assert_max_num_queries: Any
) -> None:
    case = stories.an_answered_case(handler)
    client = came_in(case)
    for number in range(5):
        client.post(f"{PAGE}add/", {"words": f"More {number}"})
    with django_assert_max_num_queries(11):
        client.get(PAGE)


def test_beyond_the_limit_what_was_written_stays_and_no_file_is_taken(
    came_in: Came, open_case: CaseId
) -> None:
    """Security test 20: uploads have an end."""
    client = came_in(open_case)
    for _ in range(60):
        client.post(f"{PAGE}idea/", {})
    file = SimpleUploadedFile("label.pdf", b"%PDF")
    response = client.post(f"{PAGE}add/", {"words": "The red van.", "attached": [file]})
    assert response.status_code == 429
    assert "The red van.</textarea>" in response.content.decode()
    assert "The files that you chose were not taken: please choose them again" in text(response)
    rested = client.post(f"{PAGE}idea/", {"idea": "Ring before you come."})
    assert (rested.status_code, "<textarea" in rested.content.decode()) == (429, False)
    assert "What you wrote Ring before you come." in text(rested)
    assert not list(Path(default_storage.path("")).glob("*"))


class TestWhatIsRecordedOfThem:
    def test_they_read_it_and_their_account_stands_beside_it(
        self, came_in: Came, handler: Person, open_case: CaseId
    ) -> None:
        row, client = recorded(open_case, handler), came_in(open_case)
        told = page(client)
        assert "Words were said or written that insult" in told
        assert "your complaint is decided without it" in told
        client.post(f"/complain/case/record/{row.pk}/", {"words": "I was cut off twice."})
        row.refresh_from_db()
        assert row.answer == "I was cut off twice."
        assert "I was cut off twice." in page(client)

    def test_what_a_law_keeps_from_them_and_what_is_of_another_case_is_not_there(
        self, came_in: Came, handler: Person, open_case: CaseId
    ) -> None:
        row, client = recorded(open_case, handler), came_in(open_case)
        row.not_shown = "A threat is looked into by the police."
        row.save()
        others = recorded(stories.an_open_case(handler, email="bob@example.org"), handler)
        assert "insult" not in page(client)
        for pk in (row.pk, others.pk):
            told = client.post(f"/complain/case/record/{pk}/", {"words": "Mine."})
            assert told.status_code == 422
        assert not Event.objects.filter(kind="conduct_answered").exists()
