"""A sum is of the point that its sentence is about, though another point has the same."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from tests import stories
from tests.steps.test_given_before import LATER, answered_again, codes, draft, still_open
from tests.stories import NOW

from upheld.core.words import AllegationKind, CaseId, FindingResult
from upheld.steps.answer import answer
from upheld.steps.close import hear
from upheld.steps.commit import settle
from upheld.steps.decide import decide
from upheld.steps.investigate import record_facts
from upheld.store.models import Allegation, Commitment, Person

Point = tuple[AllegationKind, Mapping[str, Any]]


def late(delivery_paid: str) -> Point:
    return AllegationKind.LATE, {**stories.SHELVES_LATE, "delivery_paid": delivery_paid}


def charged(too_much: str) -> Point:
    facts = {"touchpoint": "product", "price_paid": "240.00", "impact": "low"}
    return AllegationKind.WRONG_AMOUNT, {**facts, "amount_overcharged": too_much}


def never_came(price: str) -> Point:
    facts = {**stories.SHELVES_LATE, "price_paid": price, "delivery_paid": "0.00"}
    return AllegationKind.NOT_RECEIVED, facts


def answered(by: Person, *points: Point) -> CaseId:
    case = stories.an_open_case(by)
    for at, (kind, facts) in enumerate(points):
        pk = stories.an_allegation(case, by, NOW, kind, f"It was so, number {at}.", facts)
        stories.a_finding(case, pk, by)
    decide(case, by, NOW)
    answer(case, stories.the_decision(case), draft(case, by, NOW), by, NOW)
    return case


def again(case: CaseId, by: Person, *points: Point, now: datetime = LATER) -> None:
    hear(case, False, "It is not enough.", by, now)
    for row, (_, facts) in zip(Allegation.objects.filter(case=case), points, strict=True):
        record_facts(case, row.pk, facts, by, now)
    decide(case, by, now)


def answered_at(case: CaseId, by: Person, now: datetime) -> None:
    answer(case, stories.the_decision(case), draft(case, by, now), by, now)


def sums(case: CaseId) -> list[str]:
    """Of each promise of what is owed that is open, how it begins and its sum."""
    owed = [
        words for words in still_open(case) if "oodwill" not in words and "voucher" not in words
    ]
    return sorted(f"{words.split()[0]} £{words.split('£')[1][:5]}" for words in owed)


def test_of_a_point_that_now_has_what_another_had_the_promise_is_written_down(
    handler: Person,
) -> None:
    case = answered(handler, never_came("20.00"), never_came("15.00"))
    again(case, handler, never_came("33.00"), never_came("20.00"), now=NOW)
    answered_at(case, handler, NOW)
    assert sums(case) == ["Refund £20.00", "Refund £33.00"]


def test_what_is_the_same_still_is_written_down_once(handler: Person) -> None:
    case = answered(handler, never_came("20.00"), never_came("15.00"))
    again(case, handler, never_came("20.00"), never_came("15.00"), now=NOW)
    before = still_open(case)
    answered_at(case, handler, NOW)
    assert still_open(case) == before
    assert sums(case) == ["Refund £15.00", "Refund £20.00"]


@pytest.mark.parametrize("first", ["late", "charged"])
def test_what_was_put_right_is_told_as_had_and_the_refund_of_the_same_sum_as_open(
    first: str, handler: Person
) -> None:
    points = (late("20.00"), charged("20.00"))
    case = answered(handler, *(points if first == "late" else points[::-1]))
    row = Commitment.objects.get(case=case, state="open", words__contains="put this right")
    settle(case, row.pk, True, "Paid on Friday.", handler, NOW)
    more = (late("33.00"), charged("20.00"))
    again(case, handler, *(more if first == "late" else more[::-1]))
    letter = draft(case, handler)
    assert codes(case, letter) == []
    told = [line for line in letter.body.splitlines() if "had this from us already" in line]
    assert [line for line in told if "£20.00" in line] == told[:1]
    assert "correction" in told[0]
    answered_again(case, handler)
    assert sums(case) == ["Refund £33.00"]


def test_a_smaller_sum_of_one_that_stands_is_not_taken_for_the_same_of_another(
    handler: Person,
) -> None:
    case = answered(handler, late("20.00"), charged("5.00"))
    again(case, handler, late("12.50"), charged("12.50"))
    answered_again(case, handler)
    assert sums(case) == ["Refund £20.00", "We £12.50"]


def test_of_one_that_is_not_so_after_all_the_open_refund_stands_beside_the_same_that_was_had(
    handler: Person,
) -> None:
    case = answered(handler, late("20.00"), charged("20.00"))
    row = Commitment.objects.get(case=case, state="open", words__contains="put this right")
    settle(case, row.pk, True, "Paid on Friday.", handler, NOW)
    hear(case, False, "It is not enough.", handler, LATER)
    one = Allegation.objects.filter(case=case).earliest("pk")
    result, because = FindingResult.NOT_SUBSTANTIATED, "The record of 3 May shows it in time."
    stories.a_finding(case, one.pk, handler, LATER, result, because)
    decide(case, handler, LATER)
    letter = draft(case, handler)
    assert codes(case, letter) == []
    of_20 = [line for line in letter.body.splitlines() if "£20.00" in line]
    assert [("had this" in line, "still stands" in line) for line in of_20] == [
        (True, False), (False, True),
    ]  # fmt: skip
    assert ["correction of" in line for line in of_20] == [True, False]
    answered_again(case, handler)
    assert sums(case) == ["Refund £20.00"]
