"""What a part holds as it was sent, in pieces: a long file is never in memory whole."""

import re
from base64 import b64decode
from collections.abc import Iterator
from email.message import Message

from .rows import Row, Rows

_CODED = {"base64", "quoted-printable", "x-uuencode", "uuencode", "uue", "x-uue"}
_SIGNS = re.compile(rb"[A-Za-z0-9+/]*")
_LAST = re.compile(rb"[A-Za-z0-9+/]*={0,2}")


def contents(part: Message, rows: Rows) -> Iterator[bytes]:
    """What stands beside the parts of a damaged multipart is not let go."""
    told: object = part._payload  # type: ignore[attr-defined]  # get_payload() would change bytes
    parts = rows.split(told) if isinstance(told, str) else []
    if len(parts) < 2:
        yield decoded(part)
        return
    coded = str(part.get("content-transfer-encoding", "")).lower()
    if coded == "base64" and _is_sound(parts):
        yield from _of_base64(parts, rows)
    elif coded in _CODED:
        yield decoded(_whole(parts, rows, coded))
    else:
        yield from _as_written(parts, rows)


def has_rows(part: Message, rows: Rows) -> bool:
    told: object = part._payload  # type: ignore[attr-defined]
    return isinstance(told, str) and len(rows.split(told)) > 1


def decoded(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _as_written(parts: list[str | Row], rows: Rows) -> Iterator[bytes]:
    for each in parts:
        if isinstance(each, Row):
            yield from rows.pieces(each)
        else:
            yield each.encode("ascii", "surrogateescape")


def _is_sound(parts: list[str | Row]) -> bool:
    """Whether it can be decoded piece by piece: nothing is damaged, and the end is at the end."""
    *words, last = told = [_one_line(each) for each in parts if isinstance(each, str)]
    sound = all(_SIGNS.fullmatch(each) for each in words) and _LAST.fullmatch(last)
    return bool(sound) and not any(len(each) % 4 for each in told)


def _of_base64(parts: list[str | Row], rows: Rows) -> Iterator[bytes]:
    for each in parts:
        if isinstance(each, str):
            yield b64decode(_one_line(each))
            continue
        left = b""
        for piece in rows.pieces(each):
            left += piece.translate(None, b"\r\n")
            end = len(left) // 4 * 4
            yield b64decode(left[:end])
            left = left[end:]


def _one_line(text: str) -> bytes:
    return text.encode("ascii", "surrogateescape").translate(None, b"\r\n")


def _whole(parts: list[str | Row], rows: Rows, coded: str) -> Message:
    """The part as if no row had been left out of it."""
    found = Message()
    found["Content-Transfer-Encoding"] = coded
    found.set_payload(b"".join(_as_written(parts, rows)).decode("ascii", "surrogateescape"))
    return found
