"""What a later answer says of an earlier promise that it gives by another kind, that is no money,
or of which a part came back since."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from tests import stories
from tests.steps.test_deviate import UNTIL, granted
from tests.steps.test_given_before import (
    LATER,
    answered_again,
    codes,
    decided_again,
    draft,
    kept,
    still_open,
)
from tests.steps.test_promised_again import of_state, sent
from tests.stories import NOW

from upheld.core.words import CaseId
from upheld.steps.commit import settle
from upheld.steps.decide import approve, decide
from upheld.steps.deviate import Wanted
from upheld.steps.investigate import record_facts
from upheld.store import load
from upheld.store.merged import their_part
from upheld.store.models import Case, Commitment, Decision, Person

STANDS = "What we promised you on 2 November 2026 still stands: "


def decided_by_now(
    case: CaseId, by: Person, facts: Mapping[str, Any], now: datetime = LATER
) -> Decision:
    row = Case.objects.get(pk=case).allegations.get()
    record_facts(case, row.pk, {**row.facts, **facts}, by, now)
    return decide(case, by, now)


def a_voucher_after_money_back(by: Person, lead: Person) -> CaseId:
    """£50 back beyond what is owed was promised, since plans were upset. It cost trouble alone, as
    is known by now: a voucher of £25."""
    case = stories.an_investigated_case(by)
    decided_by_now(case, by, {"impact": "high"}, NOW)
    approve(case, stories.the_decision(case), lead, NOW)
    sent(case, by)
    assert "Goodwill: refund of £50.00" in still_open(case)
    decided_again(case, by, {"impact": "medium"})
    return case


class TestGoodwillOfAnotherKind:
    @pytest.fixture
    def case(self, handler: Person, lead: Person) -> CaseId:
        return a_voucher_after_money_back(handler, lead)

    def test_is_told_to_come_beside_what_stands(self, case: CaseId, handler: Person) -> None:
        letter = draft(case, handler)
        beyond = letter.body.partition("## Beyond what we owe you")[2]
        assert "a voucher of £25.00" in beyond
        both = f"{STANDS}goodwill refund of £50.00. The voucher of £25.00 comes beside it."
        assert both in beyond
        assert codes(case, letter) == []

    def test_leaves_both_open(self, case: CaseId, handler: Person) -> None:
        answered_again(case, handler)
        assert still_open(case) == [
            "Refund of £12.50, by 10 November 2026.",
            "Goodwill: refund of £50.00",
            "Goodwill: voucher of £25.00",
        ]

    def test_is_told_alone_where_they_do_not_want_the_first_any_more(
        self, case: CaseId, handler: Person
    ) -> None:
        row = Commitment.objects.get(case=case, words="Goodwill: refund of £50.00")
        settle(case, row.pk, False, "A voucher is what I want.", handler, LATER, unwanted=True)
        body = draft(case, handler).body
        assert "a voucher of £25.00" in body
        assert "£50" not in body
        assert "beside it" not in body

    def test_of_the_same_kind_comes_beside_nothing(self, case: CaseId, handler: Person) -> None:
        decided_by_now(case, handler, {"impact": "high"})
        assert "beside it" not in draft(case, handler).body


HELP_PARTS = ("Two of us will come and set up the shelves.", "They bring the tools.")
HELP = " ".join(HELP_PARTS)
TERM = "We do not apply the 30 days for sending them back."


def wanted(kind: str, words: str) -> Wanted:
    return Wanted(kind, None, words, "It was her wedding day.", UNTIL)


def with_exception(by: Person, lead: Person, kind: str, words: str) -> CaseId:
    case = stories.a_decided_case(by)
    granted(case, lead, wanted(kind, words))
    sent(case, by)
    return case


@pytest.mark.parametrize(
    "part", ["Two of us will come and set up the shelves.", "They bring the tools."]
)
def test_an_exception_in_words_is_held_where_a_part_of_it_is_left_out(
    part: str, handler: Person, lead: Person
) -> None:
    case = with_exception(handler, lead, "help", HELP)
    decided_again(case, handler)
    letter = draft(case, handler)
    assert part in letter.body
    assert "promise_untold" in codes(case, replace(letter, body=letter.body.replace(part, "")))


@pytest.mark.parametrize(("kind", "words"), [("help", HELP), ("term_waived", TERM)])
class TestAnExceptionInWords:
    STILL = "What we promised you on 2 November 2026, as an exception, still stands: "

    @pytest.fixture
    def case(self, kind: str, words: str, handler: Person, lead: Person) -> CaseId:
        case = with_exception(handler, lead, kind, words)
        decided_again(case, handler)
        return case

    def test_is_told_to_stand_by_a_later_answer(
        self, words: str, case: CaseId, handler: Person
    ) -> None:
        letter = draft(case, handler)
        assert f"{self.STILL}{words}" in letter.body
        assert codes(case, letter) == []

    def test_is_a_problem_where_the_answer_is_silent_of_it(
        self, words: str, case: CaseId, handler: Person
    ) -> None:
        letter = draft(case, handler)
        silent = replace(letter, body=letter.body.replace(f"{self.STILL}{words}", ""))
        assert "promise_untold" in codes(case, silent)

    def test_stays_the_one_promise_that_it_was(
        self, words: str, case: CaseId, handler: Person
    ) -> None:
        answered_again(case, handler)
        exceptions = [each for each in still_open(case) if each == f"Exception: {words}"]
        assert len(exceptions) == 1
        assert not [each for each in still_open(case) if "still stands" in each]

    def test_is_told_by_the_answer_after_that_too(
        self, words: str, case: CaseId, handler: Person
    ) -> None:
        answered_again(case, handler)
        decided_again(case, handler)
        assert f"{self.STILL}{words}" in draft(case, handler).body

    def test_is_told_no_more_once_it_was_kept(
        self, words: str, case: CaseId, handler: Person
    ) -> None:
        kept(case, handler)
        assert "still stands" not in draft(case, handler).body
        given = their_part.given_before(their_part.together(load.page(case)))
        assert [each.words for each in given if each.words] == [words]


def test_two_exceptions_in_words_stand_each_by_itself(handler: Person, lead: Person) -> None:
    case = stories.a_decided_case(handler)
    for words in (HELP, "We will take the old ones away."):
        granted(case, lead, wanted("help", words))
    sent(case, handler)
    decided_again(case, handler)
    letter = draft(case, handler)
    assert letter.body.count("as an exception, still stands: ") == 2
    assert codes(case, letter) == []
    row = Commitment.objects.get(case=case, words="Exception: We will take the old ones away.")
    settle(case, row.pk, True, "Taken away on Friday.", handler, LATER)
    body = draft(case, handler).body
    assert body.count("as an exception, still stands: ") == 1
    assert f"still stands: {HELP}" in body


def test_an_exception_in_words_with_a_day_keeps_its_day(handler: Person, lead: Person) -> None:
    words = "We will bring them up the stairs by 5 December 2026."
    case = with_exception(handler, lead, "help", words)
    before = Commitment.objects.get(case=case, words__contains="stairs")
    assert before.due_on.isoformat() == "2026-12-05"
    decided_again(case, handler)
    assert f"as an exception, still stands: {words}" in draft(case, handler).body
    answered_again(case, handler)
    assert Commitment.objects.get(case=case, words__contains="stairs") == before


class TestASmallerSumOfWhichAPartCameBackSince:
    """£12.50 was promised; £8 is owed as is known by now, and £5 came back meanwhile."""

    @pytest.fixture
    def case(self, handler: Person) -> CaseId:
        case = stories.an_answered_case(handler)
        decided_again(case, handler, {"delivery_paid": "8.00", "already_refunded": "5.00"})
        return case

    PART = (
        "Of what we promised you on 2 November 2026, £5.00 came back to you since. The rest still "
        "stands: refund of £7.50."
    )

    def test_is_told_as_what_is_still_open_of_it(self, case: CaseId, handler: Person) -> None:
        letter = draft(case, handler)
        assert self.PART in letter.body
        assert "£12.50" not in letter.body
        assert codes(case, letter) == []

    def test_may_be_said_to_stand_whole_where_it_came_back_for_something_else(
        self, case: CaseId, handler: Person
    ) -> None:
        letter = draft(case, handler)
        whole = letter.body.replace(self.PART, f"{STANDS}refund of £12.50.")
        assert codes(case, replace(letter, body=whole)) == []

    def test_is_a_problem_where_the_answer_is_silent_of_it(
        self, case: CaseId, handler: Person
    ) -> None:
        letter = draft(case, handler)
        assert "promise_untold" in codes(
            case, replace(letter, body=letter.body.replace(self.PART, ""))
        )

    def test_stays_one_promise(self, case: CaseId, handler: Person) -> None:
        answered_again(case, handler)
        assert "Refund of £12.50, by 7 November 2026." in still_open(case)
        assert of_state(case, "replaced") == ["Goodwill: voucher of £25.00"]

    def test_is_told_as_had_where_all_of_it_came_back(self, case: CaseId, handler: Person) -> None:
        decided_by_now(case, handler, {"already_refunded": "12.50"})
        letter = draft(case, handler)
        told = "What we promised you on 2 November 2026 came back to you since: refund of £12.50."
        assert told in letter.body
        assert "stands: refund" not in letter.body
        assert codes(case, letter) == []

    def test_counts_nothing_that_had_come_back_when_it_was_promised(self, handler: Person) -> None:
        case = stories.an_investigated_case(handler)
        had = {"delivery_paid": "20.00", "already_refunded": "7.50"}
        assert decided_by_now(case, handler, had, NOW).owed == Decimal("12.50")
        sent(case, handler)
        decided_again(case, handler, {"delivery_paid": "15.00"})
        assert f"{STANDS}refund of £12.50." in draft(case, handler).body
