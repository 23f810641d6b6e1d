"""A test as a column of truth values: true, false, or null for unknown, as in evaluate.py.

Polars' own `&`, `|` and `~` are the three-valued logic of DMN (Kleene's).
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import reduce
from operator import or_

import polars as pl

from upheld.tables.columns.lines import Line
from upheld.tables.syntax import (
    Anything,
    Compare,
    Endpoint,
    Interval,
    Literal,
    Not,
    OneOf,
    Simple,
    Test,
)
from upheld.tables.values import Scalar

Lines = Mapping[str, Line]


def truth(test: Test, line: Line, lines: Lines) -> pl.Expr:
    """Whether each value of the line passes the test."""
    match test:
        case Anything():
            return pl.lit(True)
        case OneOf(parts):
            return _any(parts, line, lines)
        case Not(parts):
            return ~_any(parts, line, lines)
        case _:
            return _simple(test, line, lines)


def _any(parts: tuple[Simple, ...], line: Line, lines: Lines) -> pl.Expr:
    return reduce(or_, (_simple(part, line, lines) for part in parts))


def _simple(test: Simple, line: Line, lines: Lines) -> pl.Expr:
    if isinstance(test, Compare):
        return _compare(test.operator, test.endpoint, line, lines)
    assert isinstance(test, Interval)
    low = _compare(">=" if test.low_closed else ">", test.low, line, lines)
    return low & _compare("<=" if test.high_closed else "<", test.high, line, lines)


def _compare(operator: str, endpoint: Endpoint, line: Line, lines: Lines) -> pl.Expr:
    if not isinstance(endpoint, Literal):
        return _ordered(operator, *_alike(line, lines[endpoint.name]))
    if endpoint.value is None:
        known = line.expr.is_not_null()
        return ~known if operator == "=" else known
    return _against(operator, endpoint.value, line)


def _against(operator: str, value: Scalar, line: Line) -> pl.Expr:
    if isinstance(value, bool):
        return _ordered(operator, line.expr, pl.lit(value))
    if isinstance(value, str) and operator in ("=", "!="):
        return _ordered(operator, line.expr.cast(pl.String), pl.lit(value))
    match operator:
        case ">=":
            return line.at_least(value)
        case ">":
            return line.at_least(value, above=True)
        case "<":
            return ~line.at_least(value)
        case "<=":
            return ~line.at_least(value, above=True)
    equal = line.at_least(value) & ~line.at_least(value, above=True)
    return equal if operator == "=" else ~equal


def _ordered(operator: str, left: pl.Expr, right: pl.Expr) -> pl.Expr:
    match operator:
        case "=":
            return left == right
        case "!=":
            return left != right
        case ">=":
            return left >= right
        case ">":
            return left > right
        case "<":
            return left < right
    return left <= right


def _alike(one: Line, other: Line) -> tuple[pl.Expr, pl.Expr]:
    """Two columns of one kind on one line."""
    if one.unit == other.unit:
        texts = isinstance(one.dtype, pl.Enum | pl.Categorical | pl.String)
        both = (one.expr.cast(pl.String), other.expr.cast(pl.String)) if texts else None
        return both or (one.expr, other.expr)
    if one.unit is None or other.unit is None:
        return _as_float(one), _as_float(other)
    return _scaled(one, one.unit, other.unit), _scaled(other, other.unit, one.unit)


def _as_float(line: Line) -> pl.Expr:
    # The nearest float of a number with up to fifteen digits is the one that stands for it.
    return line.expr if line.unit is None else line.expr.cast(pl.Float64) / float(line.unit)


def _scaled(line: Line, unit: Fraction, other: Fraction) -> pl.Expr:
    factor = (other / unit).numerator
    return line.expr.cast(pl.Int128) * pl.lit(factor, pl.Int128)
