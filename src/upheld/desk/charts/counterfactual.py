"""What happened, beside what would have happened without a change: two lines and a band."""

from collections.abc import Sequence
from dataclasses import dataclass

# The drawing's own units: it is stretched to the width that there is.
_WIDTH, _HEIGHT = 1000.0, 100.0
# A band that reaches further than so many times the highest point runs off the picture instead.
_WIDEST = 1.8


@dataclass(frozen=True, slots=True)
class Point:
    """A rate, and what would have come with where that lies; None where nothing is judged."""

    rate: float
    likely: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """`band` is closed; `marks` are where something happened, and `top` the rate at the top."""

    line: str
    without: str
    band: str
    marks: tuple[str, ...]
    top: float


def counterfactual(points: Sequence[Point], marks: Sequence[int]) -> Counterfactual | None:
    """`marks` are the points before which something was changed. None where nothing was counted."""
    highest = max((max(each.rate, each.likely or 0.0) for each in points), default=0.0)
    if len(points) < 2 or not highest:
        return None
    top = min(max(max(each.high or 0.0 for each in points), highest), highest * _WIDEST)
    step = _WIDTH / (len(points) - 1)

    def at(number: int, value: float) -> str:
        return f"{number * step:.1f},{_HEIGHT - _HEIGHT * min(value / top, 1.0):.1f}"

    told = [(number, each) for number, each in enumerate(points) if each.likely is not None]
    upper = [at(number, each.high or 0.0) for number, each in told]
    lower = [at(number, each.low or 0.0) for number, each in reversed(told)]
    return Counterfactual(
        line=" ".join(at(number, each.rate) for number, each in enumerate(points)),
        without=" ".join(at(number, each.likely or 0.0) for number, each in told),
        band=" ".join(upper + lower),
        marks=tuple(f"{max(0.0, number - 0.5) * step:.1f}" for number in marks),
        top=top,
    )
