"""A machine whose clock is behind: of a case the last is what was written last, by its number."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import mail
from django.test import Client
from tests import stories
from tests.api.programs import Program, at, key_of
from tests.desk.reading import page_of, text
from tests.portal.conftest import Came
from tests.portal.conftest import came_in as came_in
from tests.steps.test_answer_too import BOB
from tests.steps.test_budgets import a_budget, left
from tests.stories import NOW, SHELVES_LATE

from upheld.core.event_kinds import EventKind
from upheld.core.references import reference
from upheld.core.words import CaseId
from upheld.jobs import outbox
from upheld.mcp.assistant import acting_for
from upheld.mcp.tools import Tools
from upheld.steps.answer import answer, draft_reply
from upheld.steps.answer_too import answer_too, draft_answer_too
from upheld.steps.close import hear, reopen
from upheld.steps.commit import promise, settle
from upheld.steps.decide import StaleDecision, decide
from upheld.steps.investigate import record_circumstances, record_facts
from upheld.steps.may import WrongState
from upheld.steps.merge import merge, undo_merge
from upheld.steps.prepare_parting import look_for_cause
from upheld.store import like_cases, load, parting_known
from upheld.store.counted import cases_counted
from upheld.store.merged import complained_too, their_part
from upheld.store.models import (
    Acceptance,
    Case,
    Commitment,
    Customer,
    Decision,
    Letter,
    Merge,
    Person,
)
from upheld.store.record.events import Act, append

BEHIND = NOW - timedelta(seconds=2)
OVERTAKEN = "What was found has changed since this decision"


@pytest.fixture
def decided_twice(handler: Person) -> CaseId:
    """£12.50 is owed by one machine; on another the facts are mended, and it is £40."""
    case = stories.a_decided_case(handler)
    allegation = Case.objects.get(pk=case).allegations.get().pk
    record_facts(case, allegation, {**SHELVES_LATE, "delivery_paid": "40.00"}, handler, BEHIND)
    row = decide(case, handler, BEHIND, "The receipt says so.")
    assert (row.owed, row.at) == (Decimal(40), BEHIND)
    return case


def answered(case: CaseId, by: Person) -> None:
    letter = draft_reply(load.page(case), by, NOW)
    answer(case, stories.the_decision(case), letter, by, NOW)


class TestDecidedLast:
    def test_is_the_decision_that_the_reply_is_drafted_of(
        self, decided_twice: CaseId, handler: Person
    ) -> None:
        body = draft_reply(load.page(decided_twice), handler, NOW).body
        assert "£40.00" in body
        assert "£12.50" not in body

    def test_is_the_decision_that_may_be_answered(
        self, decided_twice: CaseId, handler: Person
    ) -> None:
        letter = draft_reply(load.page(decided_twice), handler, NOW)
        first, second = Decision.objects.order_by("pk").values_list("pk", flat=True)
        with pytest.raises(StaleDecision):
            answer(decided_twice, first, letter, handler, NOW)
        answer(decided_twice, second, letter, handler, NOW)
        assert Letter.objects.get(case=decided_twice, kind="final").decision_id == second

    def test_is_what_leaves_and_is_promised(self, decided_twice: CaseId, handler: Person) -> None:
        answered(decided_twice, handler)
        outbox.sweep(NOW)
        assert "£40.00" in str(mail.outbox[-1].body)
        made = Commitment.objects.filter(case=decided_twice, state="open").order_by("pk")
        assert made[0].words == "Refund of £40.00, by 7 November 2026."

    @time_machine.travel(NOW, tick=False)
    def test_is_told_by_the_api_the_desk_the_portal_and_an_assistant(
        self, decided_twice: CaseId, handler: Person, came_in: Came
    ) -> None:
        program, desk = Program(key_of(handler)), Client()
        told = program.get(at(decided_twice)).json()["decisions"]
        assert [each["owed"]["amount"] for each in told] == ["40.00", "12.50"]
        desk.force_login(handler)
        page = text(desk.get(page_of(decided_twice)))
        assert "£40.00" in page
        assert OVERTAKEN not in page
        tools = Tools(lambda: acting_for(handler.email), lambda: NOW)
        assert tools.what_may_be_offered(reference(decided_twice)).owed_in_all == "£40.00"
        answered(decided_twice, handler)
        theirs = text(came_in(decided_twice).get("/complain/case/"))
        assert "£40.00" in theirs
        assert "£12.50" not in theirs

    def test_counts_in_figures_and_as_a_like_case(self, decided_twice: CaseId) -> None:
        (row,) = cases_counted.latest_decisions(Case.objects.all())
        assert row.owed == 40
        (before,) = like_cases.before(0, row.like_facts)
        assert before.decision == row.pk

    def test_counts_in_the_budget(self, handler: Person) -> None:
        budget = a_budget("100", handler)
        case = stories.a_decided_case(handler)
        decide(case, handler, BEHIND)
        answered(case, handler)
        counted = Decision.objects.get(case=case, budget_on__isnull=False)
        assert counted.pk == stories.the_decision(case)
        assert Letter.objects.get(case=case, kind="final").decision == counted
        assert left(budget) == 75


class TestWhatWasFoundSince:
    @pytest.mark.parametrize("when", [NOW, BEHIND])
    @time_machine.travel(NOW, tick=False)
    def test_says_on_the_page_that_it_is_to_be_decided_again(
        self, handler: Person, when: object
    ) -> None:
        case, desk = stories.a_decided_case(handler), Client()
        desk.force_login(handler)
        assert OVERTAKEN not in text(desk.get(page_of(case)))
        record_circumstances(case, {"explained_before": True}, handler, BEHIND)
        assert OVERTAKEN in text(desk.get(page_of(case)))


class TestWhatTheySaidLast:
    def test_of_our_answer_stands_though_their_clock_is_behind(self, handler: Person) -> None:
        case = stories.an_answered_case(handler)
        hear(case, True, "Thank you.", handler, BEHIND)
        assert load.accepted(Case.objects.get(pk=case)) is True
        (said,) = Acceptance.objects.all()
        assert load.said(load.page(case)) == load.said(Case.objects.get(pk=case)) == said

    def test_of_an_answer_before_is_over_though_the_next_seems_to_be_earlier(
        self, handler: Person
    ) -> None:
        case = stories.an_answered_case(handler)
        hear(case, False, "It was ten days.", handler, NOW)
        decide(case, handler, BEHIND)
        letter = draft_reply(load.page(case), handler, BEHIND)
        answer(case, stories.the_decision(case), letter, handler, BEHIND)
        assert load.accepted(Case.objects.get(pk=case)) is None
        assert load.said(load.page(case)) is None

    @time_machine.travel(NOW, tick=False)
    def test_is_told_last_by_the_api(self, handler: Person) -> None:
        case = stories.an_answered_case(handler)
        hear(case, True, "Thank you.", handler, NOW)
        hear(case, False, "No, it was ten days.", handler, BEHIND)
        told = Program(key_of(handler)).get(at(case)).json()["acceptances"]
        assert [each["accepted"] for each in told] == [True, False]
        assert load.accepted(Case.objects.get(pk=case)) is False


def test_a_promise_by_hand_is_of_the_decision_that_was_made_last_by_then(handler: Person) -> None:
    case = stories.a_decided_case(handler)
    promise(
        case, "We ring on Friday about the refund of £12.50.", date(2026, 11, 6), handler, BEHIND
    )
    row = Commitment.objects.get(case=case)
    settle(case, row.pk, True, "bank transfer 4711", handler, BEHIND)
    of = their_part.together(load.page(case))
    assert [str(each.amount) for each in their_part.given_before(of)] == ["12.50"]


class TestWhatWasPromised:
    """Before anybody is parted from, what is owed to them is settled."""

    @pytest.fixture
    def case(self, handler: Person) -> CaseId:
        return stories.an_answered_case(handler)

    def owed(self) -> list[str]:
        return list(parting_known.known(Customer.objects.get(), NOW).owed)

    def test_is_paid_where_the_clock_of_whoever_paid_was_behind(
        self, case: CaseId, handler: Person
    ) -> None:
        stories.promises_kept(case, handler, BEHIND)
        assert self.owed() == []

    def test_is_not_paid_by_what_was_paid_before_it_was_decided_anew(
        self, case: CaseId, handler: Person
    ) -> None:
        stories.promises_kept(case, handler)
        reopen(case, "The carrier wrote.", handler, NOW)
        decide(case, handler, BEHIND)
        Case.objects.update(state="answered")
        assert self.owed() == [f"{reference(case)}: nothing shows that £12.50 was paid or done."]

    def test_is_made_good_where_the_clock_of_whoever_did_was_behind(
        self, case: CaseId, handler: Person
    ) -> None:
        broken = Commitment.objects.earliest("pk")
        settle(case, broken.pk, False, "The bank sent it back.", handler, NOW)
        assert "promised and broken" in "".join(self.owed())
        promise(case, "We ring on Friday.", date(2026, 11, 6), handler, NOW)
        stories.promises_kept(case, handler, BEHIND)
        assert self.owed() == []


@time_machine.travel(NOW, tick=False)
def test_what_was_found_of_our_own_making_is_told_to_the_program_that_wrote_it(
    lead: Person,
) -> None:
    case = Case.objects.get(pk=stories.a_closed_case(lead))
    look_for_cause(case.customer_id, "", "Nothing of ours.", lead, NOW + timedelta(seconds=2))
    told = Program(key_of(lead)).post(
        f"/customers/{case.customer_id}/cause-looks", {"cause": "", "found": "The bill was right."}
    )
    assert told.json()["found"] == "The bill was right."


class TestWhoComplainedToo:
    """Bob beside Sally, in whose case it is decided."""

    @pytest.fixture
    def bobs(self, handler: Person) -> CaseId:
        sallys, bobs = stories.an_investigated_case(handler), stories.an_open_case(handler, **BOB)
        merge(bobs, sallys, "One van, one crash.", handler, NOW, sure=True)
        answer_too(
            bobs,
            decide(sallys, handler, NOW).pk,
            draft_answer_too(load.page(bobs), handler, NOW),
            handler,
            NOW,
        )
        answered(sallys, handler)
        return bobs

    def test_spoke_last_though_the_clock_was_behind(self, bobs: CaseId, handler: Person) -> None:
        hear(bobs, True, "Thank you.", handler, BEHIND)
        said = complained_too.standing(Case.objects.get(pk=bobs)).said
        assert said == Acceptance.objects.get(case=bobs)

    def test_has_no_answer_to_what_was_decided_since(self, bobs: CaseId, handler: Person) -> None:
        sallys = Case.objects.exclude(pk=bobs).get()
        reopen(CaseId(sallys.pk), "The carrier wrote.", handler, BEHIND)
        decide(CaseId(sallys.pk), handler, BEHIND)
        assert complained_too.standing(Case.objects.get(pk=bobs)).answer is None


class TestWhatWasAnsweredAsOne:
    """Whether an answer left since a merge, though its moment is before that, or the same."""

    def offered(self, handler: Person) -> bool:
        """The undoing on the page."""
        row, desk = Merge.objects.get(), Client()
        with time_machine.travel(NOW, tick=False):
            desk.force_login(handler)
            page = text(desk.get(page_of(CaseId(row.into_id))))
        return f"Undo the merge of {row.case.reference}" in page

    def test_is_not_taken_apart_though_the_clock_of_whoever_answered_was_behind(
        self, handler: Person
    ) -> None:
        sallys, bobs = stories.an_investigated_case(handler), stories.an_open_case(handler, **BOB)
        row = merge(bobs, sallys, "One van, one crash.", handler, NOW, sure=True)
        decision = decide(sallys, handler, BEHIND).pk
        letter = draft_answer_too(load.page(bobs), handler, BEHIND)
        answer_too(bobs, decision, letter, handler, BEHIND)
        letter = draft_reply(load.page(sallys), handler, BEHIND)
        answer(sallys, decision, letter, handler, BEHIND)
        reopen(sallys, "The carrier wrote.", handler, BEHIND)
        assert not self.offered(handler)
        with pytest.raises(WrongState, match="was answered with what came into it"):
            undo_merge(sallys, row.pk, handler, BEHIND)

    @pytest.fixture
    def came_after(self, handler: Person) -> Merge:
        """Bob's case came into Sally's at the moment at which she was answered, and after that."""
        sallys = stories.a_decided_case(handler)
        answered(sallys, handler)
        reopen(sallys, "The carrier wrote.", handler, NOW)
        bobs = stories.an_open_case(handler, **BOB)
        return merge(bobs, sallys, "One van, one crash.", handler, NOW, sure=True)

    def test_is_not_what_was_answered_at_the_same_moment_before_the_other_came_in(
        self, came_after: Merge, handler: Person
    ) -> None:
        assert self.offered(handler)
        undo_merge(CaseId(came_after.into_id), came_after.pk, handler, NOW)
        came_after.case.refresh_from_db()
        assert came_after.case.merged_into_id is None

    def test_is_known_on_the_page_though_more_was_done_since_than_stands_there(
        self, came_after: Merge, handler: Person
    ) -> None:
        note_often(came_after.into, 70)
        assert self.offered(handler)
        case = CaseId(came_after.into_id)
        decision = decide(case, handler, NOW).pk
        letter = draft_answer_too(load.page(CaseId(came_after.case_id)), handler, NOW)
        answer_too(CaseId(came_after.case_id), decision, letter, handler, NOW)
        note_often(came_after.into, 70)
        assert not self.offered(handler)


def note_often(case: Case, times: int) -> None:
    acts = [Act(case.pk, EventKind.ASSIGNED, "Alice", NOW, {"person": 0})] * times
    append(*acts)
