"""Files that are to be imported, read row by row: CSV, Parquet and JSON, whatever is in them."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import IO

import duckdb
import polars as pl
from polars.exceptions import PanicException, PolarsError

from upheld.store.files import FileRefused

from . import of_csv as import_csv
from . import of_json as import_json
from .limits import check_parquet, check_texts
from .lines import RECORD, Line, Open, Sheet, columns_of, storable

BEYOND = "beyond the years 1 to 9999"
_MOST_DAYS = timedelta.max.days - 1
_ROWS_AT_ONCE = 50  # of texts that may be long


def kind_of(start: bytes, name: str) -> str:
    """csv, parquet or json, by how a file begins. Raises FileRefused for anything else."""
    if not start.strip():
        raise FileRefused(f"{name} is empty: export it again")
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FileRefused(
            f"{name} is a spreadsheet or a zip file: save the sheet as CSV, or unpack the file"
        )
    if start.startswith(b"\x1f\x8b"):
        raise FileRefused(f"{name} is packed with gzip: unpack it first")
    plain = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    return "json" if plain[:1] in (b"{", b"[") else "csv"


def sheet(opened: Open, name: str, encoding: str = "utf-8", delimiter: str = ",") -> Sheet:
    """A CSV or Parquet file with named columns. Raises FileRefused."""
    with opened() as file:
        kind = kind_of(file.read(4096), name)
    if kind == "json":
        raise FileRefused(f"{name} is JSON: say which helpdesk it comes from")
    if kind == "parquet":
        return _parquet(opened, name)
    return import_csv.read(opened, name, encoding, delimiter)


def records(opened: Open, name: str, lists: Sequence[str]) -> Sheet:
    """JSON records: one a line, a list, an object with one of `lists` in it, or the records that an
    earlier import rejected, as CSV. Raises FileRefused."""
    with opened() as file:
        kind = kind_of(file.read(4096), name)
    if kind == "csv":
        found = import_csv.read(opened, name, "utf-8", ",")
        if RECORD not in found.columns:
            raise FileRefused(f"{name} is CSV: import it with a mapping of its columns")
        return Sheet((RECORD,), found.rows, lambda: map(import_json.of_record, found.lines()))
    if kind == "parquet":
        raise FileRefused(f"{name} is Parquet: import it with a mapping of its columns")
    return import_json.read(opened, name, lists)


def _parquet(opened: Open, name: str) -> Sheet:
    try:
        with opened() as file:
            every, frame = unpacked(file, name)
    except (PolarsError, PanicException, duckdb.Error, OSError):
        raise FileRefused(
            f"{name} is a damaged or cut off Parquet file: copy it again whole"
        ) from None
    read = frame.columns
    notes = tuple(
        f"{each} holds lists or records: it is not read" for each in every if each not in read
    )
    if not read:
        raise FileRefused(f"{name} has no column of plain values: flatten it first")
    columns = columns_of(read, name)

    def lines() -> Iterator[Line]:
        for number, row in enumerate(frame.iter_rows(buffer_size=_ROWS_AT_ONCE), 1):
            cells = ["" if value is None else str(value) for value in row]
            yield Line(number, dict(zip(columns, cells, strict=True)), tuple(map(storable, cells)))

    return Sheet(columns, frame.height, lines, notes)


def unpacked(file: IO[bytes], name: str) -> tuple[list[str], pl.DataFrame]:
    """The columns of a Parquet file, and those of plain values as they are, within the limits.

    Raises FileRefused, and what Polars and DuckDB raise for what is no Parquet."""
    check_parquet(file, name)
    schema = pl.read_parquet_schema(file)
    file.seek(0)
    plain = [each for each, kind in schema.items() if _is_plain(kind)]
    frame = _within_time(pl.read_parquet(file, columns=plain))
    check_texts(frame, name)
    return list(schema), frame


def _is_plain(kind: pl.DataType) -> bool:
    return not kind.is_nested() and kind not in (pl.Binary, pl.Object)


def _within_time(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns with a moment that no calendar here has (PostgreSQL's `infinity` is one) as texts,
    which say so in its place: what reads the row would fall over it."""
    for name, kind in frame.schema.items():
        if kind.is_temporal() and kind != pl.Time:
            column = pl.col(name)
            held = _is_held(column, kind).fill_null(False) | column.is_null()
            if not frame.select(held.all()).item():
                told = pl.when(held).then(column).dt.to_string()
                texts = pl.when(held).then(told).otherwise(pl.lit(BEYOND))
                frame = frame.with_columns(texts.alias(name))
    return frame


def _is_held(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    if isinstance(kind, pl.Duration):
        return column.dt.total_days().abs() <= _MOST_DAYS
    has_zone = isinstance(kind, pl.Datetime) and kind.time_zone is not None
    # In another zone it may be a day earlier or later.
    return column.dt.year().is_between(*((2, 9998) if has_zone else (1, 9999)))
