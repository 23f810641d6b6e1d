"""The headers of a message as a mail server sees them: what it read and signed is what we read.

Python's parser is kinder than mail servers are. It ends a line at a CR alone, or at an LF alone
among lines that end with both, and reads on where they see the text begin; a header that a stranger
hides so is one that no server took away.
"""

import re
from collections.abc import Iterator

from .decoding import decoded

_HEADER = re.compile(rb"[!-9;-~]+:")  # RFC 5322, section 2.2
_NO_HEADER = re.compile(rb"^(?![!-9;-~]+:|[ \t])", re.MULTILINE)
_LONE_CR = re.compile(rb"\r(?!\n)")
_LONE = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_FIRST_LINE = re.compile(rb"[^\n]*\r\n")
_NOWHERE = b"\x0b"  # a control sign that begins no line, and belongs to no name and no address
_PIECE = 8 * 1024


def bounded(raw: bytes) -> Iterator[bytes]:
    """The message in pieces, with a blank line after its headers: before the first line that is
    none and goes on from none."""
    end = 0
    if _HEADER.match(raw):
        found = _NO_HEADER.search(raw)
        end = found.start() if found else len(raw)
        # The first line is our own server's: as it ends lines, they end (RFC 5321, section 2.3.8);
        # but where anybody may see the headers end, they do.
        lone = _LONE if _FIRST_LINE.match(raw) else _LONE_CR
        yield lone.sub(_NOWHERE, raw[:end].rstrip(b"\r\n")) + b"\n"
    yield b"" if raw.startswith((b"\n", b"\r\n"), end) else b"\n"
    for at in range(end, len(raw), _PIECE):
        yield raw[at : at + _PIECE]


def unfolded(value: str) -> str:
    """A header as it was written, on one line; nothing of it is decoded but its bytes."""
    plain = value if value.isascii() else decoded(value.encode("ascii", "surrogateescape"), "")
    return plain.replace("\r", "").replace("\n", "").strip(" \t")
