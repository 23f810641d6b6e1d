"""How much of a file is read at all, looked at before it is unpacked: a file that is small on the
disk may hold a single value a thousand million times, or nothing but blanks by the gigabyte."""

import os
import shutil
from tempfile import NamedTemporaryFile
from typing import IO, cast

import duckdb
import polars as pl

from upheld.store.files import FileRefused

MOST_ROWS = 20_000_000
MOST_CELLS = 200_000_000  # each takes 16 bytes of memory and more
MOST_BYTES = 4 << 30  # unpacked
LONGEST_TEXT = 2_000_000  # bytes of one cell
_MARK = b"PAR1"
_FOOTER = 8  # bytes at the end of a Parquet file: how long what it tells of itself is, and the mark
_LONGEST_TOLD = 16 << 20


def check_rows(rows: int, columns: int, name: str) -> None:
    """Raises FileRefused before more rows, or cells, are unpacked than are read."""
    if rows > MOST_ROWS:
        raise FileRefused(f"{name} has {rows:,} rows and {MOST_ROWS:,} are read: split it")
    check_cells(rows * columns, name)


def check_cells(cells: int, name: str) -> None:
    """Raises FileRefused."""
    if cells > MOST_CELLS:
        mend = "leave columns out, or split it"
        raise FileRefused(f"{name} has {cells:,} cells and {MOST_CELLS:,} are read: {mend}")


def check_parquet(file: IO[bytes], name: str) -> None:
    """What a Parquet file tells of itself is within the limits; it is at its beginning afterwards.

    Raises FileRefused, and duckdb.Error for what is no Parquet."""
    rows, values, unpacked = _told(file, name)
    check_rows(rows, 1, name)
    check_cells(values, name)  # of lists and records too, each of which may be long
    check_bytes(unpacked, name)


def check_bytes(unpacked: int, name: str) -> None:
    """Raises FileRefused."""
    if unpacked > MOST_BYTES:
        size, most = f"{unpacked >> 20:,} MB", f"{MOST_BYTES >> 20:,} MB"
        raise FileRefused(f"{name} unpacks to {size} and {most} are read: split it")


def check_texts(frame: pl.DataFrame, name: str) -> None:
    """A text may stand in a Parquet file once for a million rows: it is a million texts as soon as
    they are read. Raises FileRefused."""
    texts = frame.select(pl.col(pl.String, pl.Categorical, pl.Enum).cast(pl.String))
    lengths = texts.select(pl.all().str.len_bytes().cast(pl.Int64))
    if (longest := max((cast(int, each.max() or 0) for each in lengths), default=0)) > LONGEST_TEXT:
        most = f"{LONGEST_TEXT:,} are read: shorten it"
        raise FileRefused(f"{name} has a text of {longest:,} bytes and {most}")
    check_bytes(sum(int(each.sum()) for each in lengths), name)


_ASKED = """
SELECT (SELECT coalesce(sum(num_rows), 0) FROM parquet_file_metadata($1)),
       coalesce(sum(num_values), 0), coalesce(sum(total_uncompressed_size), 0)
FROM parquet_metadata($1)
"""


def _told(file: IO[bytes], name: str) -> tuple[int, int, int]:
    """Rows, values and bytes. Of the file only what it tells of itself is copied, to its place in
    an empty one: DuckDB reads no more of it, and reads it from a path alone."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _FOOTER))
    told, mark = int.from_bytes(file.read(4), "little"), file.read(4)
    if mark != _MARK:
        raise duckdb.InvalidInputException("it is cut off")
    if told > _LONGEST_TOLD:
        raise FileRefused(f"{name} tells more of its columns than is read: split it")
    with NamedTemporaryFile(suffix=".parquet") as alone:
        alone.write(_MARK)
        start = max(0, size - _FOOTER - told)
        file.seek(start)
        alone.seek(start)
        shutil.copyfileobj(file, alone)
        alone.flush()
        file.seek(0)
        with duckdb.connect() as asked:
            rows, values, unpacked = asked.execute(_ASKED, [alone.name]).fetchall()[0]
    return int(rows), int(values), int(unpacked)
