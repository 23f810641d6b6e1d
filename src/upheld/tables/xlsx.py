"""A table's sheet as a spreadsheet (.xlsx), both ways and without loss.

A spreadsheet keeps what a cell is beside what it shows. What would read differently here than it
looks there is refused with its address: formulas, merged cells, dates that are numbers.
"""

import re
import zipfile
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.cell.cell import MergedCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import Alignment, Font
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet._reader import ROW_TAG, WorkSheetParser
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from upheld.tables.notes import Notes
from upheld.tables.problems import PolicyError, Problem
from upheld.tables.sheet import Sheet, sheet_from
from upheld.tables.sheets import csv_text, records

# Unpacked; a table of 10,000 rules and 30 columns has about 20 MB, and 1,200,000 elements for its
# cells and their texts.
_MOST_BYTES = 40_000_000
_MOST_MADE = 1_500_000
# Any other element, such as a font or a format of cells, costs as much time as so many of a cell's.
_DEAR = 20
# One far down and to the right makes every cell before it.
_MOST_CELLS = 1_000_000
_TOO_LARGE = ("the file is too large", "Split the table, or copy its cells alone into a new file")
_TWO_BYTES = (
    "it is written with two bytes a sign (UTF-16), and is not read",
    "Save it anew as .xlsx with a spreadsheet program, which writes UTF-8",
)
_MERGED = f"{{{SHEET_MAIN_NS}}}mergeCell"
_TEXT = "@"  # the number format that keeps a spreadsheet from making dates of what one types
_LONGEST = 32_767  # characters in a cell of a spreadsheet


def write_xlsx(sheet: Sheet, path: Path) -> None:
    """The sheet as a spreadsheet, every cell as text, so that no program makes a date of `1-2`.

    Raises PolicyError for a text that a spreadsheet cannot hold.
    """
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    for number, record in enumerate(records(sheet), 1):
        for at, text in enumerate(record, 1):
            _fill(page.cell(number, at), text, sheet.file)
    _dress(page)
    book.save(path)


def _fill(cell: XlsxCell | MergedCell, text: str, file: str) -> None:
    assert isinstance(cell, XlsxCell)
    try:
        if len(text) > _LONGEST:
            raise IllegalCharacterError
        cell.value = text or None
    except IllegalCharacterError:
        message = f"{cell.coordinate} holds a text that a spreadsheet cannot"
        problem = Problem(file, cell.row, None, message, "Shorten it, or take odd signs out")
        raise PolicyError([problem]) from None
    if text:
        cell.data_type = "s"  # a text that begins with = is a test, not a formula
    cell.number_format = _TEXT


def _dress(page: Worksheet) -> None:
    page.freeze_panes = "A2"
    for cell in page[1]:
        cell.font = Font(bold=True)
    for column in page.columns:
        for cell in column:
            cell.alignment = Alignment(vertical="top", wrap_text=True)


def csv_from_xlsx(path: Path) -> str:
    """A spreadsheet's table as CSV. Raises PolicyError with every cell that cannot be read."""
    notes = Notes()
    sheet = read_xlsx(path, notes)
    if sheet is None or notes.problems:
        raise PolicyError(notes.problems)
    return csv_text(sheet)


def read_xlsx(path: Path, notes: Notes) -> Sheet | None:
    """The first worksheet, or None with the problem noted, as `read_sheet` does for CSV."""
    before = len(notes.problems)
    page = _page(path, notes)
    if page is None:
        return None
    _check_merged(page, path.name, notes)
    records = _records(page, path.name, notes)
    while records and not any(records[-1]):
        records.pop()
    if len(notes.problems) > before:
        return None
    return sheet_from(path.name, records, notes)


@dataclass(frozen=True, slots=True)
class _Page:
    """What a worksheet holds: by row and column, from 1, each cell's value and kind of value."""

    title: str
    cells: dict[tuple[int, int], tuple[Any, str]]
    merged: list[CellRange]

    @property
    def rows(self) -> int:
        return max((row for row, _ in self.cells), default=1)

    @property
    def columns(self) -> int:
        return max((column for _, column in self.cells), default=1)

    @property
    def holds(self) -> bool:
        return self.rows > 1 or self.cells.get((1, 1), (None, ""))[0] is not None


def _page(path: Path, notes: Notes) -> _Page | None:
    try:
        with zipfile.ZipFile(path) as parts:
            if refused := _refused(parts):
                notes.add(path.name, None, None, *refused)
                return None
        every = _pages(path)
    except OSError:
        notes.add(path.name, None, None, "the file is missing", "Put it beside policy.yaml")
        return None
    except Exception:  # a file that is broken inside ends the library in more ways than it tells
        notes.add(path.name, None, None, "this is no spreadsheet (.xlsx)", "Save it as .xlsx")
        return None
    pages = [page for page in every if page.holds]
    for extra in pages[1:]:
        message = f"there is a second worksheet, {extra.title}"
        notes.add(path.name, None, None, message, "Keep one table in a file")
    return _small(next(iter(pages or every), None), path.name, notes)


# How XML begins: with its first sign, blanks, or the mark of how many bytes a sign has.
_XML = (b"<", b" ", b"\t", b"\r", b"\n", b"\0<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_PART = re.compile(rb"<[^/]")
# What a table is made of: rows, cells, what is in them, and texts that cells share.
_PLAIN = re.compile(rb"<(?:[^\s<>/:]+:)?(?:row|c|v|is|t|si)[\s/>]")


def _refused(parts: zipfile.ZipFile) -> tuple[str, str] | None:
    """Why it is not read, and what to do, looked at before anything is made of it."""
    if sum(part.file_size for part in parts.infolist()) > _MOST_BYTES:
        return _TOO_LARGE
    made = 0
    for name in parts.namelist():
        text = parts.read(name)
        if not text.startswith(_XML):  # a picture
            continue
        if b"\0" in text:  # it would hide how much is made of it
            return _TWO_BYTES
        made += _made(text)
    return _TOO_LARGE if made > _MOST_MADE else None


def _made(text: bytes) -> int:
    """What a part makes at most, whatever it is called."""
    plain = len(_PLAIN.findall(text))
    return plain + _DEAR * (len(_PART.findall(text)) - plain)


def _pages(path: Path) -> list[_Page]:
    """Every worksheet. Of the library only what cells need is called: what else may be in a file,
    such as drawings, validations and names, is read by nobody here and costs without bound."""
    reader = ExcelReader(path, keep_links=False)
    with closing(reader.archive):
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        sheets = {rel.target: sheet.name for sheet, rel in reader.parser.find_sheets()
                  if rel.target in reader.valid_files and "chartsheet" not in rel.Type}  # fmt: skip
        return [_read(reader, target, title) for target, title in sheets.items()]


class _Parser(WorkSheetParser):
    def parse_formula(self, element: Any) -> str:
        """A formula is refused, so none is read: one of a megabyte may be shared by every cell."""
        return "="


def _read(reader: ExcelReader, target: str, title: str) -> _Page:
    page = _Page(title, {}, [])
    book: Any = reader.wb  # which styles are dates is not among what its types tell
    with reader.archive.open(target) as source:
        parser = _Parser(
            source, reader.shared_strings, epoch=book.epoch,
            date_formats=book._date_formats, timedelta_formats=book._timedelta_formats,
        )  # fmt: skip
        for _, element in iterparse(source):
            if element.tag == ROW_TAG:
                for cell in parser.parse_row(element)[1]:
                    at = cell["row"], cell["column"]
                    if min(at) < 1:
                        raise ValueError(f"a cell in row {at[0]}")
                    page.cells[at] = (cell["value"], cell["data_type"])
                element.clear()
            elif element.tag == _MERGED:
                page.merged.append(CellRange(element.get("ref")))
    return page


def _small(page: _Page | None, file: str, notes: Notes) -> _Page | None:
    if page is None:  # charts alone
        notes.add(file, None, None, "there is no worksheet", "Put the table on one")
    elif page.rows * page.columns > _MOST_CELLS:
        last = f"{get_column_letter(page.columns)}{page.rows}"
        notes.add(file, None, None, f"the table reaches to {last}", "Empty the cells around it")
    else:
        return page
    return None


def _check_merged(page: _Page, file: str, notes: Notes) -> None:
    for merged in page.merged:
        message = f"the cells {merged.coord} are merged"
        notes.add(file, merged.min_row, None, message, "Split them and fill in each")


def _records(page: _Page, file: str, notes: Notes) -> list[list[str]]:
    width = page.columns
    records = [[""] * width for _ in range(page.rows)]
    for (row, column), (value, kind) in page.cells.items():
        records[row - 1][column - 1] = _text(value, kind, (row, column), file, notes)
    return records


def _text(value: Any, kind: str, at: tuple[int, int], file: str, notes: Notes) -> str:
    match value:
        case None:
            return ""
        case str() as text if kind in ("s", "inlineStr"):
            return text.strip()
        case bool() as truth:
            return str(truth).lower()
        case int() | float() as number:
            return f"{Decimal(repr(number)):f}"
        case date() | datetime() | time() | timedelta():
            message, mend = "holds a date or time as a number", _as_text(value)
        case _ if kind == "f":
            message, mend = "holds a formula", "Put its value there as text"
        case _:
            message, mend = f"holds the error {value}", "Correct it"
    row, column = at
    notes.add(file, row, None, f"{get_column_letter(column)}{row} {message}", mend)
    return ""


def _as_text(value: date | datetime | time | timedelta) -> str:
    match value:
        case datetime() if value.time() != time():
            example = f'date and time("{value.isoformat()}Z")'
        case datetime():
            example = f'date("{value.date().isoformat()}")'
        case date():
            example = f'date("{value.isoformat()}")'
        case time():
            example = f'time("{value.isoformat()}")'
        case _:
            example = 'duration("P1D")'
    return f"Format the cell as text and write {example}"
