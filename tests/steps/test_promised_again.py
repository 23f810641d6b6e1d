"""One open promise for one thing: what is decided again, for two points or written down by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests import stories
from tests.steps.test_answer_too import BOB
from tests.steps.test_budgets import an_exception
from tests.steps.test_given_before import (
    LATER,
    answered_again,
    codes,
    decided_again,
    draft,
    still_open,
)
from tests.stories import NOW, SHELVES_LATE, days

from upheld.core.promises.commitments import CommitmentError
from upheld.core.reply import Letter
from upheld.core.words import CaseId, FindingResult, LetterKind
from upheld.steps.answer import answer
from upheld.steps.answer_too import answer_too, draft_answer_too
from upheld.steps.apologise import apologise, draft_apology
from upheld.steps.close import hear
from upheld.steps.commit import promise, settle
from upheld.steps.decide import decide
from upheld.steps.investigate import record_facts
from upheld.steps.letters import LetterBlocked
from upheld.steps.merge import merge
from upheld.store import beside, load
from upheld.store.models import Case, Commitment, Event, Person
from upheld.store.record import events

SOON = date(2026, 11, 20)
REFUND, VOUCHER = "Refund of £12.50, by 10 November 2026.", "Goodwill: voucher of £25.00"


@pytest.fixture
def answered(handler: Person) -> CaseId:
    """Sally was promised £12.50 by 7 November and a voucher of £25."""
    return stories.an_answered_case(handler)


def of_state(case: CaseId, state: str) -> list[str]:
    return [row.words for row in Commitment.objects.filter(case=case, state=state)]


def two_boxes_late(by: Person, second: str = "12.50") -> CaseId:
    """A case of two points: £12.50 is owed of the first, and of the second the same."""
    case = stories.an_investigated_case(by)
    facts = {**SHELVES_LATE, "price_paid": "80.00", "covered_by_another": False}
    facts |= {"delivery_paid": second}
    other = stories.an_allegation(case, by, statement="The second box too.", facts=facts)
    stories.a_finding(case, other, by)
    row = decide(case, by, NOW, "Two boxes.")
    assert row.owed == Decimal("12.50") + Decimal(second)
    return case


def sent(case: CaseId, by: Person, body: str | None = None) -> None:
    letter = draft(case, by, NOW)
    letter = Letter(LetterKind.FINAL, letter.subject, body or letter.body)
    answer(case, stories.the_decision(case), letter, by, NOW)


def refunds(case: CaseId) -> list[str]:
    return [words for words in still_open(case) if "12.50" in words or "efund" in words]


class TestDecidedAgain:
    def test_what_is_promised_anew_takes_the_place_of_the_promise_that_is_open(
        self, answered: CaseId, handler: Person
    ) -> None:
        decided_again(answered, handler)
        answered_again(answered, handler)
        assert still_open(answered) == [REFUND, VOUCHER]
        assert of_state(answered, "replaced") == ["Refund of £12.50, by 7 November 2026.", VOUCHER]

    def test_the_record_tells_which_promise_took_its_place(
        self, answered: CaseId, handler: Person
    ) -> None:
        decided_again(answered, handler)
        answered_again(answered, handler)
        old = Commitment.objects.get(case=answered, words__contains="7 November")
        assert (old.note, old.settled_by, old.settled_at) == (
            f"promised anew: {REFUND}", "Alice Moore", LATER,
        )  # fmt: skip
        event = Event.objects.get(kind="commitment_replaced", data__commitment=old.pk)
        assert event.data["why"] == old.note
        assert list(events.breaks()) == list(beside.amiss()) == []

    def test_a_replaced_promise_that_was_altered_is_told(
        self, answered: CaseId, handler: Person
    ) -> None:
        decided_again(answered, handler)
        answered_again(answered, handler)
        old = Commitment.objects.filter(case=answered, state="replaced")[0]
        Commitment.objects.filter(pk=old.pk).update(state="kept")
        told = f"promise {old.pk} is not what event"
        assert any(each.startswith(told) for each in beside.amiss())

    def test_the_case_is_due_by_the_new_day_alone(self, answered: CaseId, handler: Person) -> None:
        decided_again(answered, handler)
        answered_again(answered, handler)
        new = Commitment.objects.get(case=answered, state="open", words=REFUND)
        assert Case.objects.get(pk=answered).next_due == new.due

    @pytest.mark.parametrize(
        ("paid", "open"),
        [
            ("20.00", "Refund of £20.00, by 10 November 2026."),
            ("8.00", "Refund of £12.50, by 7 November 2026."),
        ],
    )
    def test_a_larger_sum_takes_its_place_and_a_smaller_one_does_not(
        self, paid: str, open: str, answered: CaseId, handler: Person
    ) -> None:
        """What is less by then: tests/steps/test_sum_stands.py."""
        decided_again(answered, handler, {"delivery_paid": paid})
        answered_again(answered, handler)
        assert still_open(answered) == [open, VOUCHER]

    def test_of_one_that_was_kept_the_difference_is_open_and_changes_with_the_next(
        self, answered: CaseId, handler: Person
    ) -> None:
        for row in Commitment.objects.filter(case=answered):
            settle(answered, row.pk, True, "Paid.", handler, NOW)
        for paid, more in (("20.00", "7.50"), ("22.00", "9.50")):
            decided_again(answered, handler, {"delivery_paid": paid})
            answered_again(answered, handler)
            assert still_open(answered) == [f"Refund of £{more}, by 10 November 2026."]
        assert of_state(answered, "replaced") == ["Refund of £7.50, by 10 November 2026."]

    def test_what_is_not_decided_any_more_stays_promised(
        self, answered: CaseId, handler: Person
    ) -> None:
        """What a letter told is for a person to settle."""
        row = Case.objects.get(pk=answered).allegations.get()
        hear(answered, False, "Still angry.", handler, NOW + days(2))
        stories.a_finding(
            answered,
            row.pk,
            handler,
            NOW + days(2),
            FindingResult.NOT_SUBSTANTIATED,
            "It came in time.",
        )
        decide(answered, handler, LATER)
        answered_again(answered, handler)
        assert "Refund of £12.50, by 7 November 2026." in still_open(answered)

    def test_and_the_answer_says_so(self, answered: CaseId, handler: Person) -> None:
        """A refund of nothing is owed by then: what we promised is taken back by no decision."""
        assert "stands" not in draft(answered, handler, NOW).body
        decided_again(answered, handler, {"delivery_paid": "0.00"})
        letter = draft(answered, handler)
        assert "- What we promised you on 2 November 2026 still stands: refund of £12.50." in (
            letter.body
        )
        assert codes(answered, letter) == []
        answered_again(answered, handler, letter)
        assert refunds(answered) == ["Refund of £12.50, by 7 November 2026."]

    @pytest.mark.parametrize(
        "instead",
        [
            "",
            "What we promised you still stands.",
            "We paid £12.50.",
            "The refund of £12.50 no longer stands.",
            "We will not pay the £12.50 that we promised.",
        ],
    )
    def test_and_an_answer_that_does_not_say_so_is_held(
        self, instead: str, answered: CaseId, handler: Person
    ) -> None:
        decided_again(answered, handler, {"delivery_paid": "0.00"})
        letter = draft(answered, handler)
        told = "What we promised you on 2 November 2026 still stands: refund of £12.50."
        without = replace(letter, body=letter.body.replace(f"- {told}", instead))
        assert "promise_untold" in codes(answered, without)
        with pytest.raises(LetterBlocked, match="promise_untold"):
            answered_again(answered, handler, without)

    @pytest.mark.parametrize("said", ["The refund of £12.50 that we promised you still stands.",
                                      "The £12.50 that we promised stands."])  # fmt: skip
    def test_in_whichever_words_it_says_so(
        self, said: str, answered: CaseId, handler: Person
    ) -> None:
        decided_again(answered, handler, {"delivery_paid": "0.00"})
        letter = draft(answered, handler)
        told = "- What we promised you on 2 November 2026 still stands: refund of £12.50."
        assert codes(answered, replace(letter, body=letter.body.replace(told, said))) == []

    def test_so_it_says_of_goodwill_where_it_was_not_so_after_all(
        self, answered: CaseId, handler: Person
    ) -> None:
        row = Case.objects.get(pk=answered).allegations.get()
        hear(answered, False, "Still angry.", handler, NOW + days(2))
        because = "The carrier's record shows that they came on the promised day."
        stories.a_finding(
            answered, row.pk, handler, LATER, FindingResult.NOT_SUBSTANTIATED, because
        )
        decide(answered, handler, LATER)
        letter = draft(answered, handler)
        for what in ("refund of £12.50", "goodwill voucher of £25.00"):
            assert f"What we promised you on 2 November 2026 still stands: {what}." in letter.body
        assert codes(answered, letter) == []

    def test_but_not_of_what_is_promised_anew_or_was_kept_or_broken(
        self, answered: CaseId, handler: Person
    ) -> None:
        decided_again(answered, handler)
        assert "stands" not in draft(answered, handler).body
        promises = Commitment.objects.filter(case=answered)
        for each, kept in zip(promises, (True, False), strict=True):
            settle(answered, each.pk, kept, "As the bank says.", handler, LATER)
        row = Case.objects.get(pk=answered).allegations.get()
        record_facts(answered, row.pk, {**row.facts, "delivery_paid": "0.00"}, handler, LATER)
        decide(answered, handler, LATER)
        assert "stands" not in draft(answered, handler).body

    def test_another_promise_stays_as_it_is(self, answered: CaseId, handler: Person) -> None:
        promise(answered, "Call Sally back", SOON, handler, NOW)
        decided_again(answered, handler)
        answered_again(answered, handler)
        assert "Call Sally back" in still_open(answered)

    def test_what_was_promised_by_hand_before_the_answer_is_promised_once(
        self, handler: Person
    ) -> None:
        case = stories.a_decided_case(handler)
        promise(case, "We pay the £12.50 back by hand.", SOON, handler, NOW)
        sent(case, handler)
        assert refunds(case) == ["Refund of £12.50, by 7 November 2026."]

    def test_another_letter_that_promises_the_same_makes_no_second_promise(
        self, answered: CaseId, handler: Person
    ) -> None:
        said = "We will refund £12.50 by 12 November 2026."
        letter = draft_apology(load.page(answered), "", handler)
        letter = Letter(letter.kind, letter.subject, f"{letter.body}\n\n{said}")
        apologise(answered, letter, handler, NOW)
        assert still_open(answered) == [said, VOUCHER]

    def test_an_apology_beside_the_answer_promises_nothing_of_its_decision_anew(
        self, answered: CaseId, handler: Person
    ) -> None:
        before = still_open(answered)
        letter = draft_apology(load.page(answered), "", handler)
        apologise(answered, letter, handler, LATER)
        assert still_open(answered) == before

    def test_it_is_so_in_the_case_that_it_was_merged_into(
        self, answered: CaseId, handler: Person
    ) -> None:
        other = stories.an_open_case(handler)
        hear(answered, False, "Still angry.", handler, NOW + days(2))
        merge(answered, other, "", handler, NOW + days(2))
        decide(other, handler, LATER)
        answered_again(other, handler)
        assert still_open(other) == [REFUND, VOUCHER]

    def test_a_letter_to_one_takes_no_promise_to_another_away(self, handler: Person) -> None:
        """Bob and Sally complained of the same, and were answered apart before."""
        bobs, sallys = (
            stories.an_investigated_case(handler, **BOB),
            stories.an_answered_case(handler),
        )
        row = Case.objects.get(pk=bobs).allegations.get()
        record_facts(bobs, row.pk, {**row.facts, "price_paid": "80.00"}, handler, NOW)
        decide(bobs, handler, NOW)
        sent(bobs, handler)
        for case in (bobs, sallys):
            hear(case, False, "Still angry.", handler, NOW + days(2))
        merge(bobs, sallys, "One van.", handler, NOW + days(2), sure=True)
        decision = decide(sallys, handler, LATER)

        def due() -> list[int]:
            rows = Commitment.objects.filter(state="open", words__contains="12.50")
            return sorted(row.due_on.day for row in rows)

        letter = draft_answer_too(load.page(bobs), handler, LATER)
        answer_too(bobs, decision.pk, letter, handler, LATER)
        assert due() == [7, 10]  # Sally's, and Bob's in the place of what he was promised
        answered_again(sallys, handler)
        assert due() == [10, 10]


class TestTwoPointsOfOneSum:
    def test_are_two_promises(self, handler: Person) -> None:
        case = two_boxes_late(handler)
        sent(case, handler)
        assert refunds(case) == [
            "Refund of £12.50, by 7 November 2026. (1 of 2)",
            "Refund of £12.50, by 7 November 2026. (2 of 2)",
        ]

    def test_that_are_kept_leave_nothing_to_give(self, handler: Person) -> None:
        case = two_boxes_late(handler)
        sent(case, handler)
        stories.promises_kept(case, handler)
        decided_again(case, handler)
        assert draft(case, handler).body.count("already: refund of £12.50") == 2

    def test_of_which_one_is_kept_leave_the_other_once(self, handler: Person) -> None:
        case = two_boxes_late(handler)
        sent(case, handler)
        first = Commitment.objects.filter(case=case, words__contains="(1 of 2)").get()
        settle(case, first.pk, True, "Paid.", handler, NOW)
        decided_again(case, handler)
        answered_again(case, handler)
        assert refunds(case) == [REFUND]

    @pytest.mark.parametrize(
        ("said", "more"),
        [
            ("We will refund £12.50 by 6 November 2026.", 1),
            ("We will refund £25.00 in all by 6 November 2026.", 0),
        ],
    )
    def test_that_a_person_wrote_of_once_are_promised_whole(
        self, said: str, more: int, handler: Person
    ) -> None:
        case = two_boxes_late(handler)
        lines = draft(case, handler, NOW).body.split("\n")
        kept = [each.partition(". ")[2] if "Refund of" in each else each for each in lines]
        sent(case, handler, "\n".join([*kept, "", said, "", "We pay £12.50 for each of the two."]))
        found = refunds(case)
        assert found[0] == said
        assert len(found) == 1 + more
        assert all(each.startswith("Refund of £12.50: ") for each in found[1:])


class TestByHand:
    def test_what_a_letter_promised_is_promised_no_second_time(
        self, answered: CaseId, handler: Person
    ) -> None:
        with pytest.raises(CommitmentError, match=r"12\.50 is promised already"):
            promise(answered, "We pay the £12.50 back by hand.", SOON, handler, NOW)
        with pytest.raises(CommitmentError, match="25 is promised already"):
            promise(answered, "A voucher of £25", SOON, handler, NOW)

    def test_what_was_decided_is_promised_once(self, handler: Person) -> None:
        case = stories.a_decided_case(handler)
        promise(case, "We pay the £12.50 back by hand.", SOON, handler, NOW)
        with pytest.raises(CommitmentError, match=r"12\.50 is promised already"):
            promise(case, "Refund of £12.50 on Friday", SOON, handler, NOW)

    def test_a_promise_that_was_broken_may_be_given_anew(
        self, answered: CaseId, handler: Person
    ) -> None:
        row = Commitment.objects.get(case=answered, words__startswith="Refund")
        settle(answered, row.pk, False, "The bank sent it back.", handler, NOW)
        promise(answered, "We pay the £12.50 back by hand.", SOON, handler, NOW)

    def test_two_points_of_one_sum_are_promised_twice_and_not_three_times(
        self, handler: Person
    ) -> None:
        case = two_boxes_late(handler)
        promise(case, "£12.50 back for the first box", SOON, handler, NOW)
        promise(case, "£12.50 back for the second box", SOON, handler, NOW)
        with pytest.raises(CommitmentError, match=r"12\.50 is promised already"):
            promise(case, "£12.50 back", SOON, handler, NOW)

    def test_a_part_and_all_of_it_together_are_not_both_promised(self, handler: Person) -> None:
        first = two_boxes_late(handler, "8.00")
        promise(first, "We pay £20.50 in all", SOON, handler, NOW)
        second = two_boxes_late(handler, "8.00")
        promise(second, "£8 back", SOON, handler, NOW)
        for case, words in ((first, "£8 back"), (first, "£12.50"), (second, "£20.50 in all")):
            with pytest.raises(CommitmentError, match="promised already, or a part of it is"):
                promise(case, words, SOON, handler, NOW)
        promise(second, "£12.50 back", SOON, handler, NOW)

    def test_of_more_that_is_decided_again_the_difference_may_be_promised(
        self, answered: CaseId, handler: Person
    ) -> None:
        decided_again(answered, handler, {"delivery_paid": "20.00"})
        with pytest.raises(CommitmentError, match="promised already"):
            promise(answered, "We pay £20", SOON, handler, LATER)
        promise(answered, "We pay £7.50 more", SOON, handler, LATER)
        answered_again(answered, handler)
        assert refunds(answered) == ["Refund of £20.00, by 10 November 2026."]

    def test_an_exception_is_promised_once_and_with_its_goodwill_once(
        self, handler: Person, lead: Person
    ) -> None:
        case = stories.a_decided_case(lead)
        an_exception(case, "7", lead)
        promise(case, "A voucher of £32", SOON, handler, NOW)
        for words in ("A voucher of £32", "A voucher of £25", "A voucher of £7"):
            with pytest.raises(CommitmentError, match="promised already"):
                promise(case, words, SOON, handler, NOW)

    def test_what_is_promised_may_be_named_where_nothing_is_given(
        self, answered: CaseId, handler: Person
    ) -> None:
        promise(answered, 'She asked "where is my £12.50": call her.', SOON, handler, NOW)
