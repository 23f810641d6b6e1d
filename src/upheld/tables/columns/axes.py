"""A gate over a column: one small whole number a row, which says which rules pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import add

import polars as pl

from upheld.tables.columns.lines import Line
from upheld.tables.columns.truths import Lines, truth
from upheld.tables.gates import Gate, Gates
from upheld.tables.syntax import Test
from upheld.tables.values import Scalar

# From here on a binary search is cheaper than a comparison with every bound.
_MANY = 20
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
    return Axis(_counted(line, bounds).fill_null(len(runs)), sets)


def _bound(gate: Gate, line: Line, at: int) -> int | float | str:
    place, above = divmod(at - 2, 2)
    return line.bound(gate.bins.cuts[place], above=bool(above))


def _counted(line: Line, bounds: Sequence[int | float | str]) -> pl.Expr:
    """How many of the rising bounds each value has reached."""
    if not bounds:
        return pl.when(line.expr.is_not_null()).then(pl.lit(0, pl.UInt8))
    if len(bounds) < _MANY:
        return reduce(add, ((line.ordered >= pl.lit(bound)).cast(pl.UInt8) for bound in bounds))
    wide, places = _searched(line, bounds)
    found = pl.lit(places).search_sorted(wide, side="right")
    return pl.when(line.expr.is_not_null()).then(found)


def _searched(line: Line, bounds: Sequence[int | float | str]) -> tuple[pl.Expr, pl.Series]:
    if line.unit is None:
        return line.ordered, pl.Series(bounds)
    far = any(not -(2**63) <= bound < 2**63 for bound in bounds if isinstance(bound, int))
    wide = pl.Int128 if far or line.dtype in _WIDE else pl.Int64
    return line.expr.cast(wide), pl.Series(bounds, dtype=wide)


def _listed(gate: Gate, line: Line) -> Axis:
    sets = tuple(dict.fromkeys(gate.passing))
    places = {rules: at for at, rules in enumerate(sets)}
    codes = [places[rules] for rules in gate.passing]  # null, the values, any other text
    return Axis(_coded(line, gate.bins.cuts, codes), sets)


def _coded(line: Line, cuts: tuple[Scalar, ...], codes: list[int]) -> pl.Expr:
    known = dict(zip(cuts, codes[1:], strict=False))
    if line.dtype == pl.Boolean:
        return _lookup([known[False], known[True]], line.expr.cast(pl.UInt8)).fill_null(codes[0])
    if isinstance(line.dtype, pl.Enum):
        each = [known.get(text, codes[-1]) for text in line.dtype.categories]
        return _lookup(each, line.expr.to_physical()).fill_null(codes[0])
    asked = line.expr.cast(pl.Enum([str(text) for text in cuts]), strict=False)
    found = _lookup(codes[1:], asked.to_physical()).fill_null(codes[-1])
    if codes[0] == codes[-1]:
        return found
    return pl.when(line.expr.is_null()).then(pl.lit(codes[0], pl.UInt32)).otherwise(found)


def _lookup(codes: list[int], at: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(codes or [0], dtype=pl.UInt32)).gather(at)


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
