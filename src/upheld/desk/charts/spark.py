"""A number over time as a thin line with its interval behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from upheld.core.intervals import Interval

from .whisker import scale

_HEIGHT = 20.0


@dataclass(frozen=True, slots=True)
class Spark:
    """Points of a drawing 100 wide and 20 high; `band` is closed."""

    line: str
    band: str


def spark(found: Sequence[Interval | None]) -> Spark | None:
    """None where fewer than two of them can be told."""
    known = [(at, each) for at, each in enumerate(found) if each is not None]
    if len(known) < 2:
        return None
    edge, step = scale(each for _, each in known), 100 / (len(found) - 1)

    def point(at: int, value: float) -> str:
        return f"{at * step:.1f},{_HEIGHT - _HEIGHT * min(value / edge, 1.0):.1f}"

    upper = [point(at, each.high) for at, each in known]
    lower = [point(at, each.low) for at, each in reversed(known)]
    return Spark(" ".join(point(at, each.likely) for at, each in known), " ".join(upper + lower))
