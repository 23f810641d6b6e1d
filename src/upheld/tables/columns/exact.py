"""Arithmetic over columns, exact to the last digit: whole numbers of a fixed power of ten.

Polars multiplies Decimal columns with a loss of scale and floats with a rounding, so amounts are
worked out as whole numbers. What does not fit in the 34 digits of a FEEL number, or needs a
division that does not end, is left to the row engine.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce

import polars as pl

from upheld.tables.columns.lines import Line
from upheld.tables.syntax import Arithmetic, Call, Expression, Literal, Name, Negate

_DIGITS = 34
_IN_64_BITS = 18
_LARGEST: Mapping[pl.DataType, int] = {
    pl.Int8(): 2**7,
    pl.Int16(): 2**15,
    pl.Int32(): 2**31,
    pl.Int64(): 2**63,
    pl.UInt8(): 2**8,
    pl.UInt16(): 2**16,
    pl.UInt32(): 2**32,
    pl.UInt64(): 2**64,
}


class TooFar(Exception):
    """An expression that is not worked out exactly in columns."""


@dataclass(frozen=True, slots=True)
class Exact:
    """`expr` counts steps of 10**-scale, and has at most so many digits."""

    expr: pl.Expr
    scale: int
    digits: int

    def wide(self, digits: int) -> pl.Expr:
        """The whole number in a type that holds so many digits. Raises TooFar."""
        if digits > _DIGITS:
            raise TooFar
        return self.expr.cast(pl.Int64 if digits <= _IN_64_BITS else pl.Int128)

    def at(self, scale: int) -> "Exact":
        """The same amount on a scale that is as fine or finer."""
        more = scale - self.scale
        digits = self.digits + more
        return Exact(self.wide(digits) * _lit(10**more, digits), scale, digits) if more else self


def exact(tree: Expression, lines: Mapping[str, Line]) -> Exact:
    """The expression over columns. Raises TooFar."""
    match tree:
        case Literal(Decimal() as number):
            return _constant(Fraction(number))
        case Name(name):
            return _column(lines[name])
        case Negate(operand):
            inner = exact(operand, lines)
            return _difference(_constant(Fraction(0)), inner)
        case Arithmetic("/", left, Literal(Decimal() as divisor)) if divisor:
            return _product(exact(left, lines), _constant(1 / Fraction(divisor)))
        case Arithmetic(operator, left, right) if operator in _OPERATORS:
            return _OPERATORS[operator](exact(left, lines), exact(right, lines))
        case Call(function, arguments) if function in _CALLS:
            return _CALLS[function]([exact(each, lines) for each in arguments])
    raise TooFar


def rounded(amount: Exact, scale: int) -> pl.Expr:
    """The amount as steps of 10**-scale, a half away from zero, as `to_minor_unit` has it."""
    if amount.scale <= scale:
        return amount.at(scale).expr.cast(pl.Int64)
    unit = 10 ** (amount.scale - scale)
    wide = amount.wide(amount.digits)
    whole = (wide.abs() + _lit(unit // 2, amount.digits)) // _lit(unit, amount.digits)
    return (whole * wide.sign()).cast(pl.Int64)


def _column(line: Line) -> Exact:
    if line.unit is None:
        raise TooFar
    if isinstance(line.dtype, pl.Decimal):
        return Exact(line.expr, line.dtype.scale, line.dtype.precision)
    if line.dtype not in _LARGEST:
        raise TooFar
    return Exact(line.expr, len(str(line.unit)) - 1, len(str(_LARGEST[line.dtype])))


def _constant(number: Fraction) -> Exact:
    for scale in range(_DIGITS):
        steps = number * 10**scale
        if steps.denominator == 1:
            digits = len(str(abs(steps.numerator)))
            return Exact(_lit(steps.numerator, digits), scale, digits)
    raise TooFar


def _lit(number: int, digits: int) -> pl.Expr:
    return pl.lit(number, pl.Int64 if digits <= _IN_64_BITS else pl.Int128)


def _product(one: Exact, other: Exact) -> Exact:
    digits = one.digits + other.digits
    return Exact(one.wide(digits) * other.wide(digits), one.scale + other.scale, digits)


def _sum(one: Exact, other: Exact) -> Exact:
    one, other, digits = aligned(one, other)
    return Exact(one.wide(digits) + other.wide(digits), one.scale, digits)


def _difference(one: Exact, other: Exact) -> Exact:
    one, other, digits = aligned(one, other)
    return Exact(one.wide(digits) - other.wide(digits), one.scale, digits)


def aligned(one: Exact, other: Exact) -> tuple[Exact, Exact, int]:
    """Both on one scale, and the digits that either may have with one more for a sum."""
    scale = max(one.scale, other.scale)
    one, other = one.at(scale), other.at(scale)
    return one, other, max(one.digits, other.digits) + 1


def _chosen(choose: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> Callable[[Exact, Exact], Exact]:
    """The least or the greatest of two; with an unknown one it is unknown."""

    def pick(one: Exact, other: Exact) -> Exact:
        one, other, digits = aligned(one, other)
        left, right = one.wide(digits), other.wide(digits)
        known = left.is_not_null() & right.is_not_null()
        return Exact(pl.when(known).then(choose(left, right)), one.scale, digits - 1)

    return pick


def _abs(arguments: list[Exact]) -> Exact:
    (one,) = arguments
    return Exact(one.wide(one.digits).abs(), one.scale, one.digits)


_OPERATORS: dict[str, Callable[[Exact, Exact], Exact]] = {
    "+": _sum,
    "-": _difference,
    "*": _product,
}
_LEAST = _chosen(lambda one, other: pl.min_horizontal(one, other))
_GREATEST = _chosen(lambda one, other: pl.max_horizontal(one, other))
_CALLS: dict[str, Callable[[list[Exact]], Exact]] = {
    "min": lambda each: reduce(_LEAST, each),
    "max": lambda each: reduce(_GREATEST, each),
    "sum": lambda each: reduce(_sum, each),
    "abs": _abs,
}
