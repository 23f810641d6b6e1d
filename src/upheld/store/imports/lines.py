"""A file that is to be imported, once it is open: its columns, and its rows as they stand."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from upheld.core.imports import Problem
from upheld.store.files import FileRefused

_MOST_COLUMNS = 500
# What an earlier import said of a row that was mended since is no part of the row.
MARKS = ("rejected_row", "rejected_column", "rejected_value", "rejected_because")
RECORD = "record"

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


def columns_of(header: Sequence[str], name: str) -> tuple[str, ...]:
    """The columns by their names in a header, each once. Raises FileRefused."""
    if len(header) > _MOST_COLUMNS:
        raise FileRefused(f"{name} has {len(header):,} columns: {_MOST_COLUMNS} are read")
    # A tab may be what parts the columns: that is told where one is looked for.
    if any(not each.replace("\t", " ").isprintable() for each in header):
        raise FileRefused(f"{name}: the header is no text: is the encoding the right one?")
    columns = tuple(each.strip()[:200] or f"column {at}" for at, each in enumerate(header, 1))
    double = next((each for each in columns if columns.count(each) > 1), None)
    if double is not None:
        raise FileRefused(f"{name}: column {double!r} stands twice in the header: rename one")
    return columns


def digest_of(values: Mapping[str, Any]) -> str:
    told = json.dumps(values, sort_keys=True, default=str, ensure_ascii=True)
    return hashlib.sha256(told.encode()).hexdigest()


def key_of(digest: str, which: int) -> str:
    """What a row without a number is known by: what it says, and which of its like it is."""
    return f"{digest}-{which}"


def storable(text: str) -> str:
    """Text that any database keeps: NUL and what is no character are shown, not kept."""
    shown = text.replace("\x00", "\N{SYMBOL FOR NULL}")
    return shown.encode("utf-8", "backslashreplace").decode()
