"""Whose case went over into that of another reads their own answer, and says what they think."""

import pytest
from tests import stories
from tests.desk.reading import text
from tests.portal.conftest import Came, wrote

from upheld.core.erasing import ErasureWhy
from upheld.core.states import CaseErased
from upheld.core.words import CaseId
from upheld.steps import erase, may
from upheld.steps.answer import answer, draft_reply
from upheld.steps.answer_too import answer_too, draft_answer_too
from upheld.steps.close import close, hear
from upheld.steps.decide import decide
from upheld.steps.merge import merge, undo_merge
from upheld.steps.tell import say_of_answer
from upheld.store import load
from upheld.store.models import Case, Evidence, Person, Satisfaction
from upheld.store.record import events

PAGE = "/complain/case/"
THEM = may.Complainant()


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
