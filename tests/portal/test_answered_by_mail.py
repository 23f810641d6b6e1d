"""A question of ours that they answer by mail, as our letter asks them to, while we wait for it."""

import pytest
from django.test import Client
from pytest_django import Settings
from tests import stories
from tests.portal.conftest import Came
from tests.portal.test_mailed import BOB, NOT_SHOWN, WAITS, checked, mailed, page
from tests.steps.acts import QUESTION
from tests.steps.test_place_message import STRANGER

from upheld.core.words import CaseId
from upheld.steps.answer import ask
from upheld.steps.know_customer import know_customer
from upheld.steps.merge import merge, undo_merge
from upheld.steps.pause import pause, resume
from upheld.steps.place_message import place_into
from upheld.steps.split import split
from upheld.store import tokens
from upheld.store.models import Case, Contact, Customer, Event, Incoming, Letter, Person

__all__ = ["checked"]  # fixtures
OTHER = "Sally Hart <sally@example.com>"
DOUBTED = "An answer to this came by mail in your name"


class TestAQuestionThatTheyAnswerByMail:
    """As our letter asks them to, while we wait for it."""

    @pytest.fixture
    def reply(self, open_case: CaseId, handler: Person) -> dict[str, str]:
        ask(open_case, QUESTION, handler, stories.NOW)
        pause(open_case, "On which day it came.", handler, stories.NOW)
        return {"In_Reply_To": tokens.message_id(Letter.objects.get(kind="question"))}

    def waits(self) -> bool:
        return Case.objects.get().paused_since is not None

    def test_ends_the_pause_and_the_page_waits_no_more(
        self, came_in: Came, open_case: CaseId, reply: dict[str, str]
    ) -> None:
        assert WAITS in page(came_in(open_case))
        assert mailed(None, "On the Friday.", **reply).case_id == open_case
        assert not self.waits()
        told = page(came_in(open_case))
        assert WAITS not in told
        assert "You have our answer by" in told

    def test_ends_nothing_where_our_mail_server_says_that_it_is_not_from_them(
        self, reply: dict[str, str]
    ) -> None:
        mailed(None, "On the Friday.", found="fail", **reply)
        assert self.waits()

    def test_nor_does_what_another_sends_or_an_answer_to_another_letter(
        self, open_case: CaseId, reply: dict[str, str]
    ) -> None:
        mailed(None, "On the Friday.", STRANGER, **reply)
        mailed(open_case, "Any news?")
        assert self.waits()

    def test_nor_does_a_second_one_where_we_wait_for_something_else(
        self, open_case: CaseId, reply: dict[str, str], handler: Person
    ) -> None:
        resume(open_case, handler, stories.NOW)
        mailed(None, "On the Friday.", **reply)
        pause(open_case, "A photograph.", handler, stories.NOW)
        mailed(None, "On the Friday, I said.", **reply)
        assert self.waits()

    def test_she_ends_it_and_he_does_not_whose_case_came_into_hers(
        self, open_case: CaseId, reply: dict[str, str], handler: Person
    ) -> None:
        bens = stories.an_open_case(handler, name="Ben Oduya", email="ben@example.com")
        merge(bens, open_case, "One lot.", handler, stories.NOW, sure=True)
        mailed(None, "On the Monday.", "Ben Oduya <ben@example.com>", **reply)
        assert Case.objects.get(pk=open_case).paused_since
        mailed(None, "On the Friday.", **reply)
        assert Case.objects.get(pk=open_case).paused_since is None

    def asks(self, told: str) -> bool:
        return "Send my answer" in told

    def test_takes_the_form_of_the_question_off_the_page(
        self, came_in: Came, open_case: CaseId, reply: dict[str, str]
    ) -> None:
        assert self.asks(page(came_in(open_case)))
        mailed(None, "On the Friday.", **reply)
        assert not self.asks(page(came_in(open_case)))

    def test_that_was_held_answers_it_once_a_colleague_places_it(
        self, came_in: Came, open_case: CaseId, handler: Person, reply: dict[str, str]
    ) -> None:
        """Its words do not stand there, for nothing tells us for certain that she wrote it; and so
        she may answer still."""
        row = mailed(None, "On the Friday.", found="fail", **reply)
        assert self.asks(page(came_in(open_case)))
        place_into(row.pk, open_case, handler, stories.NOW)
        told = page(came_in(open_case))
        assert not self.waits()
        assert (WAITS in told, DOUBTED in told, self.asks(told)) == (False, True, True)
        assert (NOT_SHOWN in told, "On the Friday." in told) == (True, False)
        asked = Letter.objects.get(kind="question")
        path = f"/complain/case/questions/{asked.pk}/"
        browser = came_in(open_case)
        assert browser.post(path, {"words": "On the Monday."}).status_code == 303
        assert "On the Monday." in page(browser)
        assert not self.asks(page(browser))

    def test_of_a_stranger_that_a_colleague_places_answers_nothing(
        self, came_in: Came, open_case: CaseId, handler: Person, reply: dict[str, str]
    ) -> None:
        row = mailed(None, "On the Friday.", STRANGER, **reply)
        place_into(row.pk, open_case, handler, stories.NOW)
        assert self.waits()
        assert self.asks(page(came_in(open_case)))


class TestThatNobodyVouchesFor:
    """It bears the token of our letter and has the address that this went to: it is taken as their
    answer, none of it is shown, and whoever did not write it may answer still."""

    @pytest.fixture(autouse=True, params=["none", "no server"])
    def nobody_vouches(self, request: pytest.FixtureRequest, settings: Settings) -> None:
        if request.param == "no server":  # a firm that names none: nobody ever vouches
            settings.MAIL_CHECKED_BY = ""

    @pytest.fixture
    def browser(self, came_in: Came, open_case: CaseId, handler: Person) -> Client:
        ask(open_case, QUESTION, handler, stories.NOW)
        pause(open_case, "On which day it came.", handler, stories.NOW)
        return came_in(open_case)

    @pytest.fixture
    def asked(self, browser: Client) -> Letter:
        return Letter.objects.get(kind="question")

    @pytest.fixture
    def told(self, browser: Client, asked: Letter) -> str:
        row = mailed(None, "On the Friday.", found="none", In_Reply_To=tokens.message_id(asked))
        assert row.state == "placed"
        return page(browser)

    def test_ends_the_pause_and_the_page_waits_no_more(self, told: str) -> None:
        assert Case.objects.get().paused_since is None
        assert WAITS not in told
        assert "You have our answer by" in told

    def test_is_told_of_beside_the_question_and_not_shown(self, told: str) -> None:
        assert DOUBTED in told
        assert NOT_SHOWN in told
        assert "On the Friday." not in told

    def test_takes_the_way_to_answer_from_nobody(
        self, told: str, browser: Client, asked: Letter
    ) -> None:
        assert "Answer it here, if that was not you or you want to say more" in told
        path = f"/complain/case/questions/{asked.pk}/"
        assert browser.post(path, {"words": "On the Monday."}).status_code == 303
        shown = page(browser)
        assert "On the Monday." in shown
        assert "Answer it here" not in shown
        assert DOUBTED not in shown

    def test_is_marked_for_whoever_works_on_it(self, told: str) -> None:
        data = Event.objects.get(kind="mail_placed").data
        assert (data["unchecked"], "vouched" in data) == (True, False)

    def test_of_one_whom_we_did_not_ask_answers_nothing(
        self, browser: Client, asked: Letter, open_case: CaseId
    ) -> None:
        mailed(None, "On the Friday.", STRANGER, "none", In_Reply_To=tokens.message_id(asked))
        assert Case.objects.get().paused_since
        assert DOUBTED not in page(browser)


class TestFromAnotherAddressOfTheirs:
    """It is held: is it them? Once a colleague places it, it is their answer."""

    @pytest.fixture
    def asked(self, open_case: CaseId, handler: Person) -> Letter:
        ask(open_case, QUESTION, handler, stories.NOW)
        pause(open_case, "On which day it came.", handler, stories.NOW)
        return Letter.objects.get(kind="question")

    def placed(
        self, asked: Letter, sender: str, found: str, by: Person, *, theirs: bool = False
    ) -> None:
        row = mailed(None, "On the Friday.", sender, found, In_Reply_To=tokens.message_id(asked))
        assert row.state == "held"
        into = CaseId(Incoming.objects.get(pk=row.pk).case_id or asked.case_id)
        place_into(row.pk, into, by, stories.NOW, theirs=theirs)

    def is_answered(self, told: str, found: str) -> None:
        """What no mail server vouches for takes the way to answer from nobody."""
        assert Case.objects.filter(paused_since__isnull=False).count() == 0
        for still in (WAITS, "On the Friday."):
            assert still not in told
        assert ("Send my answer" in told, DOUBTED in told) == (found != "pass",) * 2

    @pytest.mark.parametrize("found", ["pass", "none", "fail"])
    def test_of_the_same_person_as_another_customer(
        self, found: str, came_in: Came, open_case: CaseId, asked: Letter, handler: Person
    ) -> None:
        hers = Case.objects.get(pk=open_case).customer
        Customer.objects.create(name="Sally Hart", email="sally@example.com", merged_into=hers)
        self.placed(asked, OTHER, found, handler)
        self.is_answered(page(came_in(open_case)), found)

    @pytest.mark.parametrize("found", ["pass", "none"])
    def test_that_the_question_went_to_before_they_had_a_new_one(
        self, found: str, came_in: Came, open_case: CaseId, asked: Letter, handler: Person
    ) -> None:
        hers = Case.objects.get(pk=open_case).customer_id
        know_customer(hers, {"email": "sally@example.com"}, handler, stories.NOW)
        self.placed(asked, "Sally Hart <sally@example.org>", found, handler)
        self.is_answered(page(came_in(open_case)), found)

    @pytest.mark.parametrize("found", ["pass", "none"])
    def test_that_we_know_of_nowhere_where_a_colleague_says_that_it_is_from_them(
        self, found: str, came_in: Came, open_case: CaseId, asked: Letter, handler: Person
    ) -> None:
        self.placed(asked, STRANGER, found, handler, theirs=True)
        self.is_answered(page(came_in(open_case)), found)
        told = Event.objects.get(kind="mail_placed")
        assert (told.by, told.data["theirs"]) == (handler.name, True)

    def test_and_where_nobody_says_so_it_answers_nothing(
        self, came_in: Came, open_case: CaseId, asked: Letter, handler: Person
    ) -> None:
        self.placed(asked, STRANGER, "pass", handler)
        told = page(came_in(open_case))
        assert WAITS in told
        assert "Send my answer" in told
        assert DOUBTED not in told
        assert "theirs" not in Event.objects.get(kind="mail_placed").data

    def test_it_answers_what_he_was_asked_whose_case_went_over_into_hers(
        self, came_in: Came, open_case: CaseId, asked: Letter, handler: Person
    ) -> None:
        bobs = stories.an_open_case(handler, name="Bob Mercer", email="bob@example.net")
        ask(bobs, QUESTION, handler, stories.NOW)
        of_bob, bob = Letter.objects.get(kind="question", case=bobs), came_in(bobs)
        merge(bobs, open_case, "One van.", handler, stories.NOW, sure=True)
        self.placed(of_bob, STRANGER, "none", handler, theirs=True)
        assert DOUBTED in page(bob)
        assert DOUBTED not in page(came_in(open_case))
        assert Case.objects.get(pk=open_case).paused_since
        bob_himself = Case.objects.get(pk=bobs).customer_id
        assert Contact.objects.get(summary="On the Friday.").customer_id == bob_himself

    def test_and_by_itself_it_answers_nothing(
        self, came_in: Came, open_case: CaseId, asked: Letter
    ) -> None:
        hers = Case.objects.get(pk=open_case).customer
        Customer.objects.create(name="Sally Hart", email="sally@example.com", merged_into=hers)
        mailed(None, "On the Friday.", OTHER, In_Reply_To=tokens.message_id(asked))
        told = page(came_in(open_case))
        assert WAITS in told
        assert "Send my answer" in told


class TestOfWhomTheirCaseWentOverIntoAnothers:
    @pytest.mark.parametrize("found", ["pass", "none"])
    def test_his_answer_is_his_and_ends_no_pause_in_which_we_wait_for_her(
        self, found: str, came_in: Came, open_case: CaseId, handler: Person
    ) -> None:
        bobs = stories.an_open_case(handler, name="Bob Mercer", email="bob@example.net")
        ask(bobs, QUESTION, handler, stories.NOW)
        asked, bob = Letter.objects.get(kind="question"), came_in(bobs)
        merge(bobs, open_case, "One van.", handler, stories.NOW, sure=True)
        pause(open_case, "Her photograph.", handler, stories.NOW)
        assert "Send my answer" in page(bob)
        mailed(None, "On the Friday.", BOB, found, In_Reply_To=tokens.message_id(asked))
        told = page(bob)
        assert ("Send my answer" in told, DOUBTED in told) == (found == "none",) * 2
        assert ("On the Friday." in told) is (found == "pass")
        assert Case.objects.get(pk=open_case).paused_since


class TestThatWasAnotherMatter:
    """It is split off: what we asked is open still, until a colleague merges the two again."""

    def test_answers_nothing_where_it_was_and_does_once_it_is_back(
        self, came_in: Came, open_case: CaseId, handler: Person
    ) -> None:
        ask(open_case, QUESTION, handler, stories.NOW)
        asked, browser = Letter.objects.get(kind="question"), came_in(open_case)
        row = mailed(None, "And the lamp.", In_Reply_To=tokens.message_id(asked))
        assert "Send my answer" not in page(browser)
        new = split(row.pk, handler, stories.NOW + stories.days(1))
        assert "Send my answer" in page(browser)
        merge(new, open_case, "One after all.", handler, stories.NOW + stories.days(1))
        assert "Send my answer" not in page(browser)


@pytest.mark.parametrize("before", [True, False])
def test_answered_in_one_of_their_own_it_is_asked_again_in_no_other(
    before: bool, came_in: Came, open_case: CaseId, handler: Person
) -> None:
    """Before the two were merged, or as one of which the merge is undone since."""
    other = stories.an_open_case(handler, text="And the desk wobbles.")
    ask(other, QUESTION, handler, stories.NOW)
    asked, browser = Letter.objects.get(kind="question"), came_in(other)
    answers = {"In_Reply_To": tokens.message_id(asked)}
    if before:
        mailed(None, "On the Friday.", **answers)
    row = merge(other, open_case, "", handler, stories.NOW)
    if not before:
        mailed(None, "On the Friday.", **answers)
        undo_merge(open_case, row.pk, handler, stories.NOW)
    told = page(browser)
    assert "A question to you" in told
    assert "Send my answer" not in told
