"""Outcome and goodwill stay apart, and each regulator reads them in its own words."""

from decimal import Decimal

import pytest
from hypothesis import given
from tests.core.returns.complaints import ANSWERS, an_answer

from upheld.core.returns import Answer
from upheld.core.returns.mapping import Cfpb, asic, cfpb, fca
from upheld.core.words import Outcome

NOTHING, SOME = Decimal(0), Decimal(25)


# domain 6.3, test 3, and 1.10: what was found decides, and never what was given beyond it.
@pytest.mark.parametrize(
    ("outcome", "owed", "goodwill", "told"),
    [
        ("upheld", SOME, NOTHING, "upheld"),
        ("upheld", NOTHING, NOTHING, "upheld"),
        ("partly_upheld", SOME, NOTHING, "upheld"),
        ("not_upheld", NOTHING, NOTHING, "rejected"),
        ("not_upheld", NOTHING, SOME, "rejected"),
        ("already_put_right", NOTHING, NOTHING, "upheld"),
        ("withdrawn", NOTHING, NOTHING, "rejected"),
        ("withdrawn", NOTHING, SOME, "upheld"),
        (None, NOTHING, SOME, "upheld"),
        (None, NOTHING, NOTHING, None),
    ],
)
def test_the_fca_hears_upheld_or_rejected(
    outcome: str | None, owed: Decimal, goodwill: Decimal, told: str | None
) -> None:
    assert fca(an_answer(outcome, owed, goodwill)) == told


@pytest.mark.parametrize(
    ("outcome", "money", "in_kind", "told"),
    [
        ("upheld", SOME, True, "Closed with monetary relief"),
        ("not_upheld", SOME, False, "Closed with monetary relief"),
        ("upheld", NOTHING, True, "Closed with non-monetary relief"),
        ("not_upheld", NOTHING, False, "Closed with explanation"),
        ("withdrawn", NOTHING, False, "Closed"),
        ("out_of_scope", NOTHING, False, "Closed"),
    ],
)
def test_the_cfpb_hears_what_the_consumer_got(
    outcome: str, money: Decimal, in_kind: bool, told: str
) -> None:
    assert cfpb(an_answer(outcome, money, in_kind=in_kind)) == told


def test_without_an_answer_it_is_in_progress() -> None:
    assert cfpb(None) is Cfpb.IN_PROGRESS


@pytest.mark.parametrize(
    ("outcome", "money", "in_kind", "told"),
    [
        ("upheld", SOME, False, "monetary remedy"),
        ("upheld", NOTHING, True, "service-based remedy"),
        ("upheld", NOTHING, False, "apology"),
        ("not_upheld", NOTHING, False, "explanation"),
        ("withdrawn", NOTHING, False, "withdrawn"),
        (None, NOTHING, False, "no remedy"),
    ],
)
def test_asic_hears_the_remedy(
    outcome: str | None, money: Decimal, in_kind: bool, told: str
) -> None:
    assert asic(an_answer(outcome, money, in_kind=in_kind)) == told


@given(ANSWERS)
def test_goodwill_never_turns_what_was_decided(answer: Answer) -> None:
    if answer.outcome not in (None, Outcome.WITHDRAWN):
        without = an_answer(answer.outcome, answer.owed)
        more = an_answer(answer.outcome, answer.owed, answer.goodwill + 1)
        assert fca(without) == fca(answer) == fca(more)


@given(ANSWERS)
def test_every_answer_has_a_word_with_each_regulator(answer: Answer) -> None:
    assert asic(answer)
    assert cfpb(answer) is not Cfpb.IN_PROGRESS
    unread = answer.outcome is Outcome.OUT_OF_SCOPE or (
        answer.outcome is None and not answer.goodwill
    )
    assert (fca(answer) is None) is unread
    assert answer.money == answer.owed + answer.goodwill
