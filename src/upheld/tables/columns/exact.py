"""Arithmetic over columns, exact to the last digit: whole numbers of a fixed power of ten.

Polars multiplies Decimal columns with a loss of scale and floats with a rounding, so amounts are
worked out as whole numbers. What does not fit in the 34 digits of a FEEL number, or needs a
division that does not end, is left to the row.
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
_FIT_64 = 18


@dataclass(frozen=True, slots=True)
class Exact:
    """`expr` counts steps of 10**-scale, and has at most so many digits."""

    expr: pl.Expr
    scale: int
    digits: int

    def at(self, scale: int) -> "Exact":
        """The same amount on a finer scale."""
        if scale == self.scale:
            return self
        return _times(self, Exact(_lit(10 ** (scale - self.scale)), scale - self.scale, 0), scale)


class TooFar(Exception):
    """An expression that is not worked out exactly in columns."""


def exact(tree: Expression, lines: Mapping[str, Line]) -> Exact:
    """The expression over columns. Raises TooFar."""
    match tree:
        case Literal(Decimal() as number):
            return _constant(Fraction(number))
        case Name(name):
            return _column(lines[name])
        case Negate(operand):
            inner = exact(operand, lines)
            return Exact(-inner.expr, inner.scale, inner.digits)
        case Arithmetic(operator, left, right):
            return _OPERATORS[operator](tree, lines) if operator in _OPERATORS else _no(tree)
        case Call(function, arguments) if function in _CALLS:
            return _CALLS[function]([exact(each, lines) for each in arguments])
    raise TooFar
