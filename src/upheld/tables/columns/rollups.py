"""Rollups over columns: what a case's tables read about the rows of a list."""

from collections.abc import Mapping

import polars as pl

from upheld.tables.columns.lines import Line
from upheld.tables.columns.truths import truth
from upheld.tables.rollups import How, Rollup
from upheld.tables.values import Kind

_EXACT = pl.Decimal(38, 15)


def rolled_up(rollup: Rollup, lines: Mapping[str, Line]) -> pl.Expr:
    """The rollup over one group of rows, as Rollup.over has it."""
    line = lines[rollup.column]
    counts = pl.lit(True) if rollup.where is None else truth(rollup.where, line, lines)
    chosen = _values(line, rollup.how).filter(counts.fill_null(False))
    if rollup.how is How.COUNT:
        return chosen.len().cast(pl.Int64)
    found = {How.SUM: chosen.sum, How.MIN: chosen.min, How.MAX: chosen.max}[rollup.how]()
    # A total with an unknown part is unknown.
    known = pl.when(chosen.null_count() == 0).then(found)
    floats = rollup.how is How.SUM and line.dtype.is_float()
    return known.cast(pl.Float64) if floats else known


def _values(line: Line, how: How) -> pl.Expr:
    if line.field.kind is Kind.STRING:
        return line.ordered
    if not line.dtype.is_float():
        return line.column
    # Floats are added as the decimals that they stand for.
    return line.expr.cast(pl.String).cast(_EXACT) if how is How.SUM else line.expr
