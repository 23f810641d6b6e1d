"""A form in parts (RFC 7578), of which none is let go without a word.

Django's parser skips a part whose head it cannot read, and a file that has no name once its path is
taken off: whoever sent it would take it for sent. Here a head that is not UTF-8 is read as Latin-1,
such a file has a name of ours, and what cannot be read all the same is refused.
"""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import IO

from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.http import parse_header_parameters

from upheld.core.evidence import safe_name

_PIECE = 64 * 1024
_LONGEST_HEAD = 4096  # bytes held back until its end comes; Django itself reads fewer
_END = b"\r\n\r\n"
_UNREAD = "a part of the form has no head that says its name: send it again from the page"


class Heads:
    """The body of a form, as a parser reads it, each head of a part in UTF-8.

    Reading raises MultiPartParserError for a part whose head says no name."""

    def __init__(self, came: IO[bytes], mark: bytes) -> None:
        self._pieces = _readable(iter(partial(came.read, _PIECE), b""), mark)

    def read(self, size: int | None = None, /) -> bytes:
        """What comes next, of any length; nothing at the end."""
        return next(self._pieces, b"")


class PartsParser(MultiPartParser):
    def sanitize_file_name(self, file_name: str) -> str:
        """Without its path: what ends in a path, or is one, keeps the last word of it."""
        return super().sanitize_file_name(file_name) or safe_name(file_name.rstrip("/\\"))


def _readable(came: Iterator[bytes], mark: bytes) -> Iterator[bytes]:
    """Holds back a head that is not whole, and what may begin a mark."""
    held = b""
    for piece in came:
        held += piece
        while (at := held.find(mark)) >= 0:
            head = held[at + len(mark) :]
            if head.startswith(b"--"):  # the last mark: what follows is no part
                yield held
                yield from came
                return
            end = head.find(_END)
            if end < 0:
                break
            yield held[: at + len(mark)] + _head(head[:end]) + _END
            held = head[end + len(_END) :]
        if at >= 0 and len(held) - at > len(mark) + _LONGEST_HEAD:
            raise MultiPartParserError(_UNREAD)
        free = at if at >= 0 else len(held) - len(mark)
        if free > 0:
            yield held[:free]
            held = held[free:]
    if held.startswith(mark):
        raise MultiPartParserError(_UNREAD)
    if held:
        yield held


def _head(came: bytes) -> bytes:
    """Raises MultiPartParserError where no line of it names the part."""
    try:
        told = came.decode()
    except UnicodeDecodeError:
        told = came.decode("latin-1")
    if not any(_names_the_part(line) for line in told.split("\r\n")):
        raise MultiPartParserError(_UNREAD)
    return told.encode()


def _names_the_part(line: str) -> bool:
    """As Django reads a line: one that is amiss is none."""
    with suppress(ValueError):
        kind, told = parse_header_parameters(line)
        "".join(told.values()).encode()
        return kind.partition(":")[0] == "content-disposition" and "name" in told
    return False
