"""Lines that run on from one customer to the next: what so many bring all together."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

# The drawing's own units: it is stretched to the width that there is.
_WIDTH, _HEIGHT = 1000.0, 100.0
# More points than this cannot be told apart.
_MOST_POINTS = 200


@dataclass(frozen=True, slots=True)
class Line:
    """`points` as SVG has them; `series` names its colour."""

    series: str
    points: str


@dataclass(frozen=True, slots=True)
class Curve:
    """`zero` is where nothing is, `mark` where the point is that matters. `top` and `bottom` are
    the amounts at the two edges."""

    lines: tuple[Line, ...]
    zero: str
    mark: str
    top: Decimal
    bottom: Decimal


def curve(lines: dict[str, Sequence[Decimal]], mark: int) -> Curve | None:
    """Each line begins at nothing and goes through its amounts, all lines as long as each other;
    `mark` is after how many. None where there is nothing to draw."""
    amounts = [amount for line in lines.values() for amount in line]
    top = max(amounts, default=Decimal(0)).max(Decimal(0))
    bottom = min(amounts, default=Decimal(0)).min(Decimal(0))
    if top == bottom:
        return None
    scale = _HEIGHT / float(top - bottom)
    zero = float(top) * scale
    count = max(map(len, lines.values()))
    kept = sorted({round(at * count / _MOST_POINTS) for at in range(_MOST_POINTS + 1)} | {mark})
    drawn = (
        Line(series, " ".join(_point(at, line, count, zero, scale) for at in kept))
        for series, line in lines.items()
    )
    return Curve(tuple(drawn), f"{zero:.2f}", f"{mark / count * _WIDTH:.2f}", top, bottom)


def _point(at: int, line: Sequence[Decimal], count: int, zero: float, scale: float) -> str:
    y = zero - float(line[at - 1]) * scale if at else zero
    return f"{at / count * _WIDTH:.2f},{y:.2f}"
