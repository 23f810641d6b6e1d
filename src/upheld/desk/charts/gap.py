"""A difference with its interval as a dot on a line, with nothing in the middle."""

from collections.abc import Iterable
from dataclasses import dataclass

from upheld.core.intervals import Interval

_MIDDLE = 50.0


@dataclass(frozen=True, slots=True)
class Gap:
    """Hundredths of the picture's width: where the interval begins and ends, and the dot; no
    difference at all is at 50."""

    start: str
    end: str
    at: str


def reach(found: Iterable[Interval | None]) -> float:
    """What both edges stand for, so that all of these can be compared; never nothing."""
    ends = [abs(end) for each in found if each for end in (each.low, each.high)]
    return max(ends, default=0.0) or 1.0


def gap(found: Interval | None, edge: float) -> Gap | None:
    """The picture of one, on the scale whose edges are `edge` to both sides."""
    if found is None:
        return None
    places = (
        min(max(_MIDDLE * (1 + each / edge), 0.0), 100.0)
        for each in (found.low, found.high, found.likely)
    )
    return Gap(*(f"{place:.1f}" for place in places))
