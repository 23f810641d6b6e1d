"""What comes up and goes down: found within weeks, with a rate of false alarms that is kept."""

from datetime import date

import numpy as np
import pytest

from upheld.insight.themes.change import FALSE_ALARM_WEEKS, Direction, changes, weeks_of

SERIES, WEEKS = 50, 110


def a_firm(seed: int, planted: int) -> tuple[np.ndarray, np.ndarray, dict[int, int]]:
    """Counts by series and week, all of each week, and since when each planted one has grown."""
    dice = np.random.default_rng(seed)
    share = dice.dirichlet(np.full(SERIES, 0.5))
    volume = dice.poisson(60 * (1 + 0.3 * np.sin(np.arange(WEEKS) / 8)))
    rate, since = np.outer(share, volume), {}
    for _ in range(planted):
        series, week = int(dice.integers(SERIES)), int(dice.integers(40, WEEKS - 20))
        if series not in since:
            grown = max(share[series] * 2.5, dice.uniform(0.03, 0.08))
            rate[series, week:] += grown * volume[week:]
            since[series] = week
    counts = dice.poisson(rate).astype(float)
    return counts, counts.sum(axis=0), since


@pytest.mark.slow
def test_nine_in_ten_planted_are_found_within_eight_weeks_at_one_false_week_in_a_hundred() -> None:
    planted = in_time = alarms = 0
    for seed in range(12):
        counts, totals, since = a_firm(seed, 6)
        told = [each for each in changes(counts, totals) if each.direction == Direction.EMERGING]
        for series, week in since.items():
            planted += 1
            in_time += any(e.series == series and 0 <= e.told - week < 8 for e in told)
    for seed in range(4):
        counts, totals, _ = a_firm(seed + 100, 0)
        alarms += len({each.told for each in changes(counts, totals)})
    assert in_time >= 0.9 * planted
    assert alarms <= 2 * FALSE_ALARM_WEEKS * 4 * WEEKS  # twice: 440 weeks are few


def test_what_stops_fades() -> None:
    counts = np.full((3, 100), 6.0)
    counts[1, 60:] = 0
    (change,) = changes(counts, counts.sum(axis=0) + 20)
    assert (change.series, change.direction) == (1, Direction.FADING)
    assert 58 <= change.began <= 62
    assert change.told < 68


def test_more_of_everything_is_no_change() -> None:
    counts = np.full((5, 80), 4.0)
    counts[:, 50:] *= 3
    assert changes(counts, counts.sum(axis=0)) == []


def test_too_few_weeks_and_empty_months_say_nothing() -> None:
    assert changes(np.ones((2, 10)), np.full(10, 2.0)) == []
    assert changes(np.zeros((0, 50)), np.full(50, 9.0)) == []
    counts = np.full((2, 60), 5.0)
    counts[:, 30:34] = 0
    assert changes(counts, counts.sum(axis=0)) == []


def test_weeks_begin_on_the_monday_of_the_first_day() -> None:
    days = [date(2026, 1, 7), None, date(2026, 1, 12), date(2026, 1, 4)]
    assert weeks_of(days) == ([1, None, 2, 0], date(2025, 12, 29), 3)
    assert weeks_of([None]) == ([None], None, 0)
