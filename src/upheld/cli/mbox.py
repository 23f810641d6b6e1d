"""The messages of an mbox file (RFC 4155, appendix A), which is only read.

Nothing but a line marks where one begins, and whoever writes to us may write that line too: what is
taken from here is vouched for by nothing that stands in it (store/mail.py).
"""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_ZONE = rb"(?: (?:[A-Z]{1,5}|[+-]\d{4}))?"
_DATE = (
    rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) "
    rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]?\d \d\d:\d\d(?::\d\d)?"
    + _ZONE + rb" \d{4}" + _ZONE
)  # fmt: skip
_ENVELOPE = re.compile(rb"From +[^ \r\n][^\r\n]*? " + _DATE + rb" *\r?\n")
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:")
_LENGTH = re.compile(rb"content-length[ \t]*:[ \t]*(\d{1,15})[ \t]*\r?\n", re.IGNORECASE)
_QUOTED = re.compile(rb"(?<=\n)>From ")
_EMPTY = (b"\n", b"\r\n")
_LONGEST = 1_000  # bytes of an envelope line, as of every line of mail (RFC 5322, 2.1.1)


@dataclass(frozen=True, slots=True)
class Lies:
    """Where a message lies in the file, behind its envelope line. `quoted`: a line of it that began
    with From was written with a > before it, since nothing else told its end."""

    start: int
    stop: int
    quoted: bool


_Found = tuple[Lies, int | None]  # and where the next begins, behind its envelope line


def is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return _ENVELOPE.fullmatch(file.readline(_LONGEST)) is not None


def messages(path: Path) -> list[Lies]:
    """Each message of an mbox, in the order of the file."""
    with path.open("rb") as file:
        return list(_messages(file))


def contents(path: Path, found: Sequence[Lies]) -> Iterator[bytes]:
    """What each of these messages says."""
    with path.open("rb") as file:
        for lies in found:
            file.seek(lies.start)
            raw = file.read(lies.stop - lies.start)
            yield _QUOTED.sub(b"From ", raw) if lies.quoted else raw


def _messages(file: IO[bytes]) -> Iterator[Lies]:
    start: int | None = len(file.readline())
    while start is not None:
        lies, start = _by_length(file, start) or _by_lines(file, start)
        yield lies


def _by_length(file: IO[bytes], start: int) -> _Found | None:
    """The message by its Content-Length, which a stranger may have written: it counts where it
    leads to the end of the file, or to a line at which the next message begins."""
    length = _length(file, start)
    if length is None:
        return None
    stop, end = file.tell() + length, os.fstat(file.fileno()).st_size
    lies = Lies(start, stop, quoted=False)
    if stop >= end:
        return (lies, None) if stop == end else None
    file.seek(stop - 1)
    if file.read(1) != b"\n":
        return None
    at = stop + _empty(file.readline(_LONGEST))
    if at == end:
        return lies, None
    following = _behind_envelope(file, at)
    return (lies, following) if following else None


def _length(file: IO[bytes], start: int) -> int | None:
    """What one Content-Length says; then the file is at the first byte behind the headers."""
    file.seek(start)
    told = []
    while (line := file.readline()) and line not in _EMPTY:
        if found := _LENGTH.fullmatch(line):
            told.append(int(found[1]))
    return told[0] if len(told) == 1 else None


def _by_lines(file: IO[bytes], start: int) -> _Found:
    """The message up to the next envelope line behind an empty one, or to the end."""
    file.seek(start)
    at, empty = start, 0
    while line := file.readline():
        if empty and line.startswith(b"From "):
            if following := _behind_envelope(file, at):
                return Lies(start, at - empty, quoted=True), following
            file.seek(at + len(line))
        at, empty = at + len(line), _empty(line)
    return Lies(start, at - empty, quoted=True), None


def _behind_envelope(file: IO[bytes], at: int) -> int | None:
    """Where the message begins whose envelope line is here; None where none is, or no header
    follows it: then somebody wrote such a line in a letter."""
    file.seek(at)
    line = file.readline(_LONGEST)
    if not _ENVELOPE.fullmatch(line) or not _HEADER.match(file.readline(_LONGEST)):
        return None
    return at + len(line)


def _empty(line: bytes) -> int:
    """How many bytes an empty line has; 0 for every other one."""
    return len(line) if line in _EMPTY else 0
