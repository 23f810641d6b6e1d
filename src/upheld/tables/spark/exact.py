"""Arithmetic in SQL, exact to the last digit: whole numbers of a fixed power of ten.

It is the arithmetic of the column engine (columns/exact.py) with Spark's types: on its own Spark
drops digits of a long DECIMAL, and fails where a row says unknown.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce

import polars as pl

from upheld.tables.columns.exact import TooFar
from upheld.tables.columns.lines import Line
from upheld.tables.syntax import Arithmetic, Call, Expression, Literal, Name, Negate

_DIGITS = 34  # of a FEEL number
_IN_64_BITS = 18
_OF_WHOLE: Mapping[pl.DataType, int] = {
    pl.Int8(): 3,
    pl.Int16(): 5,
    pl.Int32(): 10,
    pl.Int64(): 19,
}


@dataclass(frozen=True, slots=True)
class Exact:
    """`sql` counts steps of 10**-scale, and has at most so many digits."""

    sql: str
    scale: int
    digits: int

    def wide(self, digits: int) -> str:
        """The whole number in a type that holds so many digits. Raises TooFar."""
        if digits > _DIGITS:
            raise TooFar
        dtype = "BIGINT" if digits <= _IN_64_BITS else f"DECIMAL({digits}, 0)"
        return f"CAST({self.sql} AS {dtype})"

    def at(self, scale: int) -> "Exact":
        """The same amount on a scale that is as fine or finer."""
        if scale == self.scale:
            return self
        finer = _product(self, _whole(10 ** (scale - self.scale)))
        return Exact(finer.sql, scale, finer.digits)


class Amounts:
    """Works out expressions over the places of these lines."""

    def __init__(self, lines: Mapping[str, Line], places: Mapping[str, str]) -> None:
        self.lines = lines
        self.places = places

    def exact(self, tree: Expression) -> Exact:
        """The expression in SQL. Raises TooFar for one that Spark would not work out exactly."""
        match tree:
            case Literal(Decimal() as number):
                return _constant(Fraction(number))
            case Name(name):
                return self._column(name)
            case Negate(operand):
                return _difference(_constant(Fraction(0)), self.exact(operand))
            case Arithmetic("/", left, Literal(Decimal() as divisor)) if divisor:
                return _product(self.exact(left), _constant(1 / Fraction(divisor)))
            case Arithmetic(operator, left, right) if operator in _OPERATORS:
                return _OPERATORS[operator](self.exact(left), self.exact(right))
            case Call(function, arguments) if function in _CALLS:
                return _CALLS[function]([self.exact(each) for each in arguments])
        raise TooFar

    def _column(self, name: str) -> Exact:
        line = self.lines[name]
        if isinstance(line.dtype, pl.Decimal):
            return Exact(self.places[name], line.dtype.scale, line.dtype.precision or _DIGITS)
        if line.unit is None or line.dtype not in _OF_WHOLE:
            raise TooFar
        return Exact(self.places[name], len(str(line.unit)) - 1, _OF_WHOLE[line.dtype])


def rounded(amount: Exact, scale: int) -> str:
    """The amount as steps of 10**-scale, a half away from zero, as `to_minor_unit` has it."""
    if amount.scale <= scale:
        return f"CAST({amount.at(scale).sql} AS BIGINT)"
    unit = 10 ** (amount.scale - scale)
    wide = amount.wide(amount.digits)
    whole = f"((abs({wide}) + {_whole(unit // 2).sql}) div {_whole(unit).sql})"
    return f"(CAST({whole} AS BIGINT) * CAST(sign({wide}) AS BIGINT))"


def aligned(one: Exact, other: Exact) -> tuple[Exact, Exact, int]:
    """Both on one scale, and the digits that either may have with one more for a sum."""
    scale = max(one.scale, other.scale)
    one, other = one.at(scale), other.at(scale)
    return one, other, max(one.digits, other.digits) + 1


def _constant(number: Fraction) -> Exact:
    for scale in range(_DIGITS):
        steps = number * 10**scale
        if steps.denominator == 1:
            return _whole(steps.numerator, scale)
    raise TooFar


def _whole(number: int, scale: int = 0) -> Exact:
    digits = len(str(abs(number)))
    dtype = "BIGINT" if digits <= _IN_64_BITS else f"DECIMAL({digits}, 0)"
    return Exact(f"CAST({number} AS {dtype})", scale, digits)


def _product(one: Exact, other: Exact) -> Exact:
    digits = one.digits + other.digits
    if digits > _DIGITS:
        raise TooFar
    # A DECIMAL has its own digits only, for a product that has those of both: else some are lost.
    wide = digits > _IN_64_BITS
    left, right = (_decimal(each) if wide else each.wide(digits) for each in (one, other))
    return Exact(f"({left} * {right})", one.scale + other.scale, digits)


def _decimal(number: Exact) -> str:
    return f"CAST({number.sql} AS DECIMAL({number.digits}, 0))"


def _joined(operator: str) -> Callable[[Exact, Exact], Exact]:
    def join(one: Exact, other: Exact) -> Exact:
        one, other, digits = aligned(one, other)
        return Exact(f"({one.wide(digits)} {operator} {other.wide(digits)})", one.scale, digits)

    return join


_sum, _difference = _joined("+"), _joined("-")


def _chosen(function: str) -> Callable[[Sequence[Exact]], Exact]:
    """The least or the greatest; with an unknown one it is unknown, where Spark passes it over."""

    def choose(each: Sequence[Exact]) -> Exact:
        scale = max(one.scale for one in each)
        level = [one.at(scale) for one in each]
        digits = max(one.digits for one in level)
        texts = [one.wide(digits) for one in level]
        unknown = " OR ".join(f"{text} IS NULL" for text in texts)
        chosen = f"{function}({', '.join(texts)})" if len(texts) > 1 else texts[0]
        return Exact(f"IF({unknown}, NULL, {chosen})", scale, digits)

    return choose


def _abs(each: Sequence[Exact]) -> Exact:
    (one,) = each
    return Exact(f"abs({one.wide(one.digits)})", one.scale, one.digits)


_OPERATORS: dict[str, Callable[[Exact, Exact], Exact]] = {
    "+": _sum,
    "-": _difference,
    "*": _product,
}
_CALLS: dict[str, Callable[[Sequence[Exact]], Exact]] = {
    "min": _chosen("least"),
    "max": _chosen("greatest"),
    "sum": lambda each: reduce(_sum, each),
    "abs": _abs,
}
