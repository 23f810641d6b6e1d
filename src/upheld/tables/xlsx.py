"""A table's sheet as a spreadsheet (.xlsx), both ways and without loss.

A spreadsheet keeps what a cell is beside what it shows. What would read differently here than it
looks there is refused with its address: formulas, merged cells, dates that are numbers.
"""

import re
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet.worksheet import Worksheet

from upheld.tables.notes import Notes
from upheld.tables.problems import PolicyError, Problem
from upheld.tables.sheet import Sheet, sheet_from
from upheld.tables.sheets import csv_text, records

# Unpacked; a table of 10,000 rules and 30 columns has about 20 MB.
_MOST_BYTES = 100_000_000
# Of 400 bytes of memory each, and more. One far down and to the right makes every cell before it.
_MOST_CELLS = 1_000_000
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
    records = [[_text(cell, path.name, notes) for cell in row] for row in page.iter_rows()]
    while records and not any(records[-1]):
        records.pop()
    if len(notes.problems) > before:
        return None
    return sheet_from(path.name, records, notes)


def _page(path: Path, notes: Notes) -> Worksheet | None:
    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > _MOST_BYTES or _bursts(parts):
                notes.add(path.name, None, None, "the file is too large", "Split the table")
                return None
        book = load_workbook(path, keep_links=False)
    except OSError:
        notes.add(path.name, None, None, "the file is missing", "Put it beside policy.yaml")
        return None
    except Exception:  # a file that is broken inside ends the library in more ways than it tells
        notes.add(path.name, None, None, "this is no spreadsheet (.xlsx)", "Save it as .xlsx")
        return None
    pages = [page for page in book.worksheets if page.max_row > 1 or page["A1"].value is not None]
    for extra in pages[1:]:
        message = f"there is a second worksheet, {extra.title}"
        notes.add(path.name, None, None, message, "Keep one table in a file")
    return _small(next(iter(pages or book.worksheets), None), path.name, notes)


# How XML begins: with its first sign, blanks, or the mark of how many bytes a sign has.
_XML = (b"<", b" ", b"\t", b"\r", b"\n", b"\0<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CELL = re.compile(rb"<(?:[^\s<>/:]+:)?c[\s/>]")
# What names a range of cells, each of which is made: cells that are merged, and a link over many.
_RANGE = re.compile(rb"<(?:[^\s<>/:]+:)?(?:mergeCell|hyperlink)\s[^>]*>")
_REF = re.compile(
    rb"""\sref\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?["']"""
)


def _bursts(parts: zipfile.ZipFile) -> bool:
    """Whether reading it would make more cells than are read, looked at before any is made."""
    return sum(_made(parts.read(part)) for part in parts.namelist()) > _MOST_CELLS


def _made(text: bytes) -> int:
    """How many cells a part makes at most, whatever it is called. XML of two bytes a sign would
    hide them; a picture is no XML."""
    if not text.startswith(_XML):
        return 0
    if b"\0" in text:
        return _MOST_CELLS + 1
    named = (_REF.search(each) for each in _RANGE.findall(text))
    return len(_CELL.findall(text)) + sum(_area(ref) for ref in named)


def _area(ref: re.Match[bytes] | None) -> int:
    if ref is None:
        return _MOST_CELLS + 1
    left, top, right, bottom = (each.decode() for each in ref.groups(b""))
    across = column_index_from_string(right or left) - column_index_from_string(left)
    return (abs(across) + 1) * (abs(int(bottom or top) - int(top)) + 1)


def _small(page: Worksheet | None, file: str, notes: Notes) -> Worksheet | None:
    if page is None:  # charts alone
        notes.add(file, None, None, "there is no worksheet", "Put the table on one")
    elif page.max_row * page.max_column > _MOST_CELLS:
        last = f"{get_column_letter(page.max_column)}{page.max_row}"
        notes.add(file, None, None, f"the table reaches to {last}", "Empty the cells around it")
    else:
        return page
    return None


def _check_merged(page: Worksheet, file: str, notes: Notes) -> None:
    for merged in page.merged_cells.ranges:
        message = f"the cells {merged.coord} are merged"
        notes.add(file, merged.min_row, None, message, "Split them and fill in each")


def _text(cell: XlsxCell | MergedCell, file: str, notes: Notes) -> str:
    match cell.value:
        case None:
            return ""
        case str() as text if cell.data_type in ("s", "inlineStr"):
            return text.strip()
        case bool() as truth:
            return str(truth).lower()
        case int() | float() as number:
            return f"{Decimal(repr(number)):f}"
        case date() | datetime() | time() | timedelta():
            message, mend = "holds a date or time as a number", _as_text(cell.value)
        case _ if cell.data_type == "f":
            message, mend = "holds a formula", "Put its value there as text"
        case _:
            message, mend = f"holds the error {cell.value}", "Correct it"
    notes.add(file, cell.row, None, f"{cell.coordinate} {message}", mend)
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
