"""A gate over a column: one small whole number a row, which says which rules pass."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import add
from typing import Any

import polars as pl

from upheld.tables.columns.lines import Line
from upheld.tables.columns.lookups import least, looked_up
from upheld.tables.columns.truths import Lines, truth
from upheld.tables.gates import Gate, Gates
from upheld.tables.syntax import Test

# A comparison with one bound is the cheapest step there is; a table of all places in between costs
# as much as ten of them, as long as it stays in the processor's cache, and a search as forty.
_FEW = 10
_SOME = 40
_SPAN = 1 << 17
_I64 = range(-(2**63), 2**63)
_WIDE = (pl.UInt64, pl.Int128, pl.UInt128, pl.Decimal)


@dataclass(frozen=True, slots=True)
class Axis:
    """`index` is 0, 1, 2, ... by row; `sets` has the rules that pass at each."""

    index: pl.Expr
    sets: tuple[int, ...]


def axes_of(gates: Gates, lines: Lines) -> list[Axis]:
    """An axis for each column that asks something, and for each test that reads a name."""
    boxed = [_axis(gate, lines[gate.column]) for gate in gates.columns]
    return [axis for axis in boxed if len(set(axis.sets)) > 1] + _loose(gates, lines)


def _axis(gate: Gate, line: Line) -> Axis:
    return _along(gate, line) if gate.bins.ordered else _listed(gate, line)


def _along(gate: Gate, line: Line) -> Axis:
    """Neighbouring bins with the same rules are one: only where the rules change is a bound."""
    runs = [
        (next(places), rules)
        for rules, places in groupby(range(1, gate.bins.count), key=lambda at: gate.passing[at])
    ]
    bounds = [_bound(gate, line, at) for at, _ in runs[1:]]
    sets = (*(rules for _, rules in runs), gate.passing[0])
    return Axis(_counted(line, bounds), sets)


def _bound(gate: Gate, line: Line, at: int) -> int | float | str:
    place, above = divmod(at - 2, 2)
    return line.bound(gate.bins.cuts[place], above=bool(above))


def _counted(line: Line, bounds: Sequence[Any]) -> pl.Expr:
    """How many of the rising bounds each value has reached; one more than all where unknown."""
    if len(bounds) <= _FEW:
        return _compared(line, bounds)
    whole = line.unit is not None and line.dtype not in _WIDE
    fits = whole and _I64.start <= bounds[0] <= bounds[-1] < _I64.stop
    if fits and bounds[-1] - bounds[0] <= _SPAN:
        return _tabled(line.expr.cast(pl.Int64), bounds)
    if len(bounds) <= _SOME:
        return _compared(line, bounds)
    if line.unit is None:
        return _searched(line.ordered, pl.Series(bounds))
    dtype = pl.Int64 if fits else pl.Int128
    return _searched(line.expr.cast(dtype), pl.Series(bounds, dtype=dtype))


def _compared(line: Line, bounds: Sequence[Any]) -> pl.Expr:
    zero, one, unknown = (pl.lit(count, pl.UInt8) for count in (0, 1, len(bounds) + 1))
    reached = [pl.when(line.ordered >= pl.lit(bound)).then(one).otherwise(zero) for bound in bounds]
    return pl.when(line.expr.is_null()).then(unknown).otherwise(reduce(add, reached, zero))


def _tabled(places: pl.Expr, bounds: Sequence[int]) -> pl.Expr:
    """By a table with a count for each place from the first bound to before the last; behind them
    one for the places below, one for those above, and one for the unknown."""
    low, high = bounds[0], bounds[-1]
    counts = [bisect_right(bounds, place) for place in range(low, high)]
    below, above, unknown = (pl.lit(len(counts) + more, pl.UInt32) for more in range(3))
    at = (
        pl.when(places >= high)
        .then(above)
        .when(places >= low)
        # Only places that the tests let through stand for themselves: none of those wraps.
        .then((places - low).cast(pl.UInt32, wrap_numerical=True))
        .when(places.is_null())
        .then(unknown)
        .otherwise(below)
    )
    return looked_up([*counts, 0, len(bounds), len(bounds) + 1], least(len(bounds) + 2), at)


def _searched(places: pl.Expr, bounds: pl.Series) -> pl.Expr:
    found = pl.lit(bounds).search_sorted(places, side="right")
    return pl.when(places.is_null()).then(len(bounds) + 1).otherwise(found)


def _listed(gate: Gate, line: Line) -> Axis:
    null, *each, other = gate.passing if line.dtype != pl.Boolean else (*gate.passing, 0)
    known = dict(zip(gate.bins.cuts, each, strict=True))
    if line.dtype == pl.Boolean:
        no, yes, unknown = (pl.lit(at, pl.UInt8) for at in range(3))
        number = pl.when(line.expr).then(yes).when(line.expr.is_null()).then(unknown).otherwise(no)
        return Axis(number, (*each, null))
    if isinstance(line.dtype, pl.Enum):
        texts = line.dtype.categories.to_list()
        number = line.expr.to_physical()
        return _coded([known.get(text, other) for text in texts], null, number)
    places = pl.Enum([str(text) for text in gate.bins.cuts])
    number = line.expr.cast(places, strict=False).to_physical()
    unknown = pl.when(line.expr.is_null()).then(len(each)).otherwise(len(each) + 1)
    return _coded([*each, null, other], other, number.cast(pl.UInt32).fill_null(unknown))


def _coded(sets: list[int], null: int, number: pl.Expr) -> Axis:
    """The sets by number. Where many numbers share a set, a table from number to set pays."""
    shared = tuple(dict.fromkeys([*sets, null]))
    if len(sets) <= 2 * len(shared):
        return Axis(number.fill_null(len(sets)), (*sets, null))
    codes = [shared.index(rules) for rules in sets]
    at = number.fill_null(len(sets))
    return Axis(looked_up([*codes, shared.index(null)], least(len(shared)), at), shared)


def _loose(gates: Gates, lines: Lines) -> list[Axis]:
    asking: dict[tuple[str, Test], int] = {}
    for at, cells in gates.loose.items():
        for cell in cells:
            asking[cell.column, cell.test] = asking.get((cell.column, cell.test), 0) | 1 << at
    return [
        Axis(_holds(test, lines[column], lines), (gates.open & ~rules, gates.open))
        for (column, test), rules in asking.items()
    ]


def _holds(test: Test, line: Line, lines: Lines) -> pl.Expr:
    return truth(test, line, lines).fill_null(False).cast(pl.UInt8)
