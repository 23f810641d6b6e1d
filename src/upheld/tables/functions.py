"""The functions an output cell may call.

A null argument gives null: an unknown amount stays unknown, so `min(null, 50)` is null,
not 50 (DMN 1.3, clause 10.3.4.4).
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import reduce
from typing import Any

from upheld.tables.arithmetic import finite
from upheld.tables.values import DECIMAL128, Kind, Scalar

AMOUNTS = frozenset({Kind.NUMBER, Kind.MONEY})
ORDERED = frozenset(Kind) - {Kind.STRING, Kind.BOOLEAN}


@dataclass(frozen=True, slots=True)
class Function:
    """`takes` kinds, all arguments alike (but for `places`); gives `gives`, or the same kind."""

    takes: frozenset[Kind]
    gives: Kind | None
    fewest: int
    most: int | None
    work: Callable[..., Any]
    places: bool = False


def call(name: str, arguments: tuple[Scalar, ...]) -> Scalar:
    """The function's value; null where an argument is null (`count` counts those too).

    Null too for arguments that do not go together and for none at all, but `count` of none is 0:
    the cells of a policy are checked for both, those of a DMN model cannot be.
    """
    if name != "count" and (None in arguments or not arguments):
        return None
    try:
        result: Scalar = finite(FUNCTIONS[name].work(*arguments))
    except (AttributeError, TypeError):
        return None
    return result


def _total(*amounts: Decimal) -> Decimal:
    return reduce(DECIMAL128.add, amounts)


def _floor(number: Decimal) -> Decimal:
    return number.to_integral_value(ROUND_FLOOR)


def _ceiling(number: Decimal) -> Decimal:
    return number.to_integral_value(ROUND_CEILING)


def _half_up(number: Decimal, places: Decimal) -> Decimal:
    unit = DECIMAL128.scaleb(Decimal(1), -int(places))
    return number.quantize(unit, ROUND_HALF_UP, DECIMAL128)


FUNCTIONS = {
    "min": Function(ORDERED, None, 1, None, lambda *each: min(each)),
    "max": Function(ORDERED, None, 1, None, lambda *each: max(each)),
    "sum": Function(AMOUNTS, None, 1, None, _total),
    "count": Function(frozenset(Kind), Kind.NUMBER, 1, None, lambda *each: Decimal(len(each))),
    "abs": Function(AMOUNTS, None, 1, 1, DECIMAL128.abs),
    "floor": Function(AMOUNTS, None, 1, 1, _floor),
    "ceiling": Function(AMOUNTS, None, 1, 1, _ceiling),
    "round half up": Function(AMOUNTS, None, 2, 2, _half_up, places=True),
}
