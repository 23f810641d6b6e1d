"""An answer as a file: CSV that no spreadsheet runs, or Parquet with every amount exact."""

import io
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from upheld.tables.spreadsheet import guarded_frame

from .answered import Answer

_DECIMAL = re.compile(r"DECIMAL\((\d+),\s?(\d+)\)")
_WHOLE = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
)


def csv(answer: Answer) -> bytes:
    """UTF-8, a line a row (RFC 4180)."""
    return guarded_frame(frame(answer)).write_csv(line_terminator="\r\n").encode()


def parquet(answer: Answer) -> bytes:
    held = io.BytesIO()
    frame(answer).write_parquet(held)
    return held.getvalue()


def frame(answer: Answer) -> pl.DataFrame:
    """The answer in columns of its own types; what has none here is text."""
    columns: dict[str, pl.Series] = {}
    for at, (name, kind) in enumerate(answer.columns):
        own = name if name not in columns else f"{name} ({at + 1})"
        columns[own] = _column(own, kind, [row[at] for row in answer.rows])
    return pl.DataFrame(columns)


def _column(name: str, kind: str, values: list[Any]) -> pl.Series:
    if kind in _WHOLE:
        return pl.Series(name, values, pl.Int64)
    if kind in ("HUGEINT", "UBIGINT", "UHUGEINT"):
        return pl.Series(name, [_of(Decimal, value) for value in values], pl.Decimal(38, 0))
    if found := _DECIMAL.fullmatch(kind):
        exact = pl.Decimal(int(found.group(1)), int(found.group(2)))
        return pl.Series(name, [_of(Decimal, value) for value in values], exact)
    if kind in ("DOUBLE", "FLOAT"):
        return pl.Series(name, [_of(float, value) for value in values], pl.Float64)
    if kind == "BOOLEAN":
        return pl.Series(name, values, pl.Boolean)
    if kind == "DATE":
        return pl.Series(name, [_of(date.fromisoformat, value) for value in values], pl.Date)
    if kind == "TIMESTAMP":
        moments = [_of(datetime.fromisoformat, value) for value in values]
        return pl.Series(name, moments, pl.Datetime("us"))
    return pl.Series(name, [_of(str, value) for value in values], pl.String)


def _of(kind: Any, value: Any) -> Any:
    return None if value is None else kind(value)
