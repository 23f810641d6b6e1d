"""Outcomes as columns: one lookup by outcome for each output, and the expressions beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from upheld.tables.columns.exact import Exact, TooFar, aligned, exact, rounded
from upheld.tables.columns.lines import PLAIN, Line, places
from upheld.tables.columns.lookups import looked_up
from upheld.tables.columns.outcomes import Outcome
from upheld.tables.fields import Field
from upheld.tables.functions import AMOUNTS
from upheld.tables.syntax import Comparison, Expression, Name
from upheld.tables.values import Kind, Months, Value

Worked = Mapping[Expression, pl.Expr]
_EXACT_DIGITS = 15  # every whole number of so many is a float


@dataclass(frozen=True, slots=True)
class Output:
    """An output as a column of `dtype`; `worked` are the expressions that columns work out."""

    field: Field
    currency: str
    dtype: pl.DataType
    worked: Worked

    def column(self, at: pl.Expr, outcomes: Sequence[Outcome]) -> pl.Expr:
        """The output by the number of each row's outcome; null where that is walked."""
        given = [
            outcome.outputs[self.field.name] if outcome.outputs else None for outcome in outcomes
        ]
        plain = [None if isinstance(value, Expression) else self.written(value) for value in given]
        found = looked_up(plain, self.dtype, at)
        for tree, expr in self.worked.items():
            mine = looked_up([value == tree for value in given], pl.Boolean(), at)
            found = pl.when(mine).then(expr).otherwise(found)
        return found

    def written(self, value: Value) -> Any:
        """A value as the column holds it: money in whole minor units."""
        if isinstance(value, tuple):
            return [self.written(each) for each in value]
        if isinstance(value, Months):
            return value.count
        if isinstance(value, Decimal):
            return self._number(value)
        return value

    def _number(self, value: Decimal) -> int | float:
        if self.field.kind is Kind.MONEY:
            return int(value.scaleb(places(self.currency)))
        return int(value) if self.dtype in (pl.Int64, pl.List(pl.Int64)) else float(value)


def output_of(
    field: Field, outcomes: Sequence[Outcome], lines: Mapping[str, Line], currency: str
) -> Output:
    """How the output is given for these outcomes. Raises TooFar where only a row can tell."""
    given = [outcome.outputs[field.name] for outcome in outcomes if outcome.outputs is not None]
    trees = dict.fromkeys(value for value in given if isinstance(value, Expression))
    values = [value for value in given if not isinstance(value, Expression)]
    walked = len(given) < len(outcomes)
    whole = not trees and not walked and all(map(_whole, values))
    dtype = _dtype(field, whole)
    worked = {tree: _worked(tree, field, dtype, lines, currency) for tree in trees}
    return Output(field, currency, dtype, worked)


def workable(tree: Expression, field: Field, lines: Mapping[str, Line], currency: str) -> bool:
    """Whether columns work out the expression just as a row does."""
    try:
        _worked(tree, field, _dtype(field, False), lines, currency)
    except TooFar:
        return False
    return True


def _dtype(field: Field, whole: bool) -> pl.DataType:
    dtype = PLAIN[field.kind]
    if field.values:
        dtype = pl.Enum(field.values)
    elif field.kind is Kind.NUMBER and whole:
        dtype = pl.Int64()
    return pl.List(dtype) if field.many else dtype


def _whole(value: Value | Expression) -> bool:
    values = value if isinstance(value, tuple) else (value,)
    return all(
        each == each.to_integral_value() and abs(each) < 2**63
        for each in values
        if isinstance(each, Decimal)
    )


def _worked(
    tree: Expression, field: Field, dtype: pl.DataType, lines: Mapping[str, Line], currency: str
) -> pl.Expr:
    match tree:
        case Comparison():
            return _compared(tree, lines)
        case Name(name) if field.kind not in AMOUNTS:
            return lines[name].column.cast(dtype)
        case Name(name) if lines[name].dtype.is_float():
            return lines[name].expr
    amount = exact(tree, lines)
    if field.kind is Kind.MONEY:
        return rounded(amount, places(currency))
    return _nearest(amount)


def _nearest(amount: Exact) -> pl.Expr:
    """The float that is nearest to the amount, as a row's number becomes one."""
    quick = amount.expr.cast(pl.Float64) / 10.0**amount.scale
    if not amount.scale or amount.digits <= _EXACT_DIGITS:
        return quick
    # Beyond them a quotient is rounded twice, but a text that is read is not.
    wide = amount.wide(amount.digits)
    far = pl.when(wide.abs() > 10**_EXACT_DIGITS).then(wide)
    read = pl.format("{}e-{}", far, pl.lit(amount.scale)).cast(pl.Float64)
    return pl.when(far.is_null()).then(quick).otherwise(read)


def _compared(tree: Comparison, lines: Mapping[str, Line]) -> pl.Expr:
    left, right, _ = aligned(exact(tree.left, lines), exact(tree.right, lines))
    one, other = left.expr, right.expr
    match tree.operator:  # equality knows null, an order does not (DMN 1.3, table 53)
        case "=":
            return one.eq_missing(other)
        case "!=":
            return one.ne_missing(other)
        case "<":
            return one < other
        case "<=":
            return one <= other
        case ">":
            return one > other
        case ">=":
            return one >= other
