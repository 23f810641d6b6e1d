"""Firms in which something was changed and whose truth is known, for `benchmarks effects`.

Those of `FIRST` are what the method was built with; those of `THEN` showed what it did not allow
for, and now does; those of `HELD_OUT` were looked at once, when nothing was changed any more.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from upheld.core.changes import About, Among, ChangeGiven, Measure
from upheld.insight.effects import Series

Numbers = NDArray[np.float64]
MONDAY = date(2023, 11, 6)
_PASSAGES = 150
_YEAR = 52.18
# A change that follows a spike is made after the four worst weeks in a row of so many.
_SPIKE, _WORST_OF = 4, 30


class Simulated(NamedTuple):
    """`weekly` events a week in the mean; `effect` is the rate with the change to that without it.

    `wander` is how far the log rate strays (a standard deviation), of which `kept` is left a week
    later. `beside`: others are there whose rate strays and turns with the seasons as ours does.
    `back` is the week in which it is as it was before again. `holidays` is how far it rises in the
    weeks about Christmas, `clumped` the variance of the rate beside its square, `growth` that of
    the passages in a year, `moved` a move of the level for good on some day before the change, and
    `drift` the standard deviation of the moves that each week keeps for good. `away` months have no
    data. `spike`: it was changed because it had just been at its worst. The effect begins `late`
    weeks after the change.
    """

    name: str
    weeks: int = 156
    made: int = 80
    weekly: float = 3.0
    effect: float = 1.0
    trend: float = 0.0
    seasons: float = 0.2
    wander: float = 0.0
    kept: float = 0.0
    beside: float = 0.0
    back: int = 0
    holidays: float = 0.0
    clumped: float = 0.0
    growth: float = 0.0
    moved: float = 0.0
    drift: float = 0.0
    away: int = 0
    spike: bool = False
    late: int = 0


FIRST = (
    Simulated("nothing moves"),
    Simulated("a trend upwards", trend=0.3),
    Simulated("a trend downwards", trend=-0.3),
    Simulated("it wanders", wander=0.2, kept=0.5),
    Simulated("it wanders far and long", wander=0.3, kept=0.7),
    Simulated("it wanders, 15 a week, a trend", weekly=15, wander=0.2, kept=0.7, trend=0.3),
    Simulated("one a week, it wanders, a trend", weekly=1, wander=0.2, kept=0.5, trend=-0.3),
    Simulated("one in three weeks", weekly=0.33),
    Simulated("two years, it wanders", weeks=104, made=60, wander=0.2, kept=0.5),
    Simulated("changed lately, it wanders", made=130, wander=0.2, kept=0.5),
    Simulated("beside others, it wanders", beside=6, wander=0.3, kept=0.7, trend=0.3),
)
THEN = (
    Simulated("holidays", weekly=5, holidays=0.5),
    Simulated("passages grow by half a year", weekly=5, growth=0.5),
    Simulated("the level rose before", weekly=5, moved=0.5),
    Simulated("the level fell before", weekly=5, moved=-0.5),
    Simulated("clumps", weekly=5, clumped=0.3),
    Simulated("clumps, 1.5 a week", weekly=1.5, clumped=0.5),
    Simulated("three months without data", weekly=5, away=3),
    Simulated("changed after a spike", weekly=5, wander=0.3, kept=0.7, spike=True),
    Simulated("changed after a quiet spike", spike=True),
    Simulated("it drifts for good", weekly=5, drift=0.05),
    Simulated("ten months in all", weeks=44, made=22, weekly=5),
    Simulated("it works six weeks late", weekly=5, late=6),
)
HELD_OUT = (
    Simulated("a steep trend", weekly=5, trend=-0.6),
    Simulated("strong seasons", weekly=5, seasons=0.6),
    Simulated("25 a week in clumps", weekly=25, clumped=0.1, trend=0.2),
    Simulated("rare, in clumps", weekly=0.8, clumped=0.8),
    Simulated("the level fell, and it wanders", weekly=4, moved=-0.4, wander=0.15, kept=0.6),
    Simulated("passages shrink, a spike", weekly=8, growth=-0.4, wander=0.2, kept=0.5, spike=True),
    Simulated("four years, it drifts", weeks=208, made=130, weekly=4, drift=0.03),
    Simulated("holidays, a month away, late", weekly=6, holidays=0.7, away=1, late=4),
)


def series(firm: Simulated, seed: int) -> Series:
    """The weeks of one such firm."""
    chance = np.random.default_rng(seed)
    weeks = firm.weeks + (_WORST_OF if firm.spike else 0)
    growing = np.exp(firm.growth * np.arange(weeks) / _YEAR)
    passages = chance.poisson(_PASSAGES * growing) + 1
    moved = _moved(firm, weeks, chance)
    rate = firm.weekly / _PASSAGES * passages * np.exp(moved)
    if firm.clumped:
        rate = rate * chance.gamma(1 / firm.clumped, firm.clumped, weeks)
    others = firm.beside / _PASSAGES * passages * np.exp(moved)
    drawn = chance.poisson(others) if firm.beside else []
    count = chance.poisson(rate)
    first = _before_the_worst(firm, count / passages) if firm.spike else 0
    here = slice(first, first + firm.weeks)
    step = _step(firm)
    count = np.where(step == 1, count[here], chance.poisson(rate[here] * step))
    passages = passages[here]
    for away in chance.integers(0, firm.weeks - 4, firm.away):
        count[away : away + 4] = passages[away : away + 4] = 0
    among = [float(each) for each in passages]
    return Series(
        MONDAY, [int(each) for each in count], among, [int(each) for each in drawn],
        among if firm.beside else [],
    )  # fmt: skip


def _before_the_worst(firm: Simulated, rate: Numbers) -> int:
    """How many weeks to leave away, so that the change is made right after the worst ones."""
    months = np.convolve(rate, np.ones(_SPIKE), "valid")[firm.made - _SPIKE :]
    return int(np.argmax(months[:_WORST_OF]))


def _step(firm: Simulated) -> Numbers:
    at, begun = np.arange(firm.weeks), firm.made + firm.late
    stays = (at >= begun) & ((at < firm.back) | (not firm.back))
    return np.where(stays, firm.effect, 1.0)


def _moved(firm: Simulated, weeks: int, chance: np.random.Generator) -> Numbers:
    """The log rate about its mean: trend, seasons, holidays, what wanders and what moved."""
    at = np.arange(weeks)
    strays = np.zeros(weeks)
    strays[0] = chance.normal(0, firm.wander)
    fresh = firm.wander * np.sqrt(1 - firm.kept**2)
    for week in range(1, weeks):
        strays[week] = firm.kept * strays[week - 1] + chance.normal(0, fresh)
    turn = 2 * np.pi * (at / _YEAR + chance.random())
    moved: Numbers = firm.trend * (at - weeks / 2) / _YEAR + firm.seasons * np.sin(turn) + strays
    moved += firm.holidays * np.isin(at % 52, (6, 7, 8))
    moved += firm.moved * (at >= chance.integers(15, firm.made - 10)) if firm.moved else 0.0
    moved += np.cumsum(chance.normal(0, firm.drift, weeks)) if firm.drift else 0.0
    return moved - firm.wander**2 / 2


def change(firm: Simulated, expected: str = "0.3") -> ChangeGiven:
    made = MONDAY + timedelta(weeks=firm.made)
    return ChangeGiven(
        name="Corner guards",
        hypothesis="Corners break.",
        told_as="We guard the corners now.",
        made_on=made,
        measure=Measure(About.CAUSE, "damaged", Among.ORDERS),
        expected=Decimal(expected),
        judge_from=made + timedelta(weeks=firm.late),
        beside=("late",) if firm.beside else (),
    )
