"""Commit: what a letter promises is kept track of until a person says what came of it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.stories import (
    NOW,
    a_closed_case,
    a_decided_case,
    an_answered_case,
    an_open_case,
    days,
    promises_kept,
    the_decision,
)

from upheld.core.lessons import ClosingError
from upheld.core.money import Money
from upheld.core.obligations import KEEP
from upheld.core.promises.commitments import CommitmentError
from upheld.core.words import CaseId, Role
from upheld.steps import may
from upheld.steps.close import close
from upheld.steps.commit import promise, settle
from upheld.steps.decide import approve
from upheld.steps.deviate import Wanted, deviate
from upheld.steps.merge import merge, undo_merge
from upheld.steps.set_limit import set_limit
from upheld.store import beside, gifts, load
from upheld.store.merged import their_part
from upheld.store.models import Case, Commitment, Decision, Event, Person
from upheld.store.record import events


@pytest.fixture
def answered(handler: Person) -> CaseId:
    return an_answered_case(handler)


def refund() -> Commitment:
    return Commitment.objects.get(words__startswith="Refund of £12.50")


def test_an_answer_that_leaves_commits_us_to_what_it_says(answered: CaseId) -> None:
    row = refund()
    assert (row.case_id, row.state, row.due_on) == (answered, "open", date(2026, 11, 7))
    assert row.due == datetime(2026, 11, 7, 23, 59, 59, 999999, UTC)
    assert row.letter is not None
    assert row.letter.kind == "final"
    event = Event.objects.filter(kind="committed").first()
    assert event is not None
    assert event.data == {"commitment": row.pk, "words": row.words, "due_on": "2026-11-07"}


def test_an_acknowledgement_makes_none_of_the_day_that_a_clock_keeps(handler: Person) -> None:
    an_open_case(handler)
    assert not Commitment.objects.exists()


def test_the_case_is_due_when_the_promise_is(answered: CaseId) -> None:
    case = Case.objects.get(pk=answered)
    assert (case.next_step, case.next_due) == (KEEP, refund().due)


def test_what_was_kept_is_recorded_and_the_next_is_due(answered: CaseId, handler: Person) -> None:
    settle(answered, refund().pk, True, "Paid on 3 November, receipt 7.", handler, NOW)
    row = refund()
    assert (row.state, row.note, row.settled_by) == (
        "kept", "Paid on 3 November, receipt 7.", "Alice Moore",
    )  # fmt: skip
    assert Event.objects.get(kind="commitment_kept").data["commitment"] == row.pk
    promises_kept(answered, handler)
    case = Case.objects.get(pk=answered)
    assert (case.next_step, case.next_due) == ("close", NOW + days(28))
    assert list(events.breaks()) == []


def test_a_broken_one_says_what_came_in_the_way(answered: CaseId, handler: Person) -> None:
    settle(answered, refund().pk, False, "The bank sent it back.", handler, NOW)
    assert refund().state == "broken"
    assert Event.objects.get(kind="commitment_broken").data["why"] == "The bank sent it back."


def test_one_that_they_do_not_want_any_more_ends_in_their_words_and_is_not_kept(
    answered: CaseId, handler: Person
) -> None:
    for kept, words, why in ((False, " ", "in their words"), (True, "Keep it.", "not both")):
        with pytest.raises(CommitmentError, match=why):
            settle(answered, refund().pk, kept, words, handler, NOW, unwanted=True)
    words = "She wrote: please do not bother."
    settle(answered, refund().pk, False, words, handler, NOW, unwanted=True)
    assert (refund().state, refund().note) == ("ended", words)
    assert Event.objects.get(kind="commitment_ended").data["why"] == words
    assert list(events.breaks()) == list(beside.amiss()) == []


def test_what_they_gave_up_counts_as_given_nowhere(answered: CaseId, handler: Person) -> None:
    for row in Commitment.objects.filter(case=answered):
        settle(answered, row.pk, False, "Please do not bother.", handler, NOW, unwanted=True)
    case = load.case(answered)
    assert their_part.given_before(their_part.together(case)) == ()
    assert gifts.more(the_row(answered), case).amount == the_row(answered).goodwill
    assert Case.objects.get(pk=answered).next_step != KEEP


def the_row(case: CaseId) -> Decision:
    row = load.latest_decision(case)
    assert row is not None
    return row


def test_nobody_settles_without_a_word_or_twice(answered: CaseId, handler: Person) -> None:
    with pytest.raises(CommitmentError, match="write what shows it"):
        settle(answered, refund().pk, True, " ", handler, NOW)
    settle(answered, refund().pk, True, "Paid.", handler, NOW)
    with pytest.raises(CommitmentError, match="settled already"):
        settle(answered, refund().pk, False, "No.", handler, NOW)


def test_a_promise_by_telephone_is_written_down(handler: Person) -> None:
    case = an_open_case(handler)
    promise(case, "Call Sally back", date(2026, 11, 4), handler, NOW)
    row = Commitment.objects.get()
    assert (row.words, row.letter, row.source) == (
        "Call Sally back",
        None,
        "a person wrote it down",
    )
    assert Case.objects.get(pk=case).next_due == row.due
    with pytest.raises(CommitmentError, match="is over"):
        promise(case, "Call", date(2026, 11, 1), handler, NOW)
    with pytest.raises(CommitmentError, match="after 2100: mend the year"):
        promise(case, "Call", date.max, handler, NOW)


class TestASumByHand:
    """Money is given by a decision or by an exception: no limit, budget or second person would know
    of a sum that stands in the words of a promise alone."""

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            ("We refund £500 by Friday.", "GBP 500 was not decided"),
            ("£13 back", "GBP 13 was not decided"),
            ("Ten payments of £50", "GBP 50 was not decided"),
            ("We pay EUR 12.50", "EUR 12.50 was not decided"),
            ("We pay five hundred pounds", "in figures"),
        ],
    )
    def test_what_nobody_decided_is_refused(
        self, words: str, why: str, answered: CaseId, handler: Person
    ) -> None:
        with pytest.raises(CommitmentError, match=why):
            promise(answered, words, date(2026, 11, 4), handler, NOW)

    @pytest.mark.parametrize(
        "words",
        [
            "We pay the £12.50 back by hand.",
            "We correct the invoice of £240.",
            'He said "give me £500": call him.',
        ],
    )
    def test_what_was_decided_and_what_is_theirs_may_be_named(
        self, words: str, handler: Person
    ) -> None:
        promise(a_decided_case(handler), words, date(2026, 11, 4), handler, NOW)

    def test_before_a_decision_there_is_no_sum(self, open_case: CaseId, handler: Person) -> None:
        with pytest.raises(CommitmentError, match="decide it, or have an exception granted"):
            promise(open_case, "We refund £12.50.", date(2026, 11, 4), handler, NOW)

    def test_goodwill_that_waits_for_a_lead_is_promised_by_nobody(
        self, handler: Person, lead: Person, administrator: Person
    ) -> None:
        five = Money(Decimal(5), "GBP")
        set_limit(None, Role.HANDLER, five, "GBP", administrator, NOW)
        case = a_decided_case(handler)
        row = load.latest_decision(case)
        assert row is not None
        told = f"A voucher of £{row.goodwill}"
        with pytest.raises(CommitmentError, match="was not decided"):
            promise(case, told, date(2026, 11, 4), handler, NOW)
        promise(case, "Refund of £12.50", date(2026, 11, 4), handler, NOW)  # it is owed
        approve(case, row.pk, lead, NOW)
        promise(case, told, date(2026, 11, 4), handler, NOW)

    def test_an_exception_counts_once_it_is_granted(self, handler: Person, lead: Person) -> None:
        case = a_decided_case(lead)
        wanted = Wanted("voucher", Money(Decimal(7), "GBP"), "", "A gift.", date(2026, 12, 1))
        with pytest.raises(CommitmentError, match="was not decided"):
            promise(case, "A voucher of £7", date(2026, 11, 4), handler, NOW)
        deviate(case, the_decision(case), wanted, "", lead, NOW)
        promise(case, "A voucher of £7", date(2026, 11, 4), handler, NOW)


def test_a_case_is_not_closed_silently_with_an_open_promise(
    answered: CaseId, handler: Person
) -> None:
    with pytest.raises(ClosingError, match="we still have to keep what we promised"):
        close(answered, "carrier_delay", "", "", handler, NOW)
    close(answered, "carrier_delay", "", "", handler, NOW, still_to_keep=True)
    assert refund().state == "open"


def test_what_was_kept_asks_nothing_when_the_case_closes(handler: Person) -> None:
    assert Case.objects.get(pk=a_closed_case(handler)).state == "closed"


def test_a_promise_goes_over_with_its_case_and_comes_back(handler: Person) -> None:
    a, b = an_open_case(handler), an_open_case(handler)
    promise(b, "Call Sally back", date(2026, 11, 4), handler, NOW)
    row = merge(b, a, "", handler, NOW)
    assert Commitment.objects.get().case_id == a
    undo_merge(a, row.pk, handler, NOW + timedelta(hours=1))
    assert Commitment.objects.get().case_id == b


def test_who_looks_on_promises_nothing(answered: CaseId) -> None:
    with pytest.raises(may.NotAllowed):
        promise(answered, "Call", date(2026, 11, 4), may.Operator("x", Role.AUDITOR), NOW)
