"""An idea is taken up or not, with a reason, and whoever had it hears of it where they asked to."""

import pytest
from tests.steps.changing import LATE, LATER, MADE, a_parting, given
from tests.stories import NOW, a_closed_case

from upheld.core.changes import (
    ChangeError,
    IdeaState,
)
from upheld.core.event_kinds import EventKind
from upheld.core.states import CaseErased
from upheld.core.words import LetterKind
from upheld.steps import may
from upheld.steps.feedback import offer_idea
from upheld.steps.keep_changes import record_change
from upheld.steps.keep_root_causes import (
    open_root_cause,
)
from upheld.steps.letters import LetterBlocked
from upheld.steps.look_at_ideas import look_at_idea, tell_idea
from upheld.store import models as rows


class TestIdeas:
    @pytest.fixture
    def idea(self, lead: rows.Person) -> int:
        case = a_closed_case(lead)
        offer_idea(case, "Use two carriers.", True, "mark", may.Complainant(), NOW)
        return rows.Idea.objects.get().pk

    def test_one_is_taken_up_and_they_hear_of_it_once(self, idea: int, lead: rows.Person) -> None:
        number = open_root_cause("One carrier for all", lead.pk, [LATE], lead, NOW)
        change = record_change(number, given(), lead.pk, lead, MADE)
        look_at_idea(idea, IdeaState.CONSIDERED, None, "", lead, NOW)
        with pytest.raises(ChangeError, match="nothing has become of it yet"):
            tell_idea(idea, lead, NOW)
        look_at_idea(idea, IdeaState.TAKEN_UP, change, "", lead, MADE)
        tell_idea(idea, lead, MADE)
        letter = rows.Letter.objects.get(kind=LetterKind.IDEA)
        assert "Use two carriers" in letter.body
        assert "We have taken it up. We send large pieces with a second carrier now." in letter.body
        with pytest.raises(ChangeError, match="told already"):
            tell_idea(idea, lead, LATER)

    def test_one_that_is_not_taken_up_has_a_reason(self, idea: int, handler: rows.Person) -> None:
        with pytest.raises(ChangeError, match="say why"):
            look_at_idea(idea, IdeaState.NOT_TAKEN_UP, None, " ", handler, NOW)
        with pytest.raises(ChangeError, match="name the change"):
            look_at_idea(idea, IdeaState.TAKEN_UP, None, "", handler, NOW)
        because = "A second carrier would make each order dearer for everybody."
        look_at_idea(idea, IdeaState.NOT_TAKEN_UP, None, because, handler, NOW)
        tell_idea(idea, handler, NOW)
        assert because in rows.Letter.objects.get(kind=LetterKind.IDEA).body

    def test_a_letter_that_a_check_holds_back_is_recorded_and_nobody_is_told(
        self, idea: int, handler: rows.Person
    ) -> None:
        look_at_idea(idea, IdeaState.NOT_TAKEN_UP, None, "[REASON]", handler, NOW)
        with pytest.raises(LetterBlocked, match="placeholder_left"):
            tell_idea(idea, handler, NOW)
        assert rows.Event.objects.filter(kind=EventKind.LETTER_BLOCKED).count() == 1
        assert not rows.Letter.objects.filter(kind=LetterKind.IDEA).exists()

    def test_whoever_did_not_ask_to_hear_gets_no_letter(
        self, idea: int, handler: rows.Person
    ) -> None:
        rows.Idea.objects.update(may_tell=False)
        look_at_idea(idea, IdeaState.NOT_TAKEN_UP, None, "Too dear.", handler, NOW)
        with pytest.raises(ChangeError, match="did not ask to hear"):
            tell_idea(idea, handler, NOW)

    def test_nobody_hears_with_whom_we_parted_or_whose_words_were_erased(
        self, idea: int, handler: rows.Person
    ) -> None:
        look_at_idea(idea, IdeaState.NOT_TAKEN_UP, None, "Too dear.", handler, NOW)
        a_parting(rows.Case.objects.get(), "parted")
        with pytest.raises(ChangeError, match="we have parted"):
            tell_idea(idea, handler, NOW)
        rows.Case.objects.update(erased_at=NOW)
        with pytest.raises(CaseErased, match="was erased"):
            tell_idea(idea, handler, NOW)
