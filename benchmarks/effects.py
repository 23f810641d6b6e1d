"""Effect checks on simulated changes whose effect is known: `python -m benchmarks effects`.

How often the interval holds the true effect, how often a change that did nothing is told to have
worked, at one look and at any of those of each month, and how often one that did much is found.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import fmean

import numpy as np

from benchmarks.aims import Aims
from benchmarks.clock import table
from benchmarks.effect_firms import FIRST, HELD_OUT, THEN, Simulated, change, series
from upheld.core.changes import SURE, Verdict
from upheld.insight.effects import Series, check

_EACH = 200
# Every firm is looked at each month for so long after its change.
_LOOKED = (4, 76, 4)
_FOUND_WORKING = frozenset({Verdict.WORKED, Verdict.RETURNED})


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


def ever_worked(firm: Simulated, times: int, first: int = 0) -> float:
    """The part of firms that were told at any monthly look that the change had worked."""
    return sum(_ever(firm, series(firm, first + seed)) for seed in range(times)) / times


def _ever(firm: Simulated, weeks: Series) -> bool:
    begin, end, every = _LOOKED
    days = range(firm.made + begin, min(firm.made + end, firm.weeks) + 1, every)
    told = (check(change(firm), _until(weeks, day)) for day in days)
    return any(each.verdict in _FOUND_WORKING for each in told)


def _until(weeks: Series, day: int) -> Series:
    """What was known of the weeks before that day."""
    parts = ("count", "among", "beside", "beside_among")
    return replace(weeks, **{part: getattr(weeks, part)[:day] for part in parts})


def main() -> None:
    aims = Aims()
    for name, firms in (("first", FIRST), ("then", THEN), ("held out", HELD_OUT)):
        rows, held, wrong = [], [], []
        for firm in firms:
            for effect in (1.0, 0.7, 0.4):
                one = looked(firm._replace(effect=effect), _EACH)
                rows.append((firm.name, f"{effect:g}", *_told(one)))
                held.append(one.held)
                if effect == 1.0:
                    wrong.append(sum(one.verdicts[each] for each in _FOUND_WORKING))
        head = ("the firm", "effect", "held", *(str(each) for each in Verdict), "width")
        table(f"Effect checks, {_EACH} firms of each kind, {name}, {SURE:.0%}", head, rows)
        aims.least(f"{name}: the interval holds the effect, over all", fmean(held), 0.9, "of 1")
        aims.least(f"{name}: the same in the worst kind", min(held), 0.88, "of 1")
        aims.most(f"{name}: nothing came of it, told to have worked", max(wrong), 0.05, "of 1")
    _looks(aims)
    _returns(aims)
    aims.show()


def _looks(aims: Aims) -> None:
    """Nothing came of it, and somebody looked each month for a year and a half."""
    for firm in (FIRST[0], FIRST[4], THEN[3]):
        part = ever_worked(firm, _EACH // 2)
        aims.most(f"{firm.name}: told to have worked at any monthly look", part, 0.05, "of 1")


def _returns(aims: Aims) -> None:
    for weekly, aim in ((3, 0.5), (6, 0.8)):
        one = looked(Simulated("back", effect=0.4, back=120, weekly=weekly), _EACH)
        told = one.verdicts[Verdict.RETURNED]
        name = f"it is back after 40 weeks, {weekly} a week, and that is told"
        aims.least(name, told, aim, "of 1")
    stays = looked(Simulated("stays", effect=0.4), _EACH).verdicts[Verdict.RETURNED]
    aims.most("it stays away, and is told to be back", stays, 0.03, "of 1")


def _told(one: Found) -> Iterator[str]:
    yield f"{one.held:.2f}"
    yield from (f"{part:.2f}" for part in one.verdicts.values())
    yield f"{one.wide:.1f}×"
