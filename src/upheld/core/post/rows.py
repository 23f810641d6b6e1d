"""A message without its long files, which stay where they lie until somebody wants one.

A line of nothing but base64 begins no header, ends no part and is not blank: to a parser a row of
them is as one of them. So a long row is one line here, its mark, and a parser holds that alone.
The mark is a hash of all that remains, which nobody can write into it.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from typing import IO

from .message import LARGEST, MOST_LINES, Unreadable

_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{4})+\r?\n")
_SHORTEST = 64 * 1024  # bytes of a row: what is shorter is no burden
_LONGEST_LINE = 64 * 1024
_PIECE = 64 * 1024

_Lines = Iterator[tuple[bool, bytes]]


@dataclass(frozen=True, slots=True)
class Row:
    """Lines of base64 in a message: where they begin and where they end, in bytes."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that were left in `source`, by the marks that stand for them."""

    source: IO[bytes]
    mark: re.Pattern[str]
    found: tuple[Row, ...]

    def split(self, text: str) -> list[str | Row]:
        """Words and rows in turn, the first and the last of them words."""
        told = self.mark.split(text) if self.found else [text]
        return [self.found[int(each)] if at % 2 else each for at, each in enumerate(told)]

    def pieces(self, row: Row) -> Iterator[bytes]:
        """As they stand in the message."""
        for at in range(row.start, row.end, _PIECE):
            self.source.seek(at)
            yield self.source.read(min(_PIECE, row.end - at))


def without_rows(source: IO[bytes]) -> tuple[bytes, Rows]:
    """The message with a mark for each row. Raises Unreadable for what is beyond the limits."""
    source.seek(0)
    rest = _Rest()
    for base64, lines in groupby(_lines(source), itemgetter(0)):
        (rest.add_row if base64 else rest.add)(lines)
    text, mark = rest.marked()
    return text, Rows(source, mark, tuple(rest.rows))


def _lines(source: IO[bytes]) -> _Lines:
    """Each line, and whether it is nothing but base64. A very long one comes in several pieces,
    and is none of those."""
    size, count, whole, readline = 0, 0, True, source.readline
    while line := readline(_LONGEST_LINE):
        size += len(line)
        if size > LARGEST:
            raise Unreadable(f"it is larger than {LARGEST // (1024 * 1024)} MB")
        ends = line.endswith(b"\n")
        count += ends
        if count > MOST_LINES:
            raise Unreadable(f"it has more than {MOST_LINES:,} lines")
        yield whole and _BASE64.fullmatch(line) is not None, line
        whole = ends


_LONGEST_MARK = 64 + 8 + 1  # a hash, the number of the row, and a line end


class _Rest:
    """What remains; the marks are written when all of it is known."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._text, self._marks, self._at = BytesIO(), list[int](), 0

    def add(self, lines: _Lines) -> None:
        for _, line in lines:
            self._at += self._text.write(line)

    def add_row(self, lines: _Lines) -> None:
        """A few lines stay. The last one does of many: its line end may belong to what follows."""
        place, size, last = self._text.tell(), 0, b""
        for _, last in lines:
            if size < _SHORTEST:
                self._text.write(last)
            size += len(last)
        if size >= _SHORTEST:
            self._text.seek(place)
            self._text.truncate()
            self._text.write(bytes(_LONGEST_MARK) + last)
            self._marks.append(place)
            self.rows.append(Row(self._at, self._at + size - len(last)))
        self._at += size

    def marked(self) -> tuple[bytes, re.Pattern[str]]:
        digest = hashlib.sha256(repr(self.rows).encode())
        digest.update(self._text.getbuffer())
        name = digest.hexdigest()
        for number, place in enumerate(self._marks):
            self._text.seek(place)
            self._text.write(f"{name}{number:08}\n".encode())
        return self._text.getvalue(), re.compile(rf"{name}([0-9]{{8}})\n")
