"""A column of a frame as a line: whole numbers (pence, days, microseconds), floats or texts.

On a line every test of a table is a comparison with one plain value, exact for each kind. A float
stands for its shortest decimal writing, as it does where facts are read; NaN and infinity, which
are no numbers of FEEL, are unknown.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from typing import Any

import polars as pl

from upheld.tables.fields import Field
from upheld.tables.problems import CellError, FactsError, Problem
from upheld.tables.values import Kind, Months, Scalar, to_minor_unit

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_TICKS = {"ms": Fraction(1, 1000), "us": Fraction(1)}
# Far beyond every column, and still a whole number that Polars compares.
_FAR = 2**126
# A column has a power of ten for its unit and at most 39 digits: the quotient ends.
_EXACTLY = Context(prec=80, traps=[Inexact])


@dataclass(frozen=True, slots=True)
class Line:
    """`expr` is the column on its line; `unit` is how many steps one unit of its kind has there:
    a hundred for pounds in pence, none for floats, texts and booleans.
    """

    field: Field
    dtype: pl.DataType
    column: pl.Expr
    expr: pl.Expr
    unit: Fraction | None

    def bound(self, value: Scalar, above: bool = False) -> int | float | str:
        """The least place on the line that is not below `value`, or is above it."""
        if isinstance(value, str):
            return f"{value}\0" if above else value  # the next text by the alphabet
        exact = _place(self.field.kind, value)
        return _step(exact * self.unit, above) if self.unit else _float(exact, above)

    def at_least(self, value: Scalar, above: bool = False) -> pl.Expr:
        """Whether the column is `value` or more, or more than it; null where it is unknown."""
        return self.ordered >= pl.lit(self.bound(value, above))

    @property
    def ordered(self) -> pl.Expr:
        """The column as it is ordered: categories by their text, not by their number."""
        return self.expr.cast(pl.String) if self.field.kind is Kind.STRING else self.expr

    def read(self, place: Any) -> Scalar:
        """The value at a place on the line."""
        if place is None or isinstance(place, str | bool):
            return place
        if self.unit is None:
            return Decimal(repr(place))
        return _READ[self.field.kind](Fraction(place) / self.unit)


def line_of(field: Field, dtype: pl.DataType, currency: str) -> Line:
    """The line of the column that is named as the field. Raises FactsError for another type."""
    column = pl.col(field.name)
    if dtype == pl.Null:
        dtype = PLAIN[field.kind]
        column = column.cast(dtype)
    try:
        return _line(field, dtype, column, currency)
    except CellError as error:
        raise FactsError(
            [Problem("columns", None, field.name, error.message, error.mend)]
        ) from None


def lines_of(
    fields: Mapping[str, Field], schema: Mapping[str, pl.DataType], currency: str
) -> dict[str, Line]:
    """A line for each field; a column that is not in the frame is unknown throughout."""
    return {
        name: line_of(field, schema[name], currency)
        if name in schema
        else _unknown(field, currency)
        for name, field in fields.items()
    }


def _unknown(field: Field, currency: str) -> Line:
    dtype = PLAIN[field.kind]
    return _line(field, dtype, pl.lit(None, dtype), currency)


def _line(field: Field, dtype: pl.DataType, column: pl.Expr, currency: str) -> Line:
    kind = field.kind
    column, dtype = _in_micros(column, dtype)
    if kind in (Kind.STRING, Kind.BOOLEAN):
        fitting = (pl.String, pl.Enum, pl.Categorical) if kind is Kind.STRING else (pl.Boolean,)
        if dtype in fitting:
            return Line(field, dtype, column, column, None)
    elif kind is Kind.NUMBER and dtype.is_float():
        exact = column.cast(pl.Float64)
        known = pl.when(exact.is_finite()).then(exact)
        return Line(field, dtype, column, known, None)
    elif (unit := _unit(kind, dtype, currency)) is not None:
        return Line(field, dtype, column, column.to_physical(), unit)
    message = f"{kind} cannot be a column of {dtype}"
    raise CellError(message, f"Give it as {_WANTED.get(kind, f'a column of {PLAIN[kind]}')}")


def _in_micros(column: pl.Expr, dtype: pl.DataType) -> tuple[pl.Expr, pl.DataType]:
    """A row's clock ticks in microseconds: what is finer is rounded down."""
    if isinstance(dtype, pl.Time):
        return (column.to_physical() // 1000 * 1000).cast(dtype), dtype
    if not isinstance(dtype, pl.Datetime | pl.Duration) or dtype.time_unit != "ns":
        return column, dtype
    zone = dtype.time_zone if isinstance(dtype, pl.Datetime) else None
    whole = pl.Datetime("us", zone) if isinstance(dtype, pl.Datetime) else pl.Duration("us")
    return (column.to_physical() // 1000).cast(whole), whole


def _unit(kind: Kind, dtype: pl.DataType, currency: str) -> Fraction | None:
    if isinstance(dtype, pl.Decimal):
        return Fraction(10) ** (dtype.scale or 0) if kind in (Kind.NUMBER, Kind.MONEY) else None
    if dtype.is_integer():
        plain = {Kind.NUMBER: Fraction(1), Kind.MONTHS: Fraction(1)}
        return Fraction(10) ** places(currency) if kind is Kind.MONEY else plain.get(kind)
    if isinstance(dtype, pl.Datetime):
        zoned = kind is Kind.DATETIME and dtype.time_zone is not None
        return _TICKS[dtype.time_unit] if zoned else None
    if isinstance(dtype, pl.Duration):
        return _TICKS[dtype.time_unit] if kind is Kind.DURATION else None
    return _CLOCKS.get((kind, dtype))


def places(currency: str) -> int:
    """The decimal places of the currency's smallest coin (ISO 4217)."""
    exponent = to_minor_unit(Decimal(0), currency).as_tuple().exponent
    return -int(exponent)


def _step(place: Fraction, above: bool) -> int:
    step = math.floor(place) + 1 if above else math.ceil(place)
    return max(-_FAR, min(_FAR, step))


def _float(exact: Fraction, above: bool) -> float:
    try:
        near = float(exact)
    except OverflowError:
        return math.inf if exact > 0 else -math.inf
    # A float stands for its shortest writing, and `near` may stand on either side of the value.
    short = Fraction(repr(near))
    beyond = short > exact if above else short >= exact
    return near if beyond else math.nextafter(near, math.inf)


def _place(kind: Kind, value: Any) -> Fraction:
    return Fraction(_PLACE[kind](value))


def _clock(moment: time) -> int:
    return (datetime.combine(_EPOCH.date(), moment, tzinfo=UTC) - _EPOCH) // _MICRO


def _decimal(place: Fraction) -> Decimal:
    return _EXACTLY.divide(Decimal(place.numerator), Decimal(place.denominator))


_AMOUNT = Callable[[Any], Fraction | int]
_PLACE: dict[Kind, _AMOUNT] = {
    Kind.NUMBER: Fraction,
    Kind.MONEY: Fraction,
    Kind.DATE: lambda day: day.toordinal() - _EPOCH.toordinal(),
    Kind.TIME: _clock,
    Kind.DATETIME: lambda moment: (moment - _EPOCH) // _MICRO,
    Kind.DURATION: lambda length: length // _MICRO,
    Kind.MONTHS: lambda length: length.count,
}
_READ: dict[Kind, Callable[[Fraction], Scalar]] = {
    Kind.NUMBER: _decimal,
    Kind.MONEY: _decimal,
    Kind.DATE: lambda place: date.fromordinal(int(place) + _EPOCH.toordinal()),
    Kind.TIME: lambda place: (_EPOCH + int(place) * _MICRO).time(),
    Kind.DATETIME: lambda place: _EPOCH + math.floor(place) * _MICRO,
    Kind.DURATION: lambda place: math.floor(place) * _MICRO,
    Kind.MONTHS: lambda place: Months(int(place)),
}
PLAIN: dict[Kind, pl.DataType] = {
    Kind.STRING: pl.String(),
    Kind.NUMBER: pl.Float64(),
    Kind.MONEY: pl.Int64(),
    Kind.BOOLEAN: pl.Boolean(),
    Kind.DATE: pl.Date(),
    Kind.TIME: pl.Time(),
    Kind.DATETIME: pl.Datetime("us", "UTC"),
    Kind.DURATION: pl.Duration("us"),
    Kind.MONTHS: pl.Int64(),
}
_CLOCKS: dict[tuple[Kind, pl.DataType], Fraction] = {
    (Kind.DATE, pl.Date()): Fraction(1),
    (Kind.TIME, pl.Time()): Fraction(1000),
}
_WANTED = {
    Kind.NUMBER: "whole numbers, Decimal or Float64",
    Kind.MONEY: "whole minor units (pence) or Decimal: a float is not exact",
    Kind.DATETIME: "a Datetime with a time zone",
}
