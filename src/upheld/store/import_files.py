"""Files that are to be imported, read row by row: CSV, Parquet and JSON, whatever is in them."""

from collections.abc import Iterator, Sequence

import polars as pl
from polars.exceptions import PanicException, PolarsError

from . import import_csv, import_json
from .files import FileRefused
from .import_lines import RECORD, Line, Open, Sheet, columns_of, storable

MOST_ROWS = 20_000_000  # a small Parquet file may hold a single value a thousand million times


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
            check_rows(pl.scan_parquet(file).select(pl.len()).collect().item(), name)
            file.seek(0)
            frame = pl.read_parquet(file)
    except (PolarsError, PanicException, OSError):
        raise FileRefused(
            f"{name} is a damaged or cut off Parquet file: copy it again whole"
        ) from None
    plain = [each for each, kind in frame.schema.items() if _is_plain(kind)]
    notes = tuple(
        f"{each} holds lists or records: it is not read"
        for each in frame.columns
        if each not in plain
    )
    if not plain:
        raise FileRefused(f"{name} has no column of plain values: flatten it first")
    columns, shown = columns_of(plain, name), frame.select(plain)

    def lines() -> Iterator[Line]:
        for number, row in enumerate(shown.iter_rows(), 1):
            cells = ["" if value is None else str(value) for value in row]
            yield Line(number, dict(zip(columns, cells, strict=True)), tuple(map(storable, cells)))

    return Sheet(columns, frame.height, lines, notes)


def check_rows(rows: int, name: str) -> None:
    """Raises FileRefused before more rows are unpacked than are read."""
    if rows > MOST_ROWS:
        raise FileRefused(f"{name} has {rows:,} rows and {MOST_ROWS:,} are read: split it")


def _is_plain(kind: pl.DataType) -> bool:
    return not kind.is_nested() and kind not in (pl.Binary, pl.Object)
