"""Files that are to be imported, read row by row: CSV, Parquet and JSON, whatever is in them."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import IO, Any

import polars as pl
from polars.exceptions import PanicException, PolarsError

from upheld.core.imports import Problem, shortened

from .files import FileRefused

LONGEST_FIELD = 2_000_000
_LARGEST_DOCUMENT = 128 << 20
_LONGEST_LINE = 16 << 20
MOST_ROWS = 20_000_000  # a small Parquet file may hold a single value a thousand million times
_MOST_COLUMNS = 500
# What an earlier import said of a row that was mended since is no part of the row.
MARKS = ("rejected_row", "rejected_column", "rejected_value", "rejected_because")
RECORD = "record"
_TOO_LONG = "a line that is longer than any record"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

Open = Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it stands: its number in the file, its values by column, and why it is none.

    `cells` is the row for whoever mends it.
    """

    number: int
    values: Mapping[str, Any]
    cells: tuple[str, ...]
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that is open: its columns (`record` alone for JSON), how many rows, and the rows.

    `notes` says what of it is not read.
    """

    columns: tuple[str, ...]
    rows: int
    lines: Callable[[], Iterator[Line]]
    notes: tuple[str, ...] = ()


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
    return _parquet(opened, name) if kind == "parquet" else _csv(opened, name, encoding, delimiter)


def records(opened: Open, name: str, lists: Sequence[str]) -> Sheet:
    """JSON records: one a line, a list, an object with one of `lists` in it, or the records that an
    earlier import rejected, as CSV. Raises FileRefused."""
    with opened() as file:
        kind = kind_of(file.read(4096), name)
    if kind == "csv":
        found = _csv(opened, name, "utf-8", ",")
        if RECORD not in found.columns:
            raise FileRefused(f"{name} is CSV: import it with a mapping of its columns")
        return Sheet((RECORD,), found.rows, lambda: map(_of_record, found.lines()))
    if kind == "parquet":
        raise FileRefused(f"{name} is Parquet: import it with a mapping of its columns")
    return _json(opened, name, lists)


# CSV


def _csv(opened: Open, name: str, encoding: str, delimiter: str) -> Sheet:
    header = next(_csv_rows(opened, encoding, delimiter), None)
    if header is None or isinstance(header[1], Problem):
        raise FileRefused(f"{name} has no header that can be read: export it again")
    columns = _columns(header[1], name)
    again = MARKS[0] in columns

    def lines() -> Iterator[Line]:
        found = _csv_rows(opened, encoding, delimiter)
        next(found)
        return (_csv_line(number, cells, columns, again) for number, cells in found)

    rows = sum(1 for _ in _csv_rows(opened, encoding, delimiter)) - 1
    return Sheet(columns, rows, lines)


_Cells = list[str] | Problem


def _csv_rows(opened: Open, encoding: str, delimiter: str) -> Iterator[tuple[int, _Cells]]:
    """Every row that is not blank with its number; what cannot be parsed is told and passed over.

    A byte that is no text becomes half a surrogate pair, which the row is rejected for.
    """
    csv.field_size_limit(LONGEST_FIELD)
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
        return Problem("", "", f"a cell of more than {LONGEST_FIELD:,} characters", "shorten it")
    return Problem("", "", f"quotes stand wrongly ({told})", "mend the quotes there")


def _columns(header: Sequence[str], name: str) -> tuple[str, ...]:
    if len(header) > _MOST_COLUMNS:
        raise FileRefused(f"{name} has {len(header):,} columns: {_MOST_COLUMNS} are read")
    if any(not each.isprintable() for each in header):
        raise FileRefused(f"{name}: the header is no text: is the encoding the right one?")
    columns = tuple(each.strip()[:200] or f"column {at}" for at, each in enumerate(header, 1))
    double = next((each for each in columns if columns.count(each) > 1), None)
    if double is not None:
        raise FileRefused(f"{name}: column {double!r} stands twice in the header: rename one")
    return columns


def _csv_line(number: int, cells: _Cells, columns: tuple[str, ...], again: bool) -> Line:
    if isinstance(cells, Problem):
        return Line(number, {}, (), cells)
    kept = tuple(storable(cell) for cell in cells)
    if len(cells) != len(columns):
        why = f"{len(cells)} columns where the header has {len(columns)}"
        mend = "a quote or a delimiter stands wrongly there"
        return Line(number, {}, kept, Problem("", shortened(" ".join(kept)), why, mend))
    values = dict(zip(columns, map(_unmarked, cells) if again else cells, strict=True))
    return Line(number, {each: values[each] for each in values if each not in MARKS}, kept)


def _unmarked(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running a cell of rejected rows."""
    return cell[1:] if cell.startswith(tuple(f"'{sign}" for sign in FORMULA)) else cell


def storable(text: str) -> str:
    """Text that any database keeps: NUL and what is no character are shown, not kept."""
    shown = text.replace("\x00", "\N{SYMBOL FOR NULL}")
    return shown.encode("utf-8", "backslashreplace").decode()


# Parquet


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
    columns, shown = _columns(plain, name), frame.select(plain)

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


# JSON


def _json(opened: Open, name: str, lists: Sequence[str]) -> Sheet:
    if _one_a_line(opened, lists):
        rows = sum(1 for _ in _text_lines(opened))
        return Sheet((RECORD,), rows, lambda: map(_of_text, _text_lines(opened)))
    found = _document(opened, name, lists)

    def lines() -> Iterator[Line]:
        return (_line(number, record, None) for number, record in enumerate(found, 1))

    return Sheet((RECORD,), len(found), lines)


def _one_a_line(opened: Open, lists: Sequence[str]) -> bool:
    """Whether the first line is a whole record, as in newline-delimited JSON."""
    first = next(_text_lines(opened), (0, ""))[1]
    try:
        record = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and not any(isinstance(record.get(n), list) for n in lists)


def _text_lines(opened: Open) -> Iterator[tuple[int, str]]:
    with opened() as file, io.TextIOWrapper(file, "utf-8-sig", errors="surrogateescape") as text:
        number = 0
        while line := text.readline(_LONGEST_LINE):
            number += 1
            whole = len(line) < _LONGEST_LINE or line.endswith("\n")
            while not whole:
                rest = text.readline(_LONGEST_LINE)
                whole = len(rest) < _LONGEST_LINE or rest.endswith("\n")
                line = _TOO_LONG
            if line.strip():
                yield number, line


def _of_text(numbered: tuple[int, str]) -> Line:
    number, text = numbered
    if text is _TOO_LONG:
        return _unread(number, "", f"a line of more than {_LONGEST_LINE:,} signs", "leave it out")
    try:
        return _line(number, json.loads(text), text)
    except RecursionError:
        return _unread(number, text, "nested too deeply", "flatten it")
    except ValueError as error:
        return _unread(number, text, f"no JSON ({' '.join(str(error).split())[:80]})", "mend it")


def _unread(number: int, text: str, why: str, mend: str) -> Line:
    kept = storable(text.strip())
    return Line(number, {}, (kept,), Problem("", shortened(kept), why, mend))


def _line(number: int, record: object, text: str | None) -> Line:
    try:
        told = text if text is not None else json.dumps(record, ensure_ascii=False, default=str)
    except RecursionError:
        return _unread(number, "", "nested too deeply", "flatten it")
    kept = storable(told.strip())
    if not isinstance(record, dict):
        return Line(number, {}, (kept,), Problem("", shortened(kept), "no record", "leave it out"))
    return Line(number, record, (kept,))


def _of_record(line: Line) -> Line:
    if line.problem:
        return line
    return _of_text((line.number, str(line.values[RECORD])))


def _document(opened: Open, name: str, lists: Sequence[str]) -> list[Any]:
    with opened() as file:
        raw = file.read(_LARGEST_DOCUMENT + 1)
    if len(raw) > _LARGEST_DOCUMENT:
        raise FileRefused(f"{name} is one JSON of more than 128 MB: export one record a line")
    try:
        told = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FileRefused(f"{name} is not UTF-8 (byte {error.start:,}): export it again") from None
    except RecursionError:
        raise FileRefused(f"{name} is nested too deeply to be an export of records") from None
    except json.JSONDecodeError as error:
        where = f"{name}, line {error.lineno}, column {error.colno}"
        raise FileRefused(f"{where}: no JSON from here: it may be cut off, copy it again") from None
    except ValueError as error:
        raise FileRefused(f"{name}: {' '.join(str(error).split())[:120]}") from None
    if isinstance(told, dict):
        told = next((told[each] for each in lists if isinstance(told.get(each), list)), [told])
    return list(chain.from_iterable(each if isinstance(each, list) else [each] for each in told))
