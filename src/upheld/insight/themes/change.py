"""What comes up and what goes down: weekly counts against what the weeks before would lead one to
expect, with a rate of false alarms that is stated and kept.

A cumulative sum of log-likelihoods (Page 1954; Lucas 1985 for counts) for each theme or term, of
a share that grew so many times, given how many complaints came at all in that week. How high a sum
must be to tell is found by simulation: weeks in which nothing changed are drawn many times over,
and the height is the one that all series together pass in no more than the stated share of weeks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Of weeks in which nothing changed, so many raise an alarm: themes and terms, both ways, together.
FALSE_ALARM_WEEKS = 0.01
# Fewer weeks say nothing of change.
FEWEST_WEEKS = 16
# What is expected comes from up to a year that ended so many weeks ago: a theme that has been
# growing for two months is not yet what is usual.
_GAP, _USUAL = 8, 52
_GROWN, _SHRUNK = 2.5, 0.35
# A complaint or two in the weeks before do not begin it: so much of the height that tells.
_HARDLY = 0.2
_MOST_DRAWS, _MOST_DRAWN = 100, 2_500_000


class Direction(StrEnum):
    """Which way a series went."""

    EMERGING = "emerging"
    FADING = "fading"


@dataclass(frozen=True, slots=True)
class Change:
    """Series `series` began to change in week `began`; the alarm was raised in week `told`, and
    `ended` when it was over, if it is."""

    series: int
    direction: Direction
    began: int
    told: int
    ended: int | None


def weeks_of(days: Sequence[date | None]) -> tuple[list[int | None], date | None, int]:
    """For each day its week from the first, the Monday of the first, and how many weeks."""
    known = [day for day in days if day is not None]
    if not known:
        return [None] * len(days), None, 0
    first = min(known) - timedelta(days=min(known).weekday())
    places = [None if day is None else (day - first).days // 7 for day in days]
    return places, first, (max(known) - first).days // 7 + 1


def changes(
    counts: "NDArray[Any]",
    totals: "NDArray[Any]",
    rate: float = FALSE_ALARM_WEEKS,
    seed: int = 0,
) -> list[Change]:
    """Changes in series by weeks, of which `totals` counts all complaints of each week.

    Of weeks in which nothing changed a share of `rate` gives an alarm, all series together.

    Weeks without a complaint stand still. None for fewer than `FEWEST_WEEKS` weeks.
    """
    import numpy as np

    if counts.shape[0] == 0 or int((totals > 0).sum()) < FEWEST_WEEKS:
        return []
    kept = counts.sum(axis=1) > 0
    series = np.flatnonzero(kept)
    found: list[Change] = []
    for direction in Direction:
        told = _sums(counts[kept][None], totals, direction)[0]
        height = _height(counts[kept], totals, direction, rate, seed)
        for row, path in zip(series.tolist(), told, strict=True):
            found += _episodes(row, path, height, direction)
    return sorted(found, key=lambda each: (each.told, each.series))


def _expected(counts: "NDArray[Any]", totals: "NDArray[Any]") -> "NDArray[Any]":
    """Of draws by series by weeks: how many the usual share of earlier weeks would give."""
    import numpy as np

    weeks = counts.shape[2]
    behind = np.concatenate([np.zeros((*counts.shape[:2], 1)), counts.cumsum(axis=2)], axis=2)
    all_behind = np.concatenate([[0], totals.cumsum()])
    end = np.maximum(np.arange(weeks) - _GAP, 0)
    start = np.maximum(end - _USUAL, 0)
    many, of = behind[:, :, end] - behind[:, :, start], all_behind[end] - all_behind[start]
    # A share that was never seen is not nought: half a complaint more than there was.
    share = (many + 0.5) / (of + 1)
    found: NDArray[Any] = share * totals
    return found


def _sums(counts: "NDArray[Any]", totals: "NDArray[Any]", direction: Direction) -> "NDArray[Any]":
    import numpy as np

    expected = _expected(counts, totals)
    times = _GROWN if direction is Direction.EMERGING else _SHRUNK
    weight = counts * np.log(times) - expected * (times - 1)
    # Until there is something usual, nothing is unusual.
    seen = np.concatenate([[0], totals.cumsum()])[np.maximum(np.arange(len(totals)) - _GAP, 0)]
    weight[:, :, (seen < 20) | (totals == 0)] = 0
    path: NDArray[Any] = np.zeros_like(weight)
    level = np.zeros(weight.shape[:2])
    for week in range(weight.shape[2]):
        level = np.maximum(level + weight[:, :, week], 0)
        path[:, :, week] = level
    return path


def _height(
    counts: "NDArray[Any]",
    totals: "NDArray[Any]",
    direction: Direction,
    rate: float,
    seed: int,
) -> float:
    """The height that quiet series together pass in no more than half of the stated weeks."""
    import numpy as np

    dice = np.random.default_rng(seed)
    expected = np.outer(counts.sum(axis=1) / max(1, totals.sum()), totals)
    spread = _spread(counts, expected)
    draws = int(np.clip(_MOST_DRAWN // counts.size, 5, _MOST_DRAWS))
    peaks = []
    for _ in range(draws):
        often = expected
        if spread > 1:  # a negative binomial: a Poisson whose rate has a gamma's spread
            often = dice.gamma(np.maximum(expected, 1e-9) / (spread - 1)) * (spread - 1)
        drawn = dice.poisson(often).astype(float)
        peaks.append(_peaks(_sums(drawn[None], totals, direction)[0]))
    highest = np.sort(np.concatenate(peaks))[::-1]
    allowed = int(rate / len(Direction) * len(totals) * draws)
    return float(highest[allowed]) if allowed < len(highest) else 1.0


def _spread(counts: "NDArray[Any]", expected: "NDArray[Any]") -> float:
    """The variance of a week over its mean, around the weeks beside it: 1 where each complaint
    comes by itself, more where they come in bunches."""
    import numpy as np

    beside = (counts[:, :-2] + counts[:, 2:]) / 2
    level = np.maximum((counts[:, :-2] + counts[:, 1:-1] + counts[:, 2:]) / 3, 1e-9)
    often = expected[:, 1:-1] >= 1
    if not often.any():
        return 1.0
    # The difference to the mean of two neighbours has one and a half times a week's variance.
    off = ((counts[:, 1:-1] - beside) ** 2 / 1.5)[often]
    return float(np.clip(off.sum() / level[often].sum(), 1.0, 5.0))


def _peaks(path: "NDArray[Any]") -> "NDArray[Any]":
    """How high each series rose each time before it stood at nought again."""
    import numpy as np

    found, peak = [], np.zeros(len(path))
    for week in range(path.shape[1]):
        over = (path[:, week] == 0) & (peak > 0)
        found.append(peak[over])
        peak = np.where(over, 0, np.maximum(peak, path[:, week]))
    return np.concatenate([*found, peak[peak > 0]])


def _episodes(
    series: int, path: "NDArray[Any]", height: float, direction: Direction
) -> list[Change]:
    found: list[Change] = []
    began, told = 0, None
    for week, level in enumerate(path.tolist()):
        if told is not None and level == 0:
            found.append(Change(series, direction, began, told, week))
            told = None
        if told is None and level <= _HARDLY * height:
            began = week + 1
        elif told is None and level > height:
            told = week
    if told is not None:
        found.append(Change(series, direction, began, told, None))
    return found
