"""A number with its interval as a dot on a line, beside others on one scale."""

from collections.abc import Iterable
from dataclasses import dataclass

from upheld.core.intervals import Interval

# An interval wider than so many times the largest number runs off the picture instead.
_WIDEST = 1.6


@dataclass(frozen=True, slots=True)
class Whisker:
    """Hundredths of the picture's width: where the interval begins and ends, and the dot."""

    start: str
    end: str
    at: str


def scale(found: Iterable[Interval | None]) -> float:
    """What the right edge stands for, so that all of these can be compared; never nothing."""
    known = [each for each in found if each is not None]
    highest = max((each.high for each in known), default=0.0)
    likely = max((each.likely for each in known), default=0.0)
    return min(highest, likely * _WIDEST) or highest or 1.0


def whisker(found: Interval | None, edge: float) -> Whisker | None:
    """The picture of one, on the scale whose right edge is `edge`."""
    if found is None:
        return None
    places = (
        min(max(100 * each / edge, 0.0), 100.0) for each in (found.low, found.high, found.likely)
    )
    return Whisker(*(f"{place:.1f}" for place in places))
