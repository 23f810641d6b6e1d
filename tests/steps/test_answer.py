"""Answer: approved where it must be, checked before it leaves, and the draft never lost."""

from dataclasses import replace

import pytest
from tests.steps.acts import ACKNOWLEDGEMENT, QUESTION
from tests.steps.test_decide import a_dear_case
from tests.stories import NOW, a_decided_case, an_allegation, days, the_decision

from upheld.core import reply
from upheld.core.words import AllegationKind, CaseId, CaseState, LetterKind
from upheld.steps.answer import NotReady, answer, ask, draft_reply, keep_draft
from upheld.steps.decide import StaleDecision, approve, decide
from upheld.steps.letters import LetterBlocked, problems_of
from upheld.steps.may import WrongState
from upheld.store import load
from upheld.store.models import Case, Letter, Person


@pytest.fixture
def decided(handler: Person) -> CaseId:
    return a_decided_case(handler)


@pytest.fixture
def asking(open_case: CaseId, handler: Person) -> CaseId:
    """Decided, and a question to the customer is open."""
    an_allegation(open_case, handler, kind=AllegationKind.FAULTY, facts={})
    decide(open_case, handler, NOW)
    return open_case


def finals(case: CaseId) -> list[str]:
    return list(Letter.objects.filter(case=case, kind="final").values_list("state", flat=True))


def test_the_answer_leaves_and_meets_its_clocks(decided: CaseId, handler: Person) -> None:
    letter = draft_reply(load.page(decided), handler, NOW)
    answer(decided, the_decision(decided), letter, handler, NOW)
    case = Case.objects.get(pk=decided)
    assert case.state == CaseState.ANSWERED
    assert case.next_due == case.commitments.earliest("due").due
    assert all(clock.met_at == NOW for clock in case.clocks.all())
    assert finals(decided) == ["queued"]


def test_a_letter_that_hides_the_fault_stays_here(decided: CaseId, handler: Person) -> None:
    letter = replace(
        draft_reply(load.page(decided), handler, NOW), body="You get £12.50 as a gesture."
    )
    with pytest.raises(LetterBlocked) as blocked:
        answer(decided, the_decision(decided), letter, handler, NOW)
    assert [problem.code for problem in blocked.value.problems] == ["no_admission"]
    assert finals(decided) == []
    assert Case.objects.get(pk=decided).state == CaseState.DECIDED


def test_the_days_of_the_answer_are_days_there(handler: Person) -> None:
    summer = NOW.replace(month=7, day=1, hour=23, minute=30)  # 2 July in London
    case = a_decided_case(handler, now=summer)
    assert "by 7 July 2026" in draft_reply(load.page(case), handler, summer).body


class TestAnAnswerLeavesAsAnAnswerOnly:
    """Sent as another kind it would pass by its checks and its approval."""

    def test_not_as_a_question(self, handler: Person) -> None:
        case = a_dear_case(handler, "900.00")
        with pytest.raises(LetterBlocked, match="wrong_kind"):
            ask(case, draft_reply(load.page(case), handler, NOW), handler, NOW)
        assert finals(case) == []

    @pytest.mark.parametrize("other", [QUESTION, ACKNOWLEDGEMENT], ids=lambda each: each.kind)
    def test_nothing_else_as_an_answer(
        self, other: reply.Letter, decided: CaseId, handler: Person
    ) -> None:
        with pytest.raises(LetterBlocked, match="wrong_kind"):
            answer(decided, the_decision(decided), other, handler, NOW)


class TestAuthority:
    def test_a_second_person_comes_first(self, handler: Person, lead: Person) -> None:
        case = a_dear_case(handler, "900.00")
        letter = draft_reply(load.page(case), handler, NOW)
        for by in (handler, lead):
            with pytest.raises(NotReady, match="approval of a colleague who did not make it first"):
                answer(case, the_decision(case), letter, by, NOW)
        approve(case, the_decision(case), lead, NOW)
        answer(case, the_decision(case), letter, handler, NOW)
        assert finals(case) == ["queued"]

    def test_what_only_a_lead_may_let_out(self, handler: Person, lead: Person) -> None:
        case = a_dear_case(handler, "1900.00")
        letter = draft_reply(load.page(case), handler, NOW)
        with pytest.raises(NotReady, match="needs the approval of a lead"):
            answer(case, the_decision(case), letter, handler, NOW)
        approve(case, the_decision(case), lead, NOW)
        answer(case, the_decision(case), letter, handler, NOW)

    def test_an_approval_ends_with_the_decision_it_was_given_to(
        self, handler: Person, lead: Person
    ) -> None:
        case = a_dear_case(handler, "900.00")
        letter = draft_reply(load.page(case), handler, NOW)
        approve(case, the_decision(case), lead, NOW)
        decide(case, handler, NOW)
        with pytest.raises(NotReady):
            answer(case, the_decision(case), letter, handler, NOW)


class TestTheDecisionThatWasRead:
    def test_is_the_one_that_is_answered(self, decided: CaseId, handler: Person) -> None:
        letter = draft_reply(load.page(decided), handler, NOW)
        read = the_decision(decided)
        again = decide(decided, handler, NOW + days(1))
        with pytest.raises(StaleDecision, match="look at the new decision") as stale:
            answer(decided, read, letter, handler, NOW + days(1))
        assert stale.value.latest == again.pk
        assert finals(decided) == []

    def test_is_named(self, decided: CaseId, handler: Person) -> None:
        letter = draft_reply(load.page(decided), handler, NOW)
        with pytest.raises(StaleDecision):
            answer(decided, None, letter, handler, NOW)


class TestAQuestion:
    def test_is_drafted_while_facts_are_missing(self, asking: CaseId, handler: Person) -> None:
        assert draft_reply(load.page(asking), handler, NOW).kind is LetterKind.QUESTION

    def test_leaves_and_no_clock_stops(self, asking: CaseId, handler: Person) -> None:
        clocks = list(Case.objects.get(pk=asking).clocks.values())
        ask(asking, draft_reply(load.page(asking), handler, NOW), handler, NOW)
        case = Case.objects.get(pk=asking)
        assert case.state == CaseState.INVESTIGATING
        assert list(case.clocks.values()) == clocks

    def test_that_asks_nothing_stays_here(self, asking: CaseId, handler: Person) -> None:
        letter = replace(draft_reply(load.page(asking), handler, NOW), body="Tell us more.")
        with pytest.raises(LetterBlocked, match="no_question"):
            ask(asking, letter, handler, NOW)

    def test_is_not_an_answer(self, asking: CaseId, handler: Person) -> None:
        letter = draft_reply(load.page(asking), handler, NOW)
        with pytest.raises(WrongState):
            answer(asking, the_decision(asking), letter, handler, NOW)


class TestADraft:
    def test_is_kept_unchecked_and_takes_the_place_of_the_last(
        self, decided: CaseId, handler: Person
    ) -> None:
        letter = draft_reply(load.page(decided), handler, NOW)
        for body in ("You people!", "You clearly."):
            keep_draft(decided, replace(letter, body=body), handler, NOW)
        assert [(d.state, d.body) for d in Letter.objects.filter(kind="final")] == [
            ("draft", "You clearly.")
        ]

    def test_becomes_the_letter_that_leaves(self, decided: CaseId, handler: Person) -> None:
        letter = draft_reply(load.page(decided), handler, NOW)
        keep_draft(decided, replace(letter, body="So far"), handler, NOW)
        answer(decided, the_decision(decided), letter, handler, NOW)
        assert [(d.state, d.body) for d in Letter.objects.filter(kind="final")] == [
            ("queued", letter.body)
        ]

    def test_of_a_letter_that_has_its_time_only(self, decided: CaseId, handler: Person) -> None:
        with pytest.raises(WrongState, match="cannot acknowledge a case that is decided"):
            keep_draft(decided, ACKNOWLEDGEMENT, handler, NOW)


def test_no_answer_is_drafted_before_a_decision(open_case: CaseId, handler: Person) -> None:
    with pytest.raises(NotReady, match="decide the case first"):
        draft_reply(load.page(open_case), handler, NOW)


def test_a_question_promises_what_the_case_was_answered_with_and_no_more(
    decided: CaseId, handler: Person
) -> None:
    """Else money left beside every limit, and where to send what was given could not be asked."""
    body = "To which account shall we send the £12.50?"
    letter = reply.Letter(LetterKind.QUESTION, "Where to", body)
    with pytest.raises(LetterBlocked, match="amount_differs"):  # decided, and not yet answered
        ask(decided, letter, handler, NOW)
    final = draft_reply(load.page(decided), handler, NOW)
    answer(decided, the_decision(decided), final, handler, NOW)
    case = load.case(decided)
    assert problems_of(letter, None, case, NOW) == ()
    dearer = replace(letter, body=body.replace("12.50", "5,000"))
    assert [each.code for each in problems_of(dearer, None, case, NOW)] == ["amount_differs"]


def test_a_question_need_not_wait_for_a_decision(open_case: CaseId, handler: Person) -> None:
    ask(open_case, QUESTION, handler, NOW)
    (letter,) = Letter.objects.filter(kind="question")
    assert (letter.state, letter.decision) == ("queued", None)
