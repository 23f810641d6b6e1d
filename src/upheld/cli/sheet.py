"""A CSV or Parquet file as columns of text, whole or not at all."""

import codecs
import csv
import sys
from pathlib import Path

import polars as pl
from polars.exceptions import InvalidOperationError, PanicException, PolarsError

from .errors import Refused
from .reading import checked_path, not_utf8

_PARQUET = b"PAR1"
_BLOCK = 1 << 20


def read(file: str) -> pl.DataFrame:
    """Every row and column of `file` as text. Raises Refused unless the file is whole."""
    path = checked_path(file)
    with path.open("rb") as opened:
        start = opened.read(len(_PARQUET))
    if not start:
        raise Refused(f"{file} is empty: export it again")
    if start == _PARQUET:
        return _parquet(path)
    if path.suffix == ".parquet":
        raise Refused(f"{file} is not a Parquet file: name it .csv if it is one, or export again")
    return _csv(path)


def _parquet(path: Path) -> pl.DataFrame:
    try:
        frame = pl.read_parquet(path, glob=False)
    except (PolarsError, PanicException):
        raise Refused(f"{path} is a damaged or cut off Parquet file: copy it again whole") from None
    try:
        return frame.cast(pl.String)
    except InvalidOperationError:
        nested = [name for name, kind in frame.schema.items() if kind.is_nested()]
        names = ", ".join(nested) or "a column"
        raise Refused(f"{path}: {names} cannot be read as text: write plain values") from None


def _csv(path: Path) -> pl.DataFrame:
    _utf8(path)
    header, *rows = _rectangle(path)
    double = next((name for name in header if header.count(name) > 1), None)
    if double is not None:
        raise Refused(f"{path}: column {double!r} stands twice in the header: rename one")
    return pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String), orient="row")


def _utf8(path: Path) -> None:
    """Raises Refused with the first byte that is not UTF-8."""
    decoder, position, start = codecs.getincrementaldecoder("utf-8")(), 0, b""
    with path.open("rb") as opened:
        while True:
            block = opened.read(_BLOCK)
            start = start or block[:2]
            kept = len(decoder.getstate()[0])
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                raise Refused(not_utf8(str(path), position - kept + error.start, start)) from None
            if not block:
                return
            position += len(block)


def _rectangle(path: Path) -> list[list[str]]:
    """The header and the rows. Raises Refused at the first that is cut short or runs over.

    Polars' reader fills a short row up in silence and finds no rows between bare returns, so that
    a cut off file would look whole; the standard library's says what it cannot read.
    """
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.reader(opened, strict=True)
        try:
            rows = list(reader)
        except csv.Error as error:
            raise Refused(_broken(path, reader.line_num, error)) from None
    header = next((row for row in rows if row), None)
    if header is None:
        raise Refused(f"{path} is empty: export it again")
    for number, row in enumerate(rows, 1):
        if row and len(row) != len(header):
            raise Refused(_ragged(path, number, len(row), len(header)))
    return [row or [""] * len(header) for row in rows[rows.index(header) :]]


def _ragged(path: Path, row: int, found: int, expected: int) -> str:
    return (
        f"{path}, row {row:,}: {found} columns where the header has {expected}: "
        "the file is cut off there, or a quote or comma stands wrongly"
    )


def _broken(path: Path, line: int, error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return f"{path} ends inside a quoted text: it is cut off, copy it again whole"
    return f"{path}, line {line:,}: {error}: mend the quotes there"
