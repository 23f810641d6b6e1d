"""JSON that is to be imported, record by record: one a line, or a document with a list of them."""

import io
import json
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from upheld.core.imports import Problem, shortened
from upheld.store.files import FileRefused

from .lines import RECORD, Line, Open, Sheet, storable

_LARGEST_DOCUMENT = 128 << 20
_LONGEST_LINE = 16 << 20
_TOO_LONG = "a line that is longer than any record"
_TOO_LONG_A_NUMBER = "a number of thousands of digits"


def read(opened: Open, name: str, lists: Sequence[str]) -> Sheet:
    """Raises FileRefused."""
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
        return _unread(number, text, f"no JSON ({_amiss(error)})", "mend it")


def _amiss(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return " ".join(str(error).split())[:80]
    return _TOO_LONG_A_NUMBER


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


def of_record(line: Line) -> Line:
    """The record in a line of CSV, as an earlier import rejected it."""
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
    except ValueError:  # Python's own words tell how it reads numbers
        raise FileRefused(f"{name}: {_TOO_LONG_A_NUMBER}: mend it") from None
    if isinstance(told, dict):
        told = next((told[each] for each in lists if isinstance(told.get(each), list)), [told])
    return list(chain.from_iterable(each if isinstance(each, list) else [each] for each in told))
