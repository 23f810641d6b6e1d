"""CSV that is to be imported, row by row: one row that cannot be parsed stops no other."""

import csv
import io
from collections.abc import Iterator

from upheld.core.imports import Problem, shortened
from upheld.store.files import FileRefused
from upheld.tables.spreadsheet import unguarded

from .limits import LONGEST_TEXT, check_rows
from .lines import MARKS, Line, Open, Sheet, columns_of, storable


def read(opened: Open, name: str, encoding: str, delimiter: str) -> Sheet:
    """Raises FileRefused."""
    header = next(_rows(opened, encoding, delimiter), None)
    if header is None or isinstance(header[1], Problem):
        raise FileRefused(f"{name} has no header that can be read: export it again")
    columns = columns_of(header[1], name)
    again = MARKS[0] in columns

    def lines() -> Iterator[Line]:
        found = _rows(opened, encoding, delimiter)
        next(found)
        return (_line(number, cells, columns, again) for number, cells in found)

    rows = sum(1 for _ in _rows(opened, encoding, delimiter)) - 1
    check_rows(rows, len(columns), name)
    return Sheet(columns, rows, lines)


_Cells = list[str] | Problem


def _rows(opened: Open, encoding: str, delimiter: str) -> Iterator[tuple[int, _Cells]]:
    """Every row that is not blank with its number; what cannot be parsed is told and passed over.

    A byte that is no text becomes half a surrogate pair, which the row is rejected for.
    """
    csv.field_size_limit(LONGEST_TEXT)
    with (
        opened() as file,
        io.TextIOWrapper(
            file,
            "utf-8-sig" if encoding == "utf-8" else encoding,
            errors=_errors(encoding),
            newline="",
        ) as text,
    ):
        reader, number = csv.reader(text, strict=True, delimiter=delimiter), 0
        while True:
            number += 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                yield number, _broken(error)
                continue
            except UnicodeError:
                yield number, Problem("", "", f"not {encoding} from here on", "save it as UTF-8")
                return
            if cells is None:
                return
            if any(cell.strip() for cell in cells):
                yield number, cells


def _errors(encoding: str) -> str:
    return "strict" if encoding == "utf-16" else "surrogateescape"


def _broken(error: csv.Error) -> Problem:
    told = str(error)
    if "unexpected end" in told:
        return Problem("", "", "ends inside a quoted text", "it is cut off: copy it again whole")
    if "field larger" in told:
        return Problem("", "", f"a cell of more than {LONGEST_TEXT:,} characters", "shorten it")
    return Problem("", "", f"quotes stand wrongly ({told})", "mend the quotes there")


def _line(number: int, cells: _Cells, columns: tuple[str, ...], again: bool) -> Line:
    if isinstance(cells, Problem):
        return Line(number, {}, (), cells)
    kept = tuple(storable(cell) for cell in cells)
    if len(cells) != len(columns):
        why = f"{len(cells)} columns where the header has {len(columns)}"
        mend = "a quote or a delimiter stands wrongly there"
        return Line(number, {}, kept, Problem("", shortened(" ".join(kept)), why, mend))
    values = dict(zip(columns, map(unguarded, cells) if again else cells, strict=True))
    return Line(number, {each: values[each] for each in values if each not in MARKS}, kept)
