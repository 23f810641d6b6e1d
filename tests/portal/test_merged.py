"""A case that was merged: its page goes on, and nobody reads what another customer wrote."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from tests import stories
from tests.desk.reading import text
from tests.portal.conftest import Came
from tests.steps.acts import QUESTION

from upheld.core.erasing import ErasureWhy
from upheld.core.evidence import File
from upheld.core.portal import Needs
from upheld.core.states import CaseErased
from upheld.core.words import CaseId
from upheld.steps import erase, may
from upheld.steps.acknowledge import acknowledge, draft_acknowledgement
from upheld.steps.answer import answer, ask, draft_reply, keep_draft
from upheld.steps.answer_too import answer_too, draft_answer_too
from upheld.steps.close import close, hear, reopen
from upheld.steps.decide import decide
from upheld.steps.file_complaint import Filed, file_complaint
from upheld.steps.investigate import record_facts
from upheld.steps.merge import merge, undo_merge
from upheld.steps.receipts import end_links
from upheld.steps.tell import Told, say_of_answer, tell
from upheld.store import complained_too, events, load
from upheld.store.models import Case, Customer, Event, Evidence, Letter, Person, Satisfaction
from upheld.store.receipts import of_case

PAGE = "/complain/case/"
THEM = may.Complainant()


def wrote(case: CaseId, words: str) -> None:
    tell(case, Told(words, (), None, ""), THEM, stories.NOW)


@pytest.fixture
def sallys(handler: Person) -> CaseId:
    case = stories.an_open_case(handler)
    wrote(case, "Sally's words.")
    return case


@pytest.fixture
def bobs(handler: Person) -> CaseId:
    case = stories.an_open_case(handler, name="Bob Mercer", email="bob@example.net")
    wrote(case, "Bob's words.")
    return case


class TestWhatWasReadAfterFiling:
    """Whoever kept that page reads it for as long as it is worked on, whoever merged their case."""

    @pytest.fixture
    def kept(self, client: Client, db: None) -> str:
        told = {"text": "Both doors jam.", "name": "Bob Mercer", "email": "bob@example.net"}
        return str(client.post("/complain/", {**told, "once": "a"})["Location"])

    @pytest.fixture
    def filed(self, kept: str) -> CaseId:
        return CaseId(Case.objects.latest("pk").pk)

    @pytest.mark.parametrize("email", ["bob@example.net", "sally@example.org"])
    def test_it_says_what_it_says_to_others_and_nothing_of_the_other_case(
        self, email: str, client: Client, kept: str, filed: CaseId, handler: Person
    ) -> None:
        before = text(client.get(kept))
        assert f"Its reference is UP-{filed:06d}" in before
        into = stories.an_open_case(handler, stories.NOW - timedelta(days=9), email=email)
        merge(filed, into, "One matter.", handler, stories.NOW, sure=True)
        assert text(client.get(kept)) == before

    def test_it_ends_when_the_case_is_closed_where_it_is_worked_on(
        self, client: Client, kept: str, filed: CaseId, sallys: CaseId, handler: Person
    ) -> None:
        merge(filed, sallys, "One matter.", handler, stories.NOW, sure=True)
        Case.objects.filter(pk=sallys).update(state="closed")
        assert client.get(kept).status_code == 404
        told = {"text": "Both doors jam.", "name": "Bob Mercer", "email": "bob@example.net"}
        again = client.post("/complain/", {**told, "once": "a"})
        assert "We have had this complaint already" in text(again)


def test_their_own_two_are_one_page(came_in: Came, sallys: CaseId, handler: Person) -> None:
    other = stories.an_open_case(handler, text="And the desk wobbles.")
    client = came_in(other)
    merge(other, sallys, "", handler, stories.NOW)
    page = text(client.get(PAGE))
    assert f"UP-{sallys:06d}" in page
    assert "Sally's words." in page
    client.post(f"{PAGE}add/", {"words": "One more thing."})
    assert Evidence.objects.get(text="One more thing.").case_id == sallys


def test_to_end_every_way_into_a_case_ends_those_of_cases_that_lead_to_it(
    came_in: Came, sallys: CaseId, handler: Person
) -> None:
    other = stories.an_open_case(handler, text="And the desk wobbles.")
    client = came_in(other)
    merge(other, sallys, "", handler, stories.NOW)
    assert [each.case_id for each in of_case(Case.objects.get(pk=sallys))] == [other]
    end_links(sallys, handler, stories.NOW)
    assert f"UP-{sallys:06d}" not in text(client.get(PAGE, follow=True))


def test_to_end_the_ways_into_her_case_ends_none_of_another_customers(
    came_in: Came, sallys: CaseId, bobs: CaseId, handler: Person
) -> None:
    client = came_in(bobs)
    merge(bobs, sallys, "One van, one crash.", handler, stories.NOW, sure=True)
    assert not of_case(Case.objects.get(pk=sallys)).exists()
    end_links(sallys, handler, stories.NOW)
    assert "Bob's words." in text(client.get(PAGE, follow=True))


class TestOfTwoCustomers:
    @pytest.fixture(autouse=True)
    def merged(self, sallys: CaseId, bobs: CaseId, handler: Person) -> int:
        ask(bobs, QUESTION, handler, stories.NOW)
        return merge(bobs, sallys, "One van, one crash.", handler, stories.NOW, sure=True).pk

    def test_neither_reads_the_other(self, came_in: Came, sallys: CaseId, bobs: CaseId) -> None:
        hers, his = came_in(sallys).get(PAGE), came_in(bobs).get(PAGE)
        assert "Sally's words." in text(hers)
        assert "Bob's words." in text(his)
        assert "We look at it together with another complaint" in text(his)
        assert "Dear Bob Mercer" in text(his)
        for theirs in ("Bob", "On which day did it come?", "van, one crash"):
            assert theirs not in text(hers)
        for theirs in ("Sally", "van, one crash"):
            assert theirs not in text(his)

    def test_what_he_writes_now_is_not_lost_and_not_hers(
        self, came_in: Came, sallys: CaseId, bobs: CaseId
    ) -> None:
        response = came_in(bobs).post(f"{PAGE}add/", {"words": "The driver was on the phone."})
        assert response.status_code == 303
        row = Evidence.objects.get(text="The driver was on the phone.")
        assert (row.case_id, row.with_whom) == (sallys, "bob@example.net")
        assert "on the phone" not in text(came_in(sallys).get(PAGE))
        assert "on the phone" in text(came_in(bobs).get(PAGE))

    def test_what_he_wrote_is_not_hers_when_his_address_changes_or_the_merge_is_undone(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, merged: int, handler: Person
    ) -> None:
        wrote(bobs, "The driver was on the phone.")
        Customer.objects.filter(name="Bob Mercer").update(email="bob@example.org")
        hers = came_in(sallys)
        assert "on the phone" not in text(hers.get(PAGE))
        undo_merge(sallys, merged, handler, stories.NOW)
        assert "on the phone" not in text(hers.get(PAGE))
        assert "Sally's words." in text(hers.get(PAGE))

    def test_she_answers_no_question_that_he_was_asked(
        self, came_in: Came, sallys: CaseId, bobs: CaseId
    ) -> None:
        """A number tells her nothing: it is refused as one of a letter that is nowhere."""
        his = Letter.objects.get(kind="question")
        assert his.case_id == sallys
        hers = came_in(sallys)
        for number in (his.pk, his.pk + 1):
            told = {f"answer-{number}-words": "On Tuesday."}
            assert hers.post(f"{PAGE}questions/{number}/", told).status_code == 422
        assert not Evidence.objects.filter(text="On Tuesday.").exists()

    def test_he_answers_the_question_that_he_was_asked_though_it_went_over(
        self, came_in: Came, sallys: CaseId, bobs: CaseId
    ) -> None:
        his, bob = Letter.objects.get(kind="question"), came_in(bobs)
        form = f'id="answer-{his.pk}-words"'
        assert form in bob.get(PAGE).content.decode()
        told = {"words": "On Tuesday.", "once": "a"}
        assert bob.post(f"{PAGE}questions/{his.pk}/", told).status_code == 303
        row = Evidence.objects.get(text="On Tuesday.")
        assert (row.case_id, row.with_whom) == (sallys, "bob@example.net")
        wrote = Event.objects.filter(kind="wrote").latest("number")
        assert (wrote.case_id, wrote.data["answers"]) == (sallys, his.pk)
        page = bob.get(PAGE).content.decode()
        assert "On Tuesday." in page
        assert form not in page
        assert "On Tuesday." not in text(came_in(sallys).get(PAGE))

    def test_once_answered_it_is_not_asked_again_when_the_merge_is_undone(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, merged: int, handler: Person
    ) -> None:
        his, bob = Letter.objects.get(kind="question"), came_in(bobs)
        bob.post(f"{PAGE}questions/{his.pk}/", {"words": "On Tuesday."})
        undo_merge(sallys, merged, handler, stories.NOW)
        assert f'id="answer-{his.pk}-words"' not in bob.get(PAGE).content.decode()

    def test_he_answers_no_question_that_she_or_a_third_was_asked(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        carols = stories.an_open_case(handler, name="Carol Dean", email="carol@example.com")
        ask(carols, QUESTION, handler, stories.NOW)
        hers = replace(QUESTION, body=f"{QUESTION.body} And at what hour?")
        ask(sallys, hers, handler, stories.NOW)
        merge(carols, sallys, "The same van.", handler, stories.NOW, sure=True)
        bob = came_in(bobs)
        asked = set(Letter.objects.filter(kind="question").exclude(to="bob@example.net"))
        assert len(asked) == 2
        for letter in asked:
            response = bob.post(f"{PAGE}questions/{letter.pk}/", {"words": "On Tuesday."})
            assert response.status_code == 422
        assert not Evidence.objects.filter(text="On Tuesday.").exists()

    def test_an_answer_to_what_is_no_question_stands_in_the_form_below(
        self, came_in: Came, sallys: CaseId
    ) -> None:
        told = {"words": "It came on the Tuesday."}
        response = came_in(sallys).post(f"{PAGE}questions/9999/", told)
        assert response.status_code == 422
        assert "It came on the Tuesday." in text(response)
        assert "send it from here all the same" in text(response)

    def test_undone_each_is_as_it_was(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, merged: int, handler: Person
    ) -> None:
        undo_merge(sallys, merged, handler, stories.NOW)
        his = text(came_in(bobs).get(PAGE))
        assert "We are looking into it" in his
        assert "together with another complaint" not in his


def test_beside_his_and_with_his_in_another_of_her_own_she_reads_none_of_his_letters(
    came_in: Came, sallys: CaseId, bobs: CaseId, handler: Person
) -> None:
    """Her first case goes over into his, and his into her second."""
    first = stories.an_open_case(handler, text="The desk wobbles.")
    ask(bobs, QUESTION, handler, stories.NOW)
    asked = Letter.objects.get(case=bobs, kind="question")
    her, him = came_in(first), came_in(bobs)
    merge(first, bobs, "One van.", handler, stories.NOW, sure=True)
    merge(bobs, sallys, "One van.", handler, stories.NOW, sure=True)
    page = text(her.get(PAGE))
    assert "Dear Sally Hart" in page
    assert "Bob" not in page
    assert "A question to you" not in page
    answered = her.post(f"{PAGE}questions/{asked.pk}/", {"words": "I answer for him."})
    assert answered.status_code == 422
    assert "A question to you" in text(him.get(PAGE))


def test_nor_is_a_later_answer_to_him_taken_for_hers(handler: Person) -> None:
    """Hers was begun before he was answered, and left when both had come together."""
    first, second = stories.an_open_case(handler), stories.a_decided_case(handler)
    keep_draft(second, draft_reply(load.page(second), handler, stories.NOW), handler, stories.NOW)
    his = stories.an_answered_case(handler, name="Bob Mercer", email="bob@example.net")
    reopen(his, "He rang.", handler, stories.NOW)
    merge(first, his, "One van.", handler, stories.NOW, sure=True)
    merge(his, second, "One van.", handler, stories.NOW, sure=True)
    for each, price in zip(
        Case.objects.get(pk=second).allegations.all(), ("240.00", "80.00"), strict=True
    ):
        facts = {**each.facts, "price_paid": price, "covered_by_another": False}
        record_facts(second, each.pk, facts, handler, stories.NOW)
    decision = decide(second, handler, stories.NOW, "One van.").pk
    letter = draft_answer_too(load.page(his), handler, stories.NOW)
    answer_too(his, decision, letter, handler, stories.NOW)
    answer(
        second, decision, draft_reply(load.page(second), handler, stories.NOW),
        handler, stories.NOW,
    )  # fmt: skip
    answered = complained_too.answer_to(Case.objects.get(pk=first))
    assert answered is not None
    assert "Dear Sally Hart" in answered.body


class TestTheirOwnStays:
    """What somebody wrote stands on their own page, whatever became of the merge and address."""

    def merged(self, case: CaseId, into: CaseId, by: Person) -> int:
        return merge(case, into, "One van, one crash.", by, stories.NOW, sure=True).pk

    def test_what_he_wrote_meanwhile_once_the_merge_is_undone(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        row = self.merged(bobs, sallys, handler)
        wrote(bobs, "The driver was on the phone.")
        undo_merge(sallys, row, handler, stories.NOW)
        page = text(came_in(bobs).get(PAGE))
        assert "Bob's words." in page
        assert "on the phone" in page
        assert "Sally's words." not in page

    def test_what_he_wrote_into_the_case_where_that_of_another_went(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        carols = stories.an_open_case(handler, name="Carol Dean", email="carol@example.com")
        first = self.merged(bobs, sallys, handler)
        second = self.merged(sallys, carols, handler)
        wrote(bobs, "The driver was on the phone.")
        wrote(sallys, "He looked away.")
        undo_merge(carols, second, handler, stories.NOW)
        undo_merge(sallys, first, handler, stories.NOW)
        his, hers = text(came_in(bobs).get(PAGE)), text(came_in(sallys).get(PAGE))
        assert ("on the phone" in his, "looked away" in his) == (True, False)
        assert ("on the phone" in hers, "looked away" in hers) == (False, True)
        assert "on the phone" not in text(came_in(carols).get(PAGE))

    def test_his_words_under_an_address_that_was_corrected_since(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        self.merged(bobs, sallys, handler)
        wrote(bobs, "The driver was on the phone.")
        Customer.objects.filter(name="Bob Mercer").update(email="bob@example.org")
        assert "on the phone" in text(came_in(bobs).get(PAGE))

    def test_hers_where_that_of_another_came_in(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        self.merged(bobs, sallys, handler)
        wrote(sallys, "He looked away.")
        Customer.objects.filter(name="Sally Hart").update(email="sally@example.com")
        page = text(came_in(sallys).get(PAGE))
        assert "Sally's words." in page
        assert "He looked away." in page
        assert "Bob's words." not in page

    def test_the_files_that_came_with_her_complaint(
        self, came_in: Came, bobs: CaseId, handler: Person
    ) -> None:
        before = stories.NOW - stories.days(1)
        photo = File("crash.jpg", 3, "0" * 64)
        told = stories.a_complaint(received_at=before)
        case = file_complaint(Filed(told, Needs(), "", (photo,), "", ""), THEM, before)
        acknowledge(case, draft_acknowledgement(load.page(case), handler, before), handler, before)
        self.merged(bobs, case, handler)
        assert "crash.jpg" in text(came_in(case).get(PAGE))

    @pytest.mark.parametrize("later", [timedelta(), timedelta(seconds=2)])
    def test_the_files_that_came_with_it_where_the_clock_of_whoever_merged_was_behind(
        self, later: timedelta, came_in: Came, bobs: CaseId, handler: Person
    ) -> None:
        """Or it came at that very moment, and before that all the same."""
        at, photo = stories.NOW, File("crash.jpg", 3, "0" * 64)
        told = stories.a_complaint(received_at=at)
        case = file_complaint(Filed(told, Needs(), "", (photo,), "", ""), THEM, at)
        acknowledge(case, draft_acknowledgement(load.page(case), handler, at), handler, at)
        merge(bobs, case, "One van, one crash.", handler, at - later, sure=True)
        assert "crash.jpg" in text(came_in(case).get(PAGE))

    def test_and_nothing_that_he_wrote_since_where_the_clock_was_behind(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        self.merged(bobs, sallys, handler)
        before = stories.NOW - timedelta(seconds=2)
        tell(bobs, Told("The driver was on the phone.", (), None, ""), THEM, before)
        assert "on the phone" in text(came_in(bobs).get(PAGE))
        assert "on the phone" not in text(came_in(sallys).get(PAGE))

    def test_what_came_into_his_before_it_went_on_is_not_his(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        carols = stories.an_open_case(handler, name="Carol Dean", email="carol@example.com")
        wrote(carols, "Carol's words.")
        ask(carols, QUESTION, handler, stories.NOW)
        self.merged(carols, bobs, handler)
        wrote(carols, "And it rained.")
        self.merged(bobs, sallys, handler)
        page = text(came_in(bobs).get(PAGE))
        assert "Bob's words." in page
        for of_carol in ("Carol's words.", "it rained", "Carol Dean", "On which day did it come?"):
            assert of_carol not in page


@pytest.mark.parametrize(
    ("story", "told"), [(stories.a_received_case, False), (stories.an_open_case, True)]
)
def test_that_we_told_them_so_is_said_only_where_we_did_before_it_went_over(
    story: Callable[..., CaseId], told: bool, came_in: Came, sallys: CaseId, handler: Person
) -> None:
    bobs = story(handler, name="Bob Mercer", email="bob@example.net")
    merge(bobs, sallys, "One van, one crash.", handler, stories.NOW, sure=True)
    page = text(came_in(bobs).get(PAGE))
    assert "We look at it together with another complaint" in page
    assert ("We have told you so" in page) == told


class TestWhenItIsAnswered:
    """What stands on his page once the case that his went over into is answered."""

    @pytest.fixture(autouse=True)
    def decided(self, sallys: CaseId, bobs: CaseId, handler: Person) -> int:
        merge(bobs, sallys, "One van, one crash.", handler, stories.NOW, sure=True)
        allegation = stories.an_allegation(sallys, handler)
        stories.a_finding(sallys, allegation, handler)
        return decide(sallys, handler, stories.NOW).pk

    def answer_him(self, bobs: CaseId, decision: int, by: Person) -> None:
        letter = draft_answer_too(load.page(bobs), by, stories.NOW)
        answer_too(bobs, decision, letter, by, stories.NOW)

    def answer_her(self, sallys: CaseId, decision: int, by: Person) -> None:
        letter = draft_reply(load.page(sallys), by, stories.NOW)
        answer(sallys, decision, letter, by, stories.NOW)

    def test_he_reads_his_own_answer_and_that_it_was_given(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        his, hers = came_in(bobs), came_in(sallys)
        assert "We look at it together with another complaint" in text(his.get(PAGE))
        self.answer_him(bobs, decided, handler)
        page = text(his.get(PAGE))
        assert "We have answered you" in page
        assert "Dear Bob Mercer" in page
        assert "The shelves came nine days late" not in page
        assert "Sally" not in page
        assert "We are looking into it" in text(hers.get(PAGE))
        self.answer_her(sallys, decided, handler)
        page = text(hers.get(PAGE))
        assert "We have answered you" in page
        assert "Bob" not in page

    def test_it_is_closed_for_him_too_and_he_has_no_word_of_what_she_said(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        self.answer_him(bobs, decided, handler)
        self.answer_her(sallys, decided, handler)
        hear(sallys, True, "All is well with Sally.", handler, stories.NOW)
        close(sallys, "carrier_delay", "", "", handler, stories.NOW, still_to_keep=True)
        page = text(came_in(bobs).get(PAGE))
        assert "Your complaint is closed" in page
        assert "looking into it (done)" in page
        assert "Sally" not in page

    def test_he_says_that_he_accepts_it_which_says_nothing_for_her(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        self.answer_him(bobs, decided, handler)
        his = came_in(bobs)
        told = {"accepted": "yes", "words": "Thank you both."}
        assert his.post(f"{PAGE}outcome/", told).status_code == 303
        page = text(his.get(PAGE))
        assert "You have accepted our answer" in page
        assert "Thank you both." in page
        self.answer_her(sallys, decided, handler)
        hers = text(came_in(sallys).get(PAGE))
        assert "We have answered you" in hers
        assert "Thank you both." not in hers
        assert Case.objects.get(pk=sallys).state == "answered"

    @pytest.mark.parametrize("she_is_answered", [False, True])
    def test_he_contests_it_and_the_case_is_looked_at_anew(
        self,
        she_is_answered: bool,
        came_in: Came,
        sallys: CaseId,
        bobs: CaseId,
        decided: int,
        handler: Person,
    ) -> None:
        self.answer_him(bobs, decided, handler)
        if she_is_answered:
            self.answer_her(sallys, decided, handler)
        his = came_in(bobs)
        assert "What you say of our answer" in text(his.get(PAGE))
        told = {"accepted": "no", "words": "The desk was mine."}
        his.post(f"{PAGE}outcome/", told)
        assert Case.objects.get(pk=sallys).state == "investigating"
        assert "We are looking at it again" in text(his.get(PAGE))
        hers = text(came_in(sallys).get(PAGE))
        assert "The desk was mine." not in hers
        assert "accept" not in hers
        assert list(events.breaks()) == []

    def test_he_says_how_it_was_for_him_once_he_was_answered_until_it_is_closed(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        felt = {"distributive": "4", "distributive_words": "Fair enough."}
        his = came_in(bobs)
        his.post(f"{PAGE}fairness/", felt)
        assert not Satisfaction.objects.exists()
        self.answer_him(bobs, decided, handler)
        assert his.post(f"{PAGE}fairness/", felt).status_code == 303
        his.post(f"{PAGE}fairness/", felt | {"distributive": "5"})
        assert Satisfaction.objects.get().case_id == bobs
        self.answer_her(sallys, decided, handler)
        close(sallys, "carrier_delay", "", "", handler, stories.NOW, still_to_keep=True)
        his.post(f"{PAGE}fairness/", felt | {"distributive": "1"})
        assert Satisfaction.objects.get().distributive == 5

    def test_what_he_says_of_one_answer_is_over_with_the_next(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        self.answer_him(bobs, decided, handler)
        say_of_answer(bobs, False, "The desk was mine.", "", THEM, stories.NOW)
        later = stories.NOW + stories.days(1)
        again = decide(sallys, handler, later).pk
        letter = draft_answer_too(load.page(bobs), handler, later)
        answer_too(bobs, again, letter, handler, later)
        page = text(came_in(bobs).get(PAGE))
        assert "We have answered you" in page
        assert "The desk was mine." not in page

    def test_nobody_says_anything_of_an_answer_that_they_do_not_have(
        self, sallys: CaseId, bobs: CaseId, decided: int
    ) -> None:
        with pytest.raises(may.WrongState):
            say_of_answer(bobs, True, "", "", THEM, stories.NOW)

    def test_what_he_adds_to_an_answer_moves_it_no_more_than_what_she_does(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        self.answer_him(bobs, decided, handler)
        self.answer_her(sallys, decided, handler)
        for case in (sallys, bobs):
            wrote(case, "I have moved house.")
            assert Case.objects.get(pk=sallys).state == "answered"

    def test_closed_he_comes_back_by_writing_and_it_is_opened_again(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, decided: int, handler: Person
    ) -> None:
        self.answer_him(bobs, decided, handler)
        self.answer_her(sallys, decided, handler)
        close(sallys, "carrier_delay", "", "", handler, stories.NOW, still_to_keep=True)
        his = came_in(bobs)
        assert "Come back to us: your complaint is opened again" in text(his.get(PAGE))
        his.post(f"{PAGE}add/", {"words": "That is not so."})
        assert Case.objects.get(pk=sallys).state == "investigating"
        assert "We are looking at it again" in text(his.get(PAGE))

    def test_once_she_was_erased_he_reads_his_own_still_and_is_led_to_write_anew(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, decided: int,
        handler: Person, lead: Person, administrator: Person,
    ) -> None:  # fmt: skip
        self.answer_him(bobs, decided, handler)
        self.answer_her(sallys, decided, handler)
        stories.promises_kept(sallys, handler)
        close(sallys, "carrier_delay", "", "", handler, stories.NOW)
        hers = Case.objects.get(pk=sallys).customer_id
        row = erase.propose(hers, None, ErasureWhy.REQUEST, lead, stories.NOW)
        erase.approve(row.pk, administrator, stories.NOW)
        page = text(came_in(bobs).get(PAGE))
        assert "Your complaint is closed" in page
        assert "Dear Bob Mercer" in page
        assert "Come back to us" not in page
        assert "make a new complaint" in page
        assert "How was it for you" not in page

    def test_once_she_was_erased_a_colleague_gives_him_his_own_back_which_he_opens_again(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, decided: int,
        handler: Person, lead: Person, administrator: Person,
    ) -> None:  # fmt: skip
        self.answer_him(bobs, decided, handler)
        say_of_answer(bobs, True, "Thank you.", "", THEM, stories.NOW)
        self.answer_her(sallys, decided, handler)
        stories.promises_kept(sallys, handler)
        close(sallys, "carrier_delay", "", "", handler, stories.NOW)
        hers, his = (Case.objects.get(pk=each) for each in (sallys, bobs))
        erase.approve(
            erase.propose(hers.customer_id, None, ErasureWhy.REQUEST, lead, stories.NOW).pk,
            administrator, stories.NOW,
        )  # fmt: skip
        before = hers.events.count(), [*hers.clocks.values()]
        with pytest.raises(
            CaseErased, match=f"{his.reference} was merged into it, so undo that fi"
        ):
            wrote(bobs, "That is not so.")
        undo_merge(sallys, his.merges.get().pk, handler, stories.NOW)
        assert (hers.events.count(), [*hers.clocks.values()]) == before
        assert his.closings.values_list("cause", "resolved").get() == ("carrier_delay", True)
        assert not his.clocks.filter(kind="final_response", met_at=None).exists()
        assert Evidence.objects.get(text="Bob's words.").case_id == bobs
        client = came_in(bobs)
        page = text(client.get(PAGE))
        assert "Your complaint is settled" in page
        assert "Dear Bob Mercer" in page
        client.post(f"{PAGE}add/", {"words": "That is not so."})
        assert Case.objects.get(pk=bobs).state == "investigating"
        assert list(events.breaks()) == []

    @pytest.mark.parametrize("state", ["answered", "closed"])
    def test_where_he_was_forgotten_nothing_says_that_we_look_into_it_or_have_answered_him(
        self, state: str, came_in: Came, sallys: CaseId, bobs: CaseId
    ) -> None:
        """As it was before everybody had to be answered."""
        Case.objects.filter(pk=sallys).update(state=state)
        page = text(came_in(bobs).get(PAGE))
        assert "We have looked into it, and our letter to you is still to come" in page
        assert "looking into it (done)" in page
        assert "answered (done)" not in page
