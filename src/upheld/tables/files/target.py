"""The file that is written: the cases with what was given, money as Decimal to the cent."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast

import polars as pl

from upheld.tables.columns.frames import Schema
from upheld.tables.columns.lines import places
from upheld.tables.fields import Field
from upheld.tables.spreadsheet import guarded_frame
from upheld.tables.values import Kind

# As many digits as whole minor units in 64 bits have.
_DIGITS = 19


class Unwritable(ValueError):
    """A file that cannot be written as asked; says why and the mend."""


def money(currency: str) -> pl.Decimal:
    """An amount as a column of a file holds it."""
    return pl.Decimal(_DIGITS, places(currency))


def in_money(frame: pl.LazyFrame, gives: Mapping[str, Field], currency: str) -> pl.LazyFrame:
    """The frame with its whole minor units as amounts, in lists of rows too."""
    dtype = money(currency)
    schema = frame.collect_schema()
    changed = [_amounts(pl.col(name), name, held, gives, dtype) for name, held in schema.items()]
    return frame.select(changed)


def _amounts(
    column: pl.Expr, name: str, held: pl.DataType, gives: Mapping[str, Field], dtype: pl.Decimal
) -> pl.Expr:
    field = gives.get(name)
    if field is not None and field.kind is Kind.MONEY:
        if held.is_integer():
            return _amount(column, dtype)
        if held == pl.List(pl.Int64):
            return column.list.eval(_amount(pl.element(), dtype))
    if isinstance(held, pl.List) and isinstance(held.inner, pl.Struct):
        each = pl.element().struct
        parts: dict[str, pl.Expr] = {
            part.name: _amounts(
                each.field(part.name), part.name, cast(pl.DataType, part.dtype), gives, dtype
            )
            for part in held.inner.fields
            if part.name in gives
        }
        return column.list.eval(each.with_fields(**parts)) if parts else column
    return column


def _amount(units: pl.Expr, dtype: pl.Decimal) -> pl.Expr:
    unit = pl.lit(10**dtype.scale, pl.Int64)
    return (units.cast(pl.Decimal(38, dtype.scale)) / unit).cast(dtype)


def write(frame: pl.LazyFrame, gives: Mapping[str, Field], path: Path) -> None:
    """Writes Parquet, or CSV for a name that ends so, batch by batch."""
    if path.suffix.lower() == ".csv":
        _as_texts(guarded_frame(frame), gives).sink_csv(path, engine="streaming")
    else:
        frame.sink_parquet(path, engine="streaming")


def check_folder(path: Path) -> None:
    """Raises Unwritable for a file that is there, or that has no place."""
    if path.exists() or path.is_symlink():
        raise Unwritable(f"{path}: already there, and never overwritten: name another place")
    if not path.parent.is_dir():
        raise Unwritable(f"{path}: there is no folder {path.parent}: make it first")
    if path.suffix.lower() not in (".parquet", ".csv"):
        raise Unwritable(f"{path}: neither Parquet nor CSV: let its name end in .parquet or .csv")


def check_target(path: Path, schema: Schema) -> None:
    """Raises Unwritable where the file cannot hold the columns."""
    lists = [name for name, dtype in schema.items() if dtype.is_nested()]
    if path.suffix.lower() == ".csv" and lists:
        raise Unwritable(f"{path}: CSV holds no lists ({', '.join(lists)}): name a .parquet file")


def _as_texts(frame: pl.LazyFrame, gives: Mapping[str, Field]) -> pl.LazyFrame:
    """Durations as ISO 8601 writes them, which CSV has no type for."""
    schema = frame.collect_schema()
    lengths = [name for name, dtype in schema.items() if isinstance(dtype, pl.Duration)]
    months = [name for name, field in gives.items() if field.kind is Kind.MONTHS]
    sign, count = pl.col(months).sign(), pl.col(months).abs()
    return frame.with_columns(
        pl.col(lengths).dt.to_string("iso"),
        pl.when(sign < 0).then(pl.format("-P{}M", count)).otherwise(pl.format("P{}M", count)),
    )
