"""A column of a file as a column of facts, and which of its cells a person's reading must settle.

What is plainly meant is read here, whole columns at a time. All else is `doubtful`: the case is
then read as a document, so that the same words say what is amiss, or the same fact comes of it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from upheld.tables import Field, Kind
from upheld.tables.columns.lines import line_of, places
from upheld.tables.columns.truths import truth

from .facts import dtype

# Whole numbers up to here are floats of their own; above it core.document finds them too large.
_TOO_LARGE = 10_000_000
_AMOUNT = r"^\d{1,7}(\.\d+)?$"
_DAY = r"^\d{4}-\d{2}-\d{2}$"
_NUMBER = r"^-?\d{1,7}(\.\d{1,8})?$"


@dataclass(frozen=True, slots=True)
class Typed:
    """The fact as a column, null where it is unknown or doubtful, and where it is doubtful."""

    column: pl.Series
    doubtful: pl.Series


def typed(raw: pl.Series, field: Field, currency: str) -> Typed:
    """The column of a file as the facts of an input."""
    if raw.dtype == pl.Null:
        return Typed(raw.cast(dtype(field)), raw.is_null() & False)
    read = _READ.get(field.kind, _left)
    frame = raw.alias(field.name).to_frame()
    scale = 10 ** places(currency)
    found = frame.select(
        read(pl.col(field.name), raw.dtype, scale).cast(dtype(field), strict=False)
    )
    told = found.to_series()
    inside = _inside(found, field, currency)
    sure = told.is_not_null() & inside
    return Typed(found.select(pl.when(sure).then(pl.first())).to_series(),
                 raw.is_not_null() & ~sure)  # fmt: skip


def _inside(found: pl.DataFrame, field: Field, currency: str) -> pl.Series:
    """Whether each value is one that the policy allows; false where it is unknown."""
    allowed = pl.lit(True)
    if field.domain is not None:
        line = line_of(field, found.schema[field.name], currency)
        allowed = truth(field.domain, line, {field.name: line})
    return found.select((allowed & pl.first().is_not_null()).fill_null(False)).to_series()


def _text(raw: pl.Expr, dtype: pl.DataType, _: int) -> pl.Expr:
    texts = dtype in (pl.String, pl.Categorical) or isinstance(dtype, pl.Enum)
    return raw.cast(pl.String) if texts else pl.lit(None, pl.String)


def _boolean(raw: pl.Expr, dtype: pl.DataType, _: int) -> pl.Expr:
    if dtype == pl.Boolean:
        return raw
    if dtype == pl.String:
        return pl.when(raw.is_in(["true", "false"])).then(raw == "true")
    return pl.lit(None, pl.Boolean)


def _number(raw: pl.Expr, dtype: pl.DataType, _: int) -> pl.Expr:
    if dtype == pl.String:
        exact = raw.str.contains(_NUMBER)
        return pl.when(exact).then(raw.cast(pl.Float64, strict=False))
    if not dtype.is_numeric():
        return pl.lit(None, pl.Float64)
    number = _as_float(raw, dtype)
    # Up to fifteen digits a decimal has a float of its own.
    fine = isinstance(dtype, pl.Decimal) and dtype.scale > 8
    return pl.lit(None) if fine else pl.when(number.abs() < _TOO_LARGE).then(number)


def _money(raw: pl.Expr, dtype: pl.DataType, scale: int) -> pl.Expr:
    if dtype == pl.String:
        amount = pl.when(raw.str.contains(_AMOUNT)).then(raw.cast(pl.Float64, strict=False))
        return _to_the_coin(amount, scale)
    if not dtype.is_numeric():
        return pl.lit(None, pl.Int64)
    return _to_the_coin(_as_float(raw, dtype), scale)


def _as_float(raw: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """The nearest float; of a decimal by a division, which is exact to the last digit."""
    if isinstance(dtype, pl.Decimal):
        return raw.to_physical().cast(pl.Float64) / 10.0**dtype.scale
    return raw.cast(pl.Float64)


def _to_the_coin(amount: pl.Expr, scale: int) -> pl.Expr:
    """Whole coins, where the float is the one that stands for so many: 12.5 is, 12.505 is not."""
    coins = (amount * scale).round()
    exact = (amount.abs() < _TOO_LARGE) & (coins / scale == amount)
    return pl.when(exact).then(coins.cast(pl.Int64, strict=False))


def _date(raw: pl.Expr, dtype: pl.DataType, _: int) -> pl.Expr:
    if dtype == pl.Date:
        return raw
    if dtype == pl.String:
        return pl.when(raw.str.contains(_DAY)).then(raw.str.to_date("%Y-%m-%d", strict=False))
    return pl.lit(None, pl.Date)


def _left(raw: pl.Expr, dtype: pl.DataType, _: int) -> pl.Expr:
    """Nothing is plain here: each cell is read as a document's."""
    return pl.lit(None)


_READ: dict[Kind, Callable[[pl.Expr, pl.DataType, int], pl.Expr]] = {
    Kind.STRING: _text,
    Kind.BOOLEAN: _boolean,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _date,
}
