"""Effect checks on simulated changes whose effect is known: `python -m benchmarks effects`.

How often the interval holds the true effect, how often a change that did nothing is told to have
worked, and how often one that did much is found. Each is a firm of three years or two whose rate
has a trend, seasons and a wandering of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.aims import Aims
from benchmarks.clock import table
from upheld.core.changes import SURE, About, Among, ChangeGiven, Measure, Verdict
from upheld.insight.effects import Series, check

Numbers = NDArray[np.float64]
MONDAY = date(2023, 11, 6)
_PASSAGES = 150
_EACH = 200


class Simulated(NamedTuple):
    """`weekly` events a week in the mean; `effect` is the rate with the change to that without it.

    `wander` is how far the log rate strays (a standard deviation), of which `kept` is left a week
    later. `beside`: others are there whose rate strays and turns with the seasons as ours does.
    `back` is the week in which it is as it was before again.
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


FIRMS = (
    Simulated("nothing moves"),
    Simulated("a trend upwards", trend=0.3),
    Simulated("a trend downwards", trend=-0.3),
    Simulated("it wanders", wander=0.2, kept=0.5),
    Simulated("it wanders far and long", wander=0.3, kept=0.7),
    Simulated("it wanders, many a week, a trend", weekly=15, wander=0.2, kept=0.7, trend=0.3),
    Simulated("one a week, it wanders, a trend", weekly=1, wander=0.2, kept=0.5, trend=-0.3),
    Simulated("one in three weeks", weekly=0.33),
    Simulated("two years, it wanders", weeks=104, made=60, wander=0.2, kept=0.5),
    Simulated("changed lately, it wanders", made=130, wander=0.2, kept=0.5),
    Simulated("beside others, it wanders", beside=6, wander=0.3, kept=0.7, trend=0.3),
)


def series(firm: Simulated, seed: int) -> Series:
    """The weeks of one such firm."""
    chance = np.random.default_rng(seed)
    at = np.arange(firm.weeks)
    passages = chance.poisson(_PASSAGES, firm.weeks) + 1
    moved = _moved(firm, chance)
    step = np.where((at >= firm.made) & ((at < firm.back) | (not firm.back)), firm.effect, 1.0)
    rate = firm.weekly / _PASSAGES * passages * np.exp(moved) * step
    others = firm.beside / _PASSAGES * passages * np.exp(moved)
    drawn = chance.poisson(others) if firm.beside else []
    among = [float(each) for each in passages]
    return Series(
        MONDAY, [int(each) for each in chance.poisson(rate)], among, [int(each) for each in drawn],
        among if firm.beside else [],
    )  # fmt: skip


def _moved(
    firm: Simulated, chance: np.random.Generator
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """The log rate about its mean: trend, seasons and what wanders."""
    at = np.arange(firm.weeks)
    strays = np.zeros(firm.weeks)
    strays[0] = chance.normal(0, firm.wander)
    fresh = firm.wander * np.sqrt(1 - firm.kept**2)
    for week in range(1, firm.weeks):
        strays[week] = firm.kept * strays[week - 1] + chance.normal(0, fresh)
    turn = 2 * np.pi * (at / 52.18 + chance.random())
    moved: Numbers = (
        firm.trend * (at - firm.weeks / 2) / 52.18 + firm.seasons * np.sin(turn) + strays
    )
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
        judge_from=made,
        beside=("late",) if firm.beside else (),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """Of so many firms of a kind, the part whose interval held the truth, and each verdict's."""

    held: float
    verdicts: dict[Verdict, float]
    wide: float


def looked(firm: Simulated, times: int, first: int = 0) -> Found:
    told = [check(change(firm), series(firm, first + seed)) for seed in range(times)]
    ratios = [each.ratio for each in told if each.ratio]
    held = sum(each.low <= firm.effect <= each.high for each in ratios) / len(ratios)
    verdicts = {each: sum(one.verdict is each for one in told) / times for each in Verdict}
    return Found(held, verdicts, float(np.median([each.high / each.low for each in ratios])))


def main() -> None:
    rows, held, wrong = [], [], []
    for firm in FIRMS:
        for effect in (1.0, 0.7, 0.4):
            one = looked(replaced(firm, effect), _EACH)
            rows.append((firm.name, f"{effect:g}", *_told(one)))
            held.append(one.held)
            worked = one.verdicts[Verdict.WORKED] + one.verdicts[Verdict.RETURNED]
            if effect == 1.0:
                wrong.append(worked)
    head = ("the firm", "effect", "interval held it", *(str(each) for each in Verdict), "width")
    table(f"Effect checks, {_EACH} firms of each kind, intervals of {SURE:.0%}", head, rows)
    back = [looked(Simulated("back", effect=0.4, back=120, weekly=w), _EACH) for w in (3, 6)]
    stays = looked(Simulated("stays", effect=0.4), _EACH)
    aims = Aims()
    all_over, none_came = sum(held) / len(held), sum(wrong) / len(wrong)
    aims.least("the interval holds the true effect, over all", all_over, 0.87, "of 1")
    aims.least("the same in the worst of them", min(held), 0.8, "of 1")
    aims.most("nothing came of it, and it is told to have worked", none_came, 0.05, "of 1")
    aims.most("the same in the worst of them", max(wrong), 0.08, "of 1")
    for each, one, aim in zip(("3", "6"), back, (0.5, 0.8), strict=True):
        told = one.verdicts[Verdict.RETURNED]
        aims.least(f"it is back after 40 weeks, {each} a week, and that is told", told, aim, "of 1")
    false_return = stays.verdicts[Verdict.RETURNED]
    aims.most("it stays away, and is told to be back", false_return, 0.03, "of 1")
    aims.show()


def replaced(firm: Simulated, effect: float) -> Simulated:
    return firm._replace(effect=effect)


def _told(one: Found) -> Iterator[str]:
    yield f"{one.held:.2f}"
    yield from (f"{part:.2f}" for part in one.verdicts.values())
    yield f"{one.wide:.1f}×"
