"""Tables of another system, from a file or a database, handed out in parts that fit in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import duckdb
import polars as pl
from polars.exceptions import PanicException, PolarsError

from upheld.core.imports.table_map import TableMap
from upheld.core.imports.tables import ROW, check_columns, whose
from upheld.store.files import FileRefused
from upheld.tables.spreadsheet import GUARDED

from . import of_sql as import_sql
from .files import kind_of, unpacked
from .limits import check_cells
from .lines import MARKS, Open
from .of_sql import Place

_SQLITE = b"SQLite format 3\x00"
_AT_ONCE = 1_500_000
_FIRST_OF_FILE, _FIRST_OF_QUERY = 2, 1


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table: `parts` together are all of them, and each part has all rows of some
    customers. `newest` is the newest watermark among them, empty where none was asked for."""

    rows: int
    given: TableMap
    frame: pl.LazyFrame
    first: int = _FIRST_OF_FILE
    newest: str = ""

    def parts(self) -> Iterator[pl.DataFrame]:
        """Raises MapError for a column that is not there."""
        check_columns(self.given, self.frame.collect_schema().names())
        numbered = self.frame.with_row_index(ROW, self.first)
        count = max(1, ceil(self.rows / _AT_ONCE))
        if count == 1:
            yield numbered.collect()
            return
        turn = whose(self.given).hash(seed=0) % count
        for number in range(count):
            yield numbered.filter(turn == number).collect(engine="streaming")


def is_database(path: Path) -> bool:
    """Whether a file is a database of SQLite's."""
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


@contextmanager
def asked(where: Place, given: TableMap, since: str) -> Iterator[Table]:
    """What a database gives. Raises MapError or FileRefused."""
    with import_sql.asked(where, given, since) as found:
        yield Table(found.rows, given, found.frame, _FIRST_OF_QUERY, found.newest)


def read(opened: Open, name: str, given: TableMap) -> Table:
    """A CSV or Parquet file as columns. Raises FileRefused or MapError."""
    with opened() as file:
        kind = kind_of(file.read(4096), name)
        file.seek(0)
        try:
            if kind == "parquet":
                _, frame = unpacked(file, name)
            elif kind == "csv":
                frame = _csv(file.read(), name, given)
            else:
                raise FileRefused(f"{name} is JSON: export it as CSV or Parquet")
        except (PolarsError, PanicException, duckdb.Error, LookupError, UnicodeError) as error:
            told = " ".join(str(error).split())[:160]
            raise FileRefused(f"{name} cannot be read whole ({told}): export it again") from None
    plain = [column for column, kind in frame.schema.items() if not kind.is_nested()]
    frame = frame.select(plain)
    again = _again(frame) if MARKS[0] in frame.columns else frame
    return Table(again.height, given, again.lazy())


def _csv(whole: bytes, name: str, given: TableMap) -> pl.DataFrame:
    """Each line that is short has all columns of the first, whatever they take of memory."""
    columns = whole.partition(b"\n")[0].count(given.delimiter.encode()) + 1
    check_cells(whole.count(b"\n") * columns, name)
    encoding = "utf8" if given.encoding == "utf-8" else given.encoding
    return pl.read_csv(whole, infer_schema=False, separator=given.delimiter, encoding=encoding)


def _again(frame: pl.DataFrame) -> pl.DataFrame:
    """Lines that were left out before, mended: without what was written to them."""
    texts = pl.col(pl.String).str.replace(GUARDED, "$1")
    return frame.drop(MARKS, strict=False).with_columns(texts)
