"""Whether a change worked: on firms whose truth is known, and where too little is there to say."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from benchmarks.effect_firms import MONDAY, Simulated, change, series
from benchmarks.effects import looked
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.changes import Verdict
from upheld.insight.effects import Series, check

QUIET = Simulated("quiet", weekly=4)


def one(firm: Simulated, seed: int = 1) -> Series:
    return series(firm, seed)


def test_a_rate_that_halved_on_the_day_worked() -> None:
    firm = QUIET._replace(effect=0.4)
    found = check(change(firm), one(firm))
    assert found.verdict is Verdict.WORKED
    assert found.ratio is not None
    assert found.ratio.low < 0.4 < found.ratio.high < 1
    assert found.placebo is not None
    assert found.placebo.as_large == 0
    assert found.method == "before_after"


def test_a_rate_that_went_on_did_not() -> None:
    found = check(change(QUIET, "0.5"), one(QUIET))
    assert found.verdict is Verdict.DID_NOT
    assert found.ratio is not None
    assert found.ratio.low < 1 < found.ratio.high


def test_a_trend_that_was_there_before_is_no_effect() -> None:
    falling = QUIET._replace(trend=-0.5, seasons=0.0)
    found = check(change(falling, "0.5"), one(falling, 3))
    assert found.before is not None
    assert found.after is not None
    assert found.after.high < found.before.low  # it is lower after, and not because of the change
    assert found.verdict is not Verdict.WORKED


def test_what_moves_the_others_too_is_no_effect() -> None:
    """All complaints fall on the day of the change: beside others nothing is left of it."""
    firm = QUIET._replace(effect=0.4)
    alone = one(firm)
    others = [round(3 * each) for each in alone.count]
    both = replace(alone, beside=others, beside_among=alone.among)
    told = replace(change(firm, "0.5"), beside=("late",))
    found = check(told, both)
    assert found.method == "beside_others"
    assert found.verdict is Verdict.DID_NOT
    assert check(change(firm), alone).verdict is Verdict.WORKED


def test_what_comes_back_is_told_with_its_week() -> None:
    firm = QUIET._replace(effect=0.3, back=120)
    found = check(change(firm), one(firm))
    assert found.verdict is Verdict.RETURNED
    assert found.returned_on is not None
    assert abs(found.returned_on - (MONDAY + timedelta(weeks=120))) <= timedelta(weeks=8)


def test_the_weeks_in_which_a_change_is_on_its_way_are_not_judged() -> None:
    firm = QUIET._replace(effect=0.4)
    told = change(firm)
    later = replace(told, judge_from=told.made_on + timedelta(weeks=8))
    weeks = check(later, one(firm)).weeks
    judged = [week.likely is not None for week in weeks]
    assert judged[firm.made - 1]
    assert judged[firm.made + 8]
    assert not any(judged[firm.made : firm.made + 8])


def test_soon_after_a_change_one_is_told_when_one_can_tell() -> None:
    firm = QUIET._replace(weeks=82, made=80, weekly=8.0)
    found = check(change(firm, "0.5"), one(firm))
    assert found.verdict is Verdict.CANNOT_TELL
    assert "2 weeks to judge it by" in found.limits[-1]
    assert found.tell_on is not None
    assert MONDAY + timedelta(weeks=84) <= found.tell_on <= MONDAY + timedelta(weeks=130)


def test_the_more_is_expected_the_sooner_one_can_tell() -> None:
    firm = QUIET._replace(weeks=82, made=80)
    soon, later = (check(change(firm, part), one(firm)).tell_on for part in ("0.7", "0.4"))
    assert soon is not None
    assert later is None or soon <= later


EMPTY = Series(MONDAY, [], [])


@pytest.mark.parametrize(
    ("weeks", "said"),
    [
        (EMPTY, "0 weeks with records before it"),
        (Series(MONDAY, [1], [100.0]), "weeks with records before it"),
        (Series(MONDAY, [0] * 156, [0.0] * 156), "0 weeks with records before it"),
        (Series(MONDAY, [0] * 156, [100.0] * 156), "It never happened"),
    ],
)
def test_where_too_little_is_there_it_says_what_is_missing(weeks: Series, said: str) -> None:
    found = check(change(QUIET), weeks)
    assert found.verdict is Verdict.CANNOT_TELL
    assert said in " ".join(found.limits)


def test_a_month_without_data_is_left_out_and_not_taken_for_none() -> None:
    firm = QUIET._replace(effect=0.4)
    whole = one(firm)
    holed = replace(
        whole,
        count=[0 if 90 <= at < 94 else n for at, n in enumerate(whole.count)],
        among=[0.0 if 90 <= at < 94 else n for at, n in enumerate(whole.among)],
    )
    ours, theirs = check(change(firm), whole).ratio, check(change(firm), holed).ratio
    assert ours is not None
    assert theirs is not None
    assert ours.likely == pytest.approx(theirs.likely, rel=0.2)


def test_none_after_many_before_has_an_effect_with_an_end() -> None:
    weeks = Series(MONDAY, [2] * 80 + [0] * 40, [100.0] * 120)
    found = check(change(QUIET), weeks)
    assert found.verdict is Verdict.WORKED
    assert found.ratio is not None
    assert 0 < found.ratio.low < found.ratio.high < 0.3


@given(
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from([0.0, 1.0, 40.0])), max_size=40),
    st.integers(0, 40),
)
def test_whatever_was_counted_an_answer_comes(weeks: list[tuple[int, float]], made: int) -> None:
    counted = [count if among else 0 for count, among in weeks]
    told = change(QUIET._replace(made=made))
    found = check(told, Series(MONDAY, counted, [among for _, among in weeks]))
    if found.ratio:
        assert 0 < found.ratio.low <= found.ratio.likely <= found.ratio.high
    else:
        assert found.verdict is Verdict.CANNOT_TELL
        assert found.limits


def test_what_others_do_does_not_matter_where_it_is_too_seldom() -> None:
    weeks = replace(one(QUIET), beside=[0] * 155 + [3], beside_among=[9.0] * 156)
    found = check(replace(change(QUIET), beside=("late",)), weeks)
    assert found.method == "before_after"
    assert "happened too seldom" in " ".join(found.limits)


@pytest.mark.slow
@pytest.mark.parametrize("effect", [1.0, 0.4])
def test_the_interval_holds_the_truth_as_often_as_it_claims(effect: float) -> None:
    """Some firms that wander; `python -m benchmarks effects` looks at two hundred of each kind."""
    firm = Simulated("it wanders", effect=effect, wander=0.2, kept=0.5)
    found = looked(firm, 24)
    assert found.held >= 0.8
    if effect == 1.0:
        assert found.verdicts[Verdict.WORKED] <= 0.1
    else:
        assert found.verdicts[Verdict.WORKED] >= 0.7


def test_the_day_need_not_be_a_monday() -> None:
    firm = QUIET._replace(effect=0.4)
    told = replace(change(firm), made_on=change(firm).made_on + timedelta(days=2))
    told = replace(told, judge_from=told.made_on, expected=Decimal("0.3"))
    weeks = check(told, one(firm)).weeks
    assert weeks[firm.made].likely is None  # the week of the change is neither before nor after
    assert weeks[firm.made].monday == date(2025, 5, 19)
