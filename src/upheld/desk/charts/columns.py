"""Columns along the months, above and below a line: what more and what less something costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

# The drawing's own units: it is stretched to the width that there is.
_WIDTH, _HEIGHT = 1000.0, 100.0
_GAP = 0.28


@dataclass(frozen=True, slots=True)
class Part:
    """One bar of a column; `series` names its colour."""

    series: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Columns:
    """`zero` is where the line is. `top` and `bottom` are the amounts at the two edges."""

    parts: tuple[Part, ...]
    zero: str
    top: Decimal
    bottom: Decimal


def columns(values: Sequence[Mapping[str, Decimal]]) -> Columns | None:
    """A column for each mapping of series to amounts, stacked away from the line. None where all
    amounts are nothing."""
    top = max((_sum(each, 1) for each in values), default=Decimal(0))
    bottom = min((_sum(each, -1) for each in values), default=Decimal(0))
    if top == bottom:
        return None
    scale = _HEIGHT / float(top - bottom)
    zero = float(top) * scale
    step = _WIDTH / len(values)
    parts = [
        part
        for at, each in enumerate(values)
        for part in _column(each, at * step + step * _GAP / 2, step * (1 - _GAP), zero, scale)
    ]
    return Columns(tuple(parts), _number(zero), top, bottom)


def _column(
    amounts: Mapping[str, Decimal], x: float, width: float, zero: float, scale: float
) -> list[Part]:
    up = down = zero
    parts = []
    for series, amount in amounts.items():
        height = abs(float(amount)) * scale
        if not height:
            continue
        y = up - height if amount > 0 else down
        up, down = (y, down) if amount > 0 else (up, down + height)
        parts.append(Part(series, *map(_number, (x, y, width, height))))
    return parts


def _sum(amounts: Mapping[str, Decimal], sign: int) -> Decimal:
    return sum((amount for amount in amounts.values() if amount * sign > 0), Decimal(0))


def _number(value: float) -> str:
    return f"{value:.2f}"
