"""Reads a table's CSV as spreadsheets write it: BOM, semicolons, CRLF, blank rows, short rows."""

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from upheld.tables.notes import Notes
from upheld.tables.problems import CellError
from upheld.tables.turning import check_turning

# No person reads a table so wide, and each column is looked at more than once.
_MOST_COLUMNS = 500


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row by column; `number` is what a spreadsheet shows at its left."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file: its column names and its rows that are not blank."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheet(path: Path, notes: Notes) -> Sheet | None:
    """The file's rows, or None with the problem noted."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        notes.add(path.name, None, None, "the file is missing", "Put it beside policy.yaml")
        return None
    except UnicodeDecodeError:
        mend = "Save it as CSV UTF-8"
        notes.add(path.name, None, None, "the file is not UTF-8", mend)
        return None
    return parse_sheet(path.name, text, notes)


def parse_sheet(file: str, text: str, notes: Notes) -> Sheet | None:
    """The rows of a CSV text, or None with the problem noted."""
    return sheet_from(file, records_of(file, text, notes), notes)


def records_of(file: str, text: str, notes: Notes) -> list[list[str]]:
    """Every line of a CSV text as its cells, blank lines and all; row 1 is the header."""
    records: list[list[str]] = []
    try:
        records.extend(_read(text))
    except csv.Error as error:
        mend = 'Put the cell in quotes and double each " inside it'
        notes.add(file, len(records) + 1, None, f"this is not CSV: {error}", mend)
    return records


def rules_of(text: str) -> int:
    """How many lines a CSV text has below its columns, blank ones too, as far as it is CSV. None
    is kept: a file of blank lines takes a hundred times its size once they are made."""
    last = 0
    with suppress(csv.Error):
        for at, _ in enumerate(_read(text)):
            last = at
    return last


def _read(text: str) -> Iterator[list[str]]:
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def too_wide(file: str, columns: int, notes: Notes) -> bool:
    """Whether a table has more columns than are read; the problem is noted then."""
    if columns > _MOST_COLUMNS:
        message = f"the first row has {columns:,} columns"
        notes.add(file, 1, None, message, f"Write a table of at most {_MOST_COLUMNS}")
    return columns > _MOST_COLUMNS


def sheet_from(file: str, records: list[list[str]], notes: Notes) -> Sheet | None:
    """The sheet of a file's rows, or None with the problem noted."""
    if not records or not any(cell.strip() for cell in records[0]):
        notes.add(file, 1, None, "the first row has no columns", "Name a column in each cell")
        return None
    columns = [cell.strip() for cell in records[0]]
    while not columns[-1]:
        columns.pop()
    if too_wide(file, len(columns), notes):
        return None
    for at, column in enumerate(columns):
        if not column:
            notes.add(file, 1, None, f"cell {at + 1} has no name", "Name the column")
        elif column in columns[:at]:
            notes.add(file, 1, column, "two columns have this name", "Take one away")
    rows = []
    for number, record in enumerate(records[1:], 2):
        if any(cell.strip() for cell in record):
            rows.append(_row(file, number, columns, record, notes))
    if not rows:
        notes.add(file, None, None, "the table has no rules", "Write a rule in row 2")
    return Sheet(file, tuple(columns), tuple(rows))


def _row(file: str, number: int, columns: list[str], record: list[str], notes: Notes) -> Row:
    if any(cell.strip() for cell in record[len(columns) :]):
        mend = "Quote a cell that holds the separator, or name the column"
        notes.add(file, number, None, "there are more cells than columns", mend)
    padded = [*record, *[""] * len(columns)]
    cells = {column: padded[at].strip() for at, column in enumerate(columns)}
    for column, cell in cells.items():
        try:
            check_turning(cell)
        except CellError as error:
            notes.cell(file, number, column, error)
    return Row(number, cells)
