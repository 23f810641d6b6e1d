"""Work that is owed is promised once for each point, and told as had when it was done."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from tests import stories
from tests.steps.test_given_before import (
    answered_again,
    codes,
    decided_again,
    draft,
    kept,
    still_open,
)
from tests.stories import NOW

from upheld.core.words import AllegationKind, CaseId
from upheld.steps.answer import answer
from upheld.steps.commit import settle
from upheld.steps.decide import decide
from upheld.store import load
from upheld.store.merged import their_part
from upheld.store.models import Commitment, Person

FAULTY = {"touchpoint": "product", "price_paid": "240.00", "delivery_paid": "12.50",
          "days_since_delivery": 100, "impact": "medium"}  # fmt: skip
UNDONE = {"touchpoint": "service", "price_paid": "80.00", "impact": "low"}
RUDE = {"touchpoint": "service", "impact": "low"}
HAD = "You have had this from us already: "


def answered(kind: AllegationKind, *points: Mapping[str, Any], by: Person) -> CaseId:
    """A case of points of this kind, answered by the words of its draft."""
    case = stories.an_open_case(by)
    for at, facts in enumerate(points):
        point = stories.an_allegation(case, by, NOW, kind, f"It was so in room {at}.", facts)
        stories.a_finding(case, point, by)
    decide(case, by, NOW)
    answer(case, stories.the_decision(case), draft(case, by, NOW), by, NOW)
    return case


def one_kept(case: CaseId, words: str, by: Person) -> None:
    row = Commitment.objects.get(case=case, state="open", words__contains=words)
    settle(case, row.pk, True, "Done on Friday.", by, NOW)


def owed_still(case: CaseId) -> list[str]:
    return [words for words in still_open(case) if "Goodwill" not in words]


@pytest.mark.parametrize(
    ("kind", "facts", "promised"),
    [
        (
            AllegationKind.FAULTY,
            FAULTY,
            "We will repair or replace it by 30 November 2026: reply to this letter to tell us "
            "which you choose.",
        ),
        (
            AllegationKind.STAFF_CONDUCT,
            RUDE,
            "The people concerned will hear from us by 7 November 2026 how it should have been.",
        ),
    ],
)
class TestWork:
    def test_is_one_promise_in_the_words_of_the_draft(
        self, kind: AllegationKind, facts: Mapping[str, Any], promised: str, handler: Person
    ) -> None:
        assert owed_still(answered(kind, facts, by=handler)) == [promised]

    def test_that_was_done_is_told_and_promised_no_second_time(
        self, kind: AllegationKind, facts: Mapping[str, Any], promised: str, handler: Person
    ) -> None:
        case = answered(kind, facts, by=handler)
        kept(case, handler)
        decided_again(case, handler)
        letter = draft(case, handler)
        assert letter.body.count(HAD) == 2  # the work, and the voucher beyond it
        assert codes(case, letter) == []
        answered_again(case, handler)
        assert still_open(case) == []


class TestTheWorkOfTwoPoints:
    WORK = "We will do the work properly by 16 November 2026."

    @pytest.fixture
    def two(self, handler: Person) -> CaseId:
        """£30 for the missed day comes with each of the two."""
        return answered(
            AllegationKind.SERVICE_NOT_PERFORMED, UNDONE, {**UNDONE, "price_paid": "60.00"},
            by=handler,
        )  # fmt: skip

    def test_is_two_promises(self, two: CaseId) -> None:
        works = [words for words in still_open(two) if "work properly" in words]
        assert works == [f"{self.WORK} (1 of 2)", f"{self.WORK} (2 of 2)"]
        assert len(owed_still(two)) == 4

    @pytest.mark.parametrize(("done", "left"), [(1, 1), (2, 0)])
    def test_of_which_one_was_done_is_told_and_the_other_is_promised(
        self, done: int, left: int, two: CaseId, handler: Person
    ) -> None:
        one_kept(two, f"{self.WORK} ({done} of 2)", handler)
        row = decided_again(two, handler)
        told = their_part.told(row, load.page(two)).entitlement
        assert [item.kind for item in told][left] == "repeat_performance"
        letter = draft(two, handler)
        assert letter.body.count(f"{HAD}repeat performance,") == 1
        assert letter.body.count("We will do the work properly by 19 November 2026.") == 1
        assert codes(two, letter) == []
        answered_again(two, handler)
        works = [words for words in still_open(two) if "work properly" in words]
        assert works == ["We will do the work properly by 19 November 2026."]

    def test_that_were_both_done_is_told_twice_and_promised_no_more(
        self, two: CaseId, handler: Person
    ) -> None:
        kept(two, handler)
        decided_again(two, handler)
        letter = draft(two, handler)
        assert letter.body.count(f"{HAD}repeat performance,") == 2
        answered_again(two, handler, letter)
        assert still_open(two) == []


class TestAnApology:
    """Of how somebody was dealt with nothing can be put right: a correction of it is a word."""

    def test_that_was_kept_is_told_as_one_by_a_later_answer(self, handler: Person) -> None:
        case = answered(AllegationKind.STAFF_CONDUCT, RUDE, by=handler)
        kept(case, handler)
        decided_again(case, handler)
        letter = draft(case, handler)
        assert f"{HAD}apology, as we recorded on" in letter.body
        assert "correction" not in letter.body
        assert codes(case, letter) == []

    def test_is_promised_as_one_where_a_letter_names_no_day_for_it(self, handler: Person) -> None:
        case = stories.an_open_case(handler)
        point = stories.an_allegation(
            case, handler, NOW, AllegationKind.STAFF_CONDUCT, "He shouted.", RUDE
        )
        stories.a_finding(case, point, handler)
        decide(case, handler, NOW)
        letter = draft(case, handler, NOW)
        told = replace(letter, body=letter.body.replace(" by 7 November 2026", ""))
        answer(case, stories.the_decision(case), told, handler, NOW)
        (words,) = owed_still(case)
        assert words.startswith("Apology: ")
        one_kept(case, words, handler)
        decided_again(case, handler)
        assert f"{HAD}apology" in draft(case, handler).body

    def test_that_was_promised_as_a_correction_once_is_read_as_one(self, handler: Person) -> None:
        case = answered(AllegationKind.STAFF_CONDUCT, RUDE, by=handler)
        row = Commitment.objects.get(case=case, words__contains="hear from us")
        because = load.latest_decision(case).record["entitlement"][0]["because"]  # type: ignore[union-attr]
        Commitment.objects.filter(pk=row.pk).update(words=f"Correction: {because}")
        one_kept(case, "Correction", handler)
        decided_again(case, handler)
        assert f"{HAD}apology" in draft(case, handler).body
