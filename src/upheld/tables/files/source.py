"""The cases of a file: Parquet as it is; CSV with its cells read as facts are."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from upheld.tables.columns.lines import PLAIN
from upheld.tables.fields import Field, read_value
from upheld.tables.files.target import money
from upheld.tables.problems import CellError, FactsError, Problem
from upheld.tables.values import Kind, Months

_ROW = "(row)"
# Texts of one batch are read together, each different one once.
_BATCH = 100_000


class Unreadable(ValueError):
    """A file that holds no cases; says which and the mend."""


@dataclass(frozen=True, slots=True)
class Source:
    """`file` is what its owner calls it, `path` a Parquet file with the same cases.

    `first` is the row of the first case: a spreadsheet's header is row 1.
    """

    file: Path
    path: Path
    first: int

    @property
    def cases(self) -> pl.LazyFrame:
        return pl.scan_parquet(self.path, glob=False)


def source_of(file: Path, fields: Mapping[str, Field], currency: str, space: Path) -> Source:
    """The cases of a file; CSV is read into `space` first.

    Raises Unreadable, FactsError for a cell of the wrong type, and OSError.
    """
    try:
        with file.open("rb") as opened:
            head = opened.read(4)
        if head == b"PAR1":
            source = Source(file, file, 1)
            source.cases.collect_schema()
            return source
        return Source(file, _from_csv(file, fields, currency, space), 2)
    except PolarsError as error:
        told = str(error).splitlines()[0]
        mend = "Give Parquet, or CSV in UTF-8 with a header"
        raise Unreadable(f"{file}: this is not read as cases ({told}). {mend}.") from None


def _from_csv(file: Path, fields: Mapping[str, Field], currency: str, space: Path) -> Path:
    """A Parquet file with the cells of the fields typed; the others stay texts."""
    separator = _checked(file)
    texts = pl.scan_csv(file, infer_schema=False, separator=separator, glob=False)
    names = texts.collect_schema().names()
    columns = {name: _Column(fields[name], currency, file) for name in names if name in fields}
    schema = {name: columns[name].dtype if name in columns else pl.String() for name in names}

    def typed(frame: pl.DataFrame) -> pl.DataFrame:
        for name, column in columns.items():
            frame = frame.with_columns(column.read(frame[name], frame[_ROW]))
        return frame.drop(_ROW)

    numbered = texts.with_row_index(_ROW, 2)
    path = space / "cases.parquet"
    read = numbered.map_batches(typed, projection_pushdown=False, schema=schema, streamable=True)
    read.sink_parquet(path, engine="streaming")
    return path


def _checked(file: Path) -> str:
    """The separator of the columns. Raises Unreadable where two of them have one name."""
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as opened:
        head = opened.readline()
    separator = ";" if head.count(";") > head.count(",") else ","
    names = next(csv.reader([head], delimiter=separator), [])
    for name in names:
        if names.count(name) > 1:
            raise Unreadable(f"{file}: two columns are called {name}: take one away")
    return separator


class _Column:
    """Reads the cells of a column, empty ones as unknown."""

    def __init__(self, field: Field, currency: str, file: Path) -> None:
        # As columns of Parquet are: a value outside a domain is one that no rule speaks of.
        self.field = replace(field, values=(), domain=None)
        self.currency = currency
        self.file = file
        self.dtype = money(currency) if field.kind is Kind.MONEY else PLAIN[field.kind]

    def read(self, texts: pl.Series, rows: pl.Series) -> pl.Series:
        """The values. Raises FactsError with the first cell that has none."""
        known: dict[str | None, object] = {None: None}
        for text in texts.unique(maintain_order=True):
            try:
                known[text] = self._value(text)
            except CellError as error:
                row = rows[texts.index_of(text) or 0]
                problem = Problem(str(self.file), row, self.field.name, error.message, error.mend)
                raise FactsError([problem]) from None
        return pl.Series(texts.name, [known[text] for text in texts], dtype=self.dtype)

    def _value(self, text: str | None) -> object:
        if text is None:
            return None
        value = read_value(self.field, text, self.currency)
        if isinstance(value, Months):
            return value.count
        return float(value) if self.dtype == pl.Float64 and value is not None else value  # type: ignore[arg-type]
