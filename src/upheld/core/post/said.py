"""All that a message says, and whatever is attached to it as text: for who looks for a word in it,
however it was written there."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from html import unescape
from io import BytesIO

from . import html
from .contents import contents
from .decoding import decoded, header
from .head import unfolded
from .message import MOST_TAGS
from .read import parsed, told_type
from .rows import Rows

_DEEPEST = 5  # messages in messages
_OF_HEADERS = 500_000  # signs of headers that are read, of whatever comes together
_LONGEST = 20_000  # of one
_MESSAGE, _TEXT = "message/rfc822", ("text/", "message/", "multipart/")


def all_said(raw: bytes) -> Iterator[str]:
    """Its bytes as they came, then its headers and texts as mail programs show them, the same of
    each message within it. One that is beyond the limits of what is read says its bytes alone."""
    yield raw.decode("utf-8", "replace")
    with suppress(Exception):  # the bytes are a stranger's: what was read until then was told
        yield from _said(raw, _DEEPEST, _Left())


@dataclass(slots=True)
class _Left:
    """How much of what takes longest is still read, in the message and in those within it."""

    headers: int = _OF_HEADERS
    html: int = html.LONGEST
    tags: int = MOST_TAGS


def _said(raw: bytes, deepest: int, left: _Left) -> Iterator[str]:
    message, rows = parsed(BytesIO(raw))
    for part in message.walk():
        for value in part.values() if left.headers > 0 else ():
            told = unfolded(str(value))[:_LONGEST]
            left.headers -= len(told)
            yield header(told)
        if not part.is_multipart() and told_type(part).startswith(_TEXT):
            yield from _of_part(part, rows, deepest, left)


def _of_part(part: Message, rows: Rows, deepest: int, left: _Left) -> Iterator[str]:
    kind, content = told_type(part), b"".join(contents(part, rows))
    text = decoded(content, part.get_content_charset("") or "")
    yield unescape(html.sound(text)).replace("%40", "@")
    if kind == "text/html":
        text = text[: max(left.html, 0)]
        left.html, left.tags = left.html - len(text), left.tags - text.count("<")
        yield html.words(text) if left.tags >= 0 else ""
    if kind == _MESSAGE and deepest:
        with suppress(Exception):
            yield from _said(content, deepest - 1, left)
