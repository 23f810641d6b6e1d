"""Hold too: of two who complained of one matter each hears in a letter of their own why there is no
answer yet, where one is due to them, with what the rule wants in it and nothing of another's."""

from datetime import datetime

import pytest
from tests import stories
from tests.steps.test_answer_too import BOB
from tests.steps.test_other_letters import under
from tests.stories import NOW, days

from upheld.core.event_kinds import EventKind
from upheld.core.reply import Letter
from upheld.core.words import CaseId, LetterKind
from upheld.steps import may
from upheld.steps.acknowledge import acknowledge, draft_acknowledgement
from upheld.steps.answer import NotReady
from upheld.steps.answer_too import answer_too, draft_answer_too
from upheld.steps.decide import decide
from upheld.steps.hold import draft_holding, hold
from upheld.steps.hold_too import draft_holding_too, hold_too
from upheld.steps.letters import LetterBlocked
from upheld.steps.merge import merge, undo_merge
from upheld.steps.offers import offers
from upheld.steps.receive import receive
from upheld.store import load
from upheld.store.merged import complained_too
from upheld.store.models import Case, Clock, Merge, Person
from upheld.store.models import Letter as LetterRow
from upheld.store.policies import Rules
from upheld.store.record import events

LATE = NOW + days(52)
OMBUDSMAN = "You may now refer your complaint to the Financial Ombudsman Service"


@pytest.fixture
def sallys(handler: Person) -> CaseId:
    case = under("uk-fca-disp", handler)
    stories.an_allegation(case, handler, statement="Her bureau came late.")
    return case


@pytest.fixture
def bobs(sallys: CaseId, handler: Person) -> CaseId:
    return bobs_in(sallys, handler)


def bobs_in(sallys: CaseId, handler: Person) -> CaseId:
    told = stories.a_complaint(**BOB)
    bobs = receive(told, handler, NOW, Rules("uk-fca-disp"))
    acknowledge(bobs, draft_acknowledgement(load.page(bobs), handler, NOW), handler, NOW)
    facts = {**stories.SHELVES_LATE, "delivery_paid": "30.00"}
    stories.an_allegation(bobs, handler, statement="His commode came late.", facts=facts)
    merge(bobs, sallys, "One van.", handler, NOW, sure=True)
    return bobs


def held_too(bobs: CaseId, by: Person) -> LetterRow:
    hold_too(bobs, draft_holding_too(load.page(bobs), by, LATE), by, LATE)
    return LetterRow.objects.get(case=bobs, kind="holding")


def met(case: CaseId) -> set[str]:
    found = Clock.objects.filter(case=case, met_at=LATE)
    return set(found.values_list("obligation", flat=True))


class TestTheirLetter:
    def test_is_drafted_to_them_with_what_the_rule_wants_and_nothing_of_the_others(
        self, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        his = draft_holding_too(load.page(bobs), handler, LATE)
        assert his.body.startswith("Dear Bob Mercer")
        assert f"UP-{bobs:06d}" in his.subject
        assert OMBUDSMAN in his.body
        assert "His commode came late" in his.body
        assert "bureau" not in his.body
        assert "commode" not in draft_holding(load.page(sallys), handler, LATE).body

    def test_leaves_to_them_in_their_own_case_and_meets_their_own_clocks(
        self, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        sent = held_too(bobs, handler)
        assert (sent.to, sent.state) == ("bob@example.net", "queued")
        assert (met(bobs), met(sallys)) == ({"fca-holding", "fca-final"}, set())
        assert Case.objects.get(pk=bobs).state == "closed"
        assert Case.objects.get(pk=sallys).state == "investigating"
        assert sent in complained_too.letters_to(Case.objects.get(pk=bobs))
        assert sent not in complained_too.letters_to(Case.objects.get(pk=sallys))
        assert list(events.breaks()) == []

    def test_is_checked_as_any_letter_to_them(self, bobs: CaseId, handler: Person) -> None:
        drafted = draft_holding_too(load.page(bobs), handler, LATE)
        wrong = Letter(drafted.kind, drafted.subject, f"{drafted.body}\n\nSally Hart saw it.")
        with pytest.raises(LetterBlocked):
            hold_too(bobs, wrong, handler, LATE)
        bare = Letter(drafted.kind, drafted.subject, drafted.body.split("You may now")[0])
        with pytest.raises(LetterBlocked, match="missing_content: outside_body"):
            hold_too(bobs, bare, handler, LATE)

    def test_says_that_the_answer_is_written_where_the_matter_is_decided(
        self, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        for row in Case.objects.get(pk=sallys).allegations.all():
            stories.a_finding(sallys, row.pk, handler)
        decide(sallys, handler, NOW)
        told = draft_holding_too(load.page(bobs), handler, LATE).body
        assert "our answer to you is being written" in told


class TestWhenItMayLeave:
    def test_by_nobody_who_may_only_look(
        self, bobs: CaseId, handler: Person, auditor: Person
    ) -> None:
        letter = draft_holding_too(load.page(bobs), handler, LATE)
        with pytest.raises(may.NotAllowed):
            hold_too(bobs, letter, auditor, LATE)

    def test_not_in_a_case_of_its_own(self, sallys: CaseId, bobs: CaseId, handler: Person) -> None:
        letter = draft_holding_too(load.page(bobs), handler, LATE)
        undo_merge(sallys, Merge.objects.get().pk, handler, NOW)
        with pytest.raises((NotReady, may.WrongState)):
            hold_too(bobs, letter, handler, LATE)

    def test_not_once_they_have_their_answer(
        self, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        letter = draft_holding_too(load.page(bobs), handler, LATE)
        for row in Case.objects.get(pk=sallys).allegations.all():
            stories.a_finding(sallys, row.pk, handler)
        decision = decide(sallys, handler, NOW).pk
        answer_too(bobs, decision, draft_answer_too(load.page(bobs), handler, NOW), handler, NOW)
        with pytest.raises(NotReady, match="They have been answered"):
            hold_too(bobs, letter, handler, LATE)
        assert "holding" not in {each.kind for each in offers(load.page(bobs), handler, LATE)}
        hold(sallys, draft_holding(load.page(sallys), handler, LATE), handler, LATE)

    @pytest.mark.parametrize(("at", "due"), [(NOW, False), (LATE, True)])
    def test_it_is_offered_in_their_case_and_due_there_by_their_own_clock(
        self, at: datetime, due: bool, bobs: CaseId, handler: Person
    ) -> None:
        (offer,) = [
            each for each in offers(load.page(bobs), handler, at) if each.kind is LetterKind.HOLDING
        ]
        assert (offer.due, offer.not_now) == (due, "")


class TestNobodyIsForgotten:
    """With the letter of the case its clocks are met, and nothing would tell of theirs any more."""

    def test_the_letter_of_the_case_leaves_once_everybody_else_has_theirs(
        self, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        letter = draft_holding(load.page(sallys), handler, LATE)
        told = rf"Bob Mercer \(UP-{bobs:06d}\) complained of it too and a holding letter is due"
        with pytest.raises(NotReady, match=told):
            hold(sallys, letter, handler, LATE)
        (offer,) = [
            each
            for each in offers(load.page(sallys), handler, LATE)
            if each.kind is LetterKind.HOLDING
        ]
        assert "Bob Mercer" in offer.not_now
        held_too(bobs, handler)
        hold(sallys, letter, handler, LATE)
        assert met(sallys) == {"fca-holding", "fca-final"}

    def test_one_that_meets_no_clock_waits_for_nobody(
        self, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        early = NOW + days(10)
        hold(sallys, draft_holding(load.page(sallys), handler, early), handler, early)

    def test_of_several_cases_of_one_customer_one_letter_meets_the_clocks(
        self, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        again = bobs_in(sallys, handler)
        held_too(again, handler)
        assert met(bobs) == met(again) == {"fca-holding", "fca-final"}
        hold(sallys, draft_holding(load.page(sallys), handler, LATE), handler, LATE)

    def test_whoever_says_that_theirs_is_not_from_them_is_waited_for_by_nobody(
        self, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        Case.objects.filter(pk=bobs).update(known_to_be_theirs=False)
        events.append(events.Act(bobs, EventKind.DISOWNED, "the complainant", NOW, {}))
        hold(sallys, draft_holding(load.page(sallys), handler, LATE), handler, LATE)
