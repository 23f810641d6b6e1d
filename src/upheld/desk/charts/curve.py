"""Lines that run on from one customer to the next: what so many bring all together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

# The drawing's own units: it is stretched to the width that there is.
_WIDTH, _HEIGHT = 1000.0, 100.0


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


def curve(after: Sequence[int], lines: Mapping[str, Sequence[Decimal]], mark: int) -> Curve | None:
    """Each line begins at nothing and goes through its amounts `after` so many customers, the last
    of which is all of them; `mark` is after how many. None where there is nothing to draw."""
    amounts = [amount for line in lines.values() for amount in line]
    top = max(amounts, default=Decimal(0)).max(Decimal(0))
    bottom = min(amounts, default=Decimal(0)).min(Decimal(0))
    if top == bottom:
        return None
    scale = _HEIGHT / float(top - bottom)
    zero = float(top) * scale
    across = [at / after[-1] * _WIDTH for at in (0, *after)]
    drawn = (
        Line(
            series,
            " ".join(
                f"{x:.2f},{zero - float(amount) * scale:.2f}"
                for x, amount in zip(across, (Decimal(0), *line), strict=True)
            ),
        )
        for series, line in lines.items()
    )
    return Curve(tuple(drawn), f"{zero:.2f}", f"{mark / after[-1] * _WIDTH:.2f}", top, bottom)
