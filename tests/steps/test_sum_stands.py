"""A larger sum that was promised stands: a smaller one of the same thing takes no place of it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from tests import stories
from tests.steps.test_budgets import a_budget, pounds
from tests.steps.test_given_before import (
    LATER,
    MEDIUM,
    answered_again,
    codes,
    decided_again,
    draft,
    kept,
    still_open,
)
from tests.steps.test_promised_again import (
    REFUND,
    SOON,
    VOUCHER,
    answered,
    of_state,
    refunds,
    sent,
    two_boxes_late,
)
from tests.stories import NOW, days

from upheld.core.promises.commitments import CommitmentError
from upheld.core.reply import Letter
from upheld.core.words import CaseId, LetterKind
from upheld.steps.apologise import apologise, draft_apology
from upheld.steps.close import hear
from upheld.steps.commit import promise, settle
from upheld.steps.decide import decide
from upheld.steps.investigate import record_facts
from upheld.steps.letters import LetterBlocked, problems_of
from upheld.store import load, spending
from upheld.store.models import Case, Commitment, Person
from upheld.store.tallied import anew as tallied_anew

__all__ = ["answered"]
OLD = "Refund of £12.50, by 7 November 2026."
STANDS = "- What we promised you on 2 November 2026 still stands: refund of £12.50."


def smaller(case: CaseId, by: Person) -> None:
    """£8 is found to be owed by then, where £12.50 was promised."""
    decided_again(case, by, {"delivery_paid": "8.00"})


class TestASmallerSum:
    def test_leaves_the_larger_promise_open_and_is_not_promised_beside_it(
        self, answered: CaseId, handler: Person
    ) -> None:
        smaller(answered, handler)
        answered_again(answered, handler)
        assert still_open(answered) == [OLD, VOUCHER]
        assert of_state(answered, "replaced") == [VOUCHER]

    def test_is_not_told_by_the_answer_which_says_that_the_larger_stands(
        self, answered: CaseId, handler: Person
    ) -> None:
        smaller(answered, handler)
        letter = draft(answered, handler)
        assert STANDS in letter.body
        assert "£8" not in letter.body
        assert codes(answered, letter) == []

    def test_may_be_named_beside_the_larger(self, answered: CaseId, handler: Person) -> None:
        smaller(answered, handler)
        letter = draft(answered, handler)
        told = f"{letter.body}\n\nBy the rules £8.00 is what is owed to you."
        assert codes(answered, replace(letter, body=told)) == []

    def test_is_a_problem_too_in_a_letter_beside_the_answer(
        self, answered: CaseId, handler: Person
    ) -> None:
        smaller(answered, handler)
        answered_again(answered, handler)
        letter = draft_apology(load.page(answered), "", handler)
        said = f"{letter.body}\n\nWe will refund £8.00 by 12 November 2026."
        with pytest.raises(LetterBlocked, match="amount_differs"):
            apologise(answered, replace(letter, body=said), handler, LATER)

    def test_stays_owed_by_the_decision(self, answered: CaseId, handler: Person) -> None:
        decided_again(answered, handler, {"delivery_paid": "8.00"})
        assert load.latest_decision(answered).owed == Decimal("8.00")  # type: ignore[union-attr]

    def test_is_a_problem_where_a_person_promises_it_beside_the_larger(
        self, answered: CaseId, handler: Person
    ) -> None:
        smaller(answered, handler)
        letter = draft(answered, handler)
        more = f"{letter.body}\n\nWe will refund £8.00 by 12 November 2026."
        assert "amount_differs" in codes(answered, replace(letter, body=more))

    def test_is_a_problem_where_the_answer_is_silent_of_the_larger(
        self, answered: CaseId, handler: Person
    ) -> None:
        smaller(answered, handler)
        letter = draft(answered, handler)
        silent = replace(letter, body=letter.body.replace(STANDS, ""))
        assert "promise_untold" in codes(answered, silent)

    @pytest.mark.parametrize("paid", ["12.50", "20.00"])
    def test_gives_way_to_one_that_is_as_large_as_what_was_promised(
        self, paid: str, answered: CaseId, handler: Person
    ) -> None:
        smaller(answered, handler)
        answered_again(answered, handler)
        decided_again(answered, handler, {"delivery_paid": paid})
        assert "refund of £12.50" not in draft(answered, handler).body
        answered_again(answered, handler)
        assert refunds(answered) == [f"Refund of £{paid}, by 10 November 2026."]

    def test_is_promised_where_the_larger_promise_was_broken_or_ended(
        self, answered: CaseId, handler: Person
    ) -> None:
        row = Commitment.objects.get(case=answered, words=OLD)
        settle(answered, row.pk, False, "Keep it all.", handler, NOW, unwanted=True)
        smaller(answered, handler)
        answered_again(answered, handler)
        assert "Refund of £8.00, by 10 November 2026." in still_open(answered)

    def test_is_promised_by_hand_no_more_than_the_larger_once_again(
        self, answered: CaseId, handler: Person
    ) -> None:
        smaller(answered, handler)
        for words in ("We pay £8.00 by hand.", "We pay £12.50 by hand."):
            with pytest.raises(CommitmentError, match="promised already"):
                promise(answered, words, SOON, handler, LATER)

    def test_of_goodwill_is_not_given_beside_the_larger(
        self, answered: CaseId, handler: Person
    ) -> None:
        decided_again(answered, handler, {"impact": "low"})
        letter = draft(answered, handler)
        beyond = letter.body.partition("## Beyond what we owe you")[2]
        assert "still stands: goodwill voucher of £25.00." in beyond
        assert "£10" not in letter.body
        answered_again(answered, handler, letter)
        assert still_open(answered) == [REFUND, VOUCHER]

    def test_of_goodwill_counts_in_no_budget_once_the_answer_left(self, handler: Person) -> None:
        budget = a_budget("100", handler)
        case = stories.an_answered_case(handler)
        decided_again(case, handler, {"impact": "low"})
        answered_again(case, handler)
        stands = spending.standing(budget)
        assert (stands.spent, stands.committed) == (pounds("25"), pounds("0"))
        assert tallied_anew.amiss() == tallied_anew.look_over() == 0


class TestOfWhatWasKeptInPart:
    @pytest.fixture
    def more(self, answered: CaseId, handler: Person) -> CaseId:
        """£12.50 was paid, and £7.50 more was promised: £20 in all."""
        kept(answered, handler)
        decided_again(answered, handler, {"delivery_paid": "20.00"})
        answered_again(answered, handler)
        return answered

    @pytest.mark.parametrize("paid", ["10.00", "15.00", "19.99"])
    def test_the_rest_stands_where_all_of_it_is_less_by_now(
        self, paid: str, more: CaseId, handler: Person
    ) -> None:
        decided_again(more, handler, {"delivery_paid": paid})
        letter = draft(more, handler)
        assert "still stands: refund of £7.50." in letter.body
        assert "already: refund of £12.50" in letter.body
        assert codes(more, letter) == []
        answered_again(more, handler, letter)
        assert still_open(more) == ["Refund of £7.50, by 10 November 2026."]

    def test_the_rest_changes_where_all_of_it_is_more(self, more: CaseId, handler: Person) -> None:
        decided_again(more, handler, {"delivery_paid": "22.00"})
        answered_again(more, handler)
        assert still_open(more) == ["Refund of £9.50, by 10 November 2026."]

    def test_what_the_facts_know_as_given_back_is_counted_with_the_rest(
        self, answered: CaseId, handler: Person
    ) -> None:
        """£5 of the £12.50 came back: what is left to be promised is no smaller sum."""
        decided_again(answered, handler, {"already_refunded": "5.00"})
        assert "stands: refund" not in draft(answered, handler).body
        answered_again(answered, handler)
        assert refunds(answered) == ["Refund of £7.50, by 10 November 2026."]

    def test_two_promises_of_one_thing_stand_together(
        self, answered: CaseId, handler: Person
    ) -> None:
        """£12.50 by letter and £7.50 more by hand: £15 is less than both."""
        row = decided_again(answered, handler, {"delivery_paid": "20.00"}).case.allegations.get()
        promise(answered, "We pay £7.50 more", SOON, handler, LATER)
        record_facts(answered, row.pk, {**row.facts, "delivery_paid": "15.00"}, handler, LATER)
        decide(answered, handler, LATER)
        body = draft(answered, handler).body
        assert STANDS in body
        assert "still stands: refund of £7.50." in body
        answered_again(answered, handler)
        assert still_open(answered) == [OLD, VOUCHER, "We pay £7.50 more"]


class TestAPromiseOfTwoPoints:
    @pytest.fixture
    def both(self, handler: Person) -> CaseId:
        """£25 for two boxes was promised in one sentence."""
        case = two_boxes_late(handler)
        said = "We will refund £25.00 in all by 6 November 2026."
        lines = draft(case, handler, NOW).body.split("\n")
        bare = [each.partition(". ")[2] if "Refund of" in each else each for each in lines]
        sent(case, handler, "\n".join([*bare, "", said, "", "We pay £12.50 for each of the two."]))
        assert refunds(case) == [said]
        return case

    def again(self, case: CaseId, by: Person, first: str, second: str) -> None:
        hear(case, False, "Still angry.", by, NOW + days(2))
        points = Case.objects.get(pk=case).allegations.order_by("pk")
        for row, paid in zip(points, (first, second), strict=True):
            record_facts(case, row.pk, {**row.facts, "delivery_paid": paid}, by, NOW + days(2))
        decide(case, by, LATER)

    def test_stands_whole_where_one_of_them_is_less_by_now(
        self, both: CaseId, handler: Person
    ) -> None:
        self.again(both, handler, "12.50", "8.00")
        letter = draft(both, handler)
        assert letter.body.count(STANDS) == 2
        assert codes(both, letter) == []
        answered_again(both, handler, letter)
        assert refunds(both) == ["We will refund £25.00 in all by 6 November 2026."]

    def test_stands_beside_what_the_other_is_more(self, both: CaseId, handler: Person) -> None:
        self.again(both, handler, "20.00", "8.00")
        answered_again(both, handler)
        assert refunds(both) == [
            "We will refund £25.00 in all by 6 November 2026.",
            "Refund of £7.50, by 10 November 2026.",
        ]

    def test_gives_way_where_both_are_as_much(self, both: CaseId, handler: Person) -> None:
        self.again(both, handler, "12.50", "20.00")
        answered_again(both, handler)
        assert refunds(both) == [
            "Refund of £12.50, by 10 November 2026.",
            "Refund of £20.00, by 10 November 2026.",
        ]


class TestWhatStandsMayBeSaid:
    @pytest.mark.parametrize(
        "said",
        [
            "We will still pay the £12.50 that we promised you.",
            "You will still get the refund of £12.50 that we promised you.",
            "The £12.50 that we promised you will be paid by 7 November 2026.",
        ],
    )
    def test_in_an_answer_in_our_own_words(
        self, said: str, answered: CaseId, handler: Person
    ) -> None:
        smaller(answered, handler)
        letter = draft(answered, handler)
        assert codes(answered, replace(letter, body=letter.body.replace(STANDS, said))) == []

    @pytest.mark.parametrize(
        "said",
        [
            "We will still pay the £13.50 that we promised you.",
            "We will pay you another £12.50.",
            "We will also pay you £12.50 on top of what we promised.",
            "We will pay you the promised £12.50 twice.",
            "We will still pay the €12.50 that we promised you.",
        ],
    )
    def test_but_no_sum_that_nobody_promised(
        self, said: str, answered: CaseId, handler: Person
    ) -> None:
        smaller(answered, handler)
        letter = draft(answered, handler)
        more = replace(letter, body=f"{letter.body}\n\n{said}")
        assert codes(answered, more) == ["amount_differs"]

    def test_but_not_once_its_promise_is_settled(self, answered: CaseId, handler: Person) -> None:
        row = Commitment.objects.get(case=answered, words=OLD)
        settle(answered, row.pk, False, "The bank sent it back.", handler, NOW)
        smaller(answered, handler)
        letter = draft(answered, handler)
        said = f"{letter.body}\n\nWe will still pay the £12.50 that we promised you."
        assert codes(answered, replace(letter, body=said)) == ["amount_differs"]

    def test_and_what_a_larger_sum_takes_the_place_of_is_named_and_not_promised(
        self, answered: CaseId, handler: Person
    ) -> None:
        decided_again(answered, handler, {"delivery_paid": "20.00"})
        letter = draft(answered, handler)
        for said, found in (
            ("Our first answer named £12.50.", []),
            ("We will still pay the £12.50 that we promised you.", ["amount_differs"]),
        ):
            more = replace(letter, body=f"{letter.body}\n\n{said}")
            assert codes(answered, more) == found

    def test_by_another_day_which_takes_its_place(self, answered: CaseId, handler: Person) -> None:
        smaller(answered, handler)
        said = "We will still pay the £12.50 that we promised you by 12 November 2026."
        letter = draft(answered, handler)
        body = letter.body.replace(STANDS, said)
        answered_again(answered, handler, replace(letter, body=body))
        assert refunds(answered) == [said]
        assert OLD in of_state(answered, "replaced")

    def test_with_all_that_stands_by_another_day(self, answered: CaseId, handler: Person) -> None:
        decided_again(answered, handler, {"delivery_paid": "8.00", "impact": "low"})
        said = (
            "You will still get the £12.50 and the voucher of £25.00 that we promised you "
            "by 12 November 2026."
        )
        letter = draft(answered, handler)
        answered_again(answered, handler, replace(letter, body=f"{letter.body}\n\n{said}"))
        assert still_open(answered) == [said]

    def test_while_a_call_about_it_is_a_promise_beside_it(
        self, answered: CaseId, handler: Person
    ) -> None:
        smaller(answered, handler)
        said = "I will call you about the £12.50 by 12 November 2026."
        letter = draft(answered, handler)
        answered_again(answered, handler, replace(letter, body=f"{letter.body}\n\n{said}"))
        assert still_open(answered) == [OLD, said, VOUCHER]

    def test_in_a_letter_beside_the_answer_too(self, answered: CaseId, handler: Person) -> None:
        smaller(answered, handler)
        answered_again(answered, handler)
        said = "We will still pay the £12.50 that we promised you by 12 November 2026."
        letter = draft_apology(load.page(answered), "", handler)
        letter = Letter(letter.kind, letter.subject, f"{letter.body}\n\n{said}")
        apologise(answered, letter, handler, LATER)
        assert refunds(answered) == [said]

    def test_in_a_letter_before_any_answer_of_what_was_promised_by_hand(
        self, handler: Person
    ) -> None:
        case = stories.a_decided_case(handler)
        said = "We will still pay the £12.50 that we promised you."
        letter = draft_apology(load.page(case), "", handler)
        told = replace(letter, body=f"{letter.body}\n\n{said}", kind=LetterKind.HOLDING)

        def found() -> list[str]:
            every = problems_of(told, load.latest_decision(case), load.page(case), LATER)
            return [each.code for each in every if each.code == "amount_differs"]

        assert found() == ["amount_differs"]
        promise(case, "We pay the £12.50 back by hand.", SOON, handler, NOW)
        assert found() == []


def test_more_goodwill_takes_the_place_of_less(handler: Person) -> None:
    case = stories.an_investigated_case(handler)
    row = Case.objects.get(pk=case).allegations.get()
    record_facts(case, row.pk, {**row.facts, "impact": "low"}, handler, NOW)
    decide(case, handler, NOW)
    sent(case, handler)
    decided_again(case, handler, MEDIUM)
    answered_again(case, handler)
    assert still_open(case) == [REFUND, VOUCHER]
