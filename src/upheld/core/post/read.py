"""From the bytes of a message to what it says, within limits; whatever the bytes are."""

import mimetypes
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesFeedParser
from email.policy import compat32
from email.utils import parsedate_to_datetime
from functools import partial
from io import BytesIO
from typing import IO, Any

from upheld.core.evidence import safe_name

from . import html
from .addresses import addresses, authors
from .attached import Attached
from .contents import contents, has_rows
from .decoding import decoded, header, lines, one_line
from .head import bounded, unfolded
from .message import (
    LONGEST_HEADER,
    LONGEST_OF_PART,
    MOST_HEADERS,
    MOST_LEVELS,
    MOST_PARAMETERS,
    MOST_PARTS,
    MOST_TAGS,
    RECEIVED,
    RESULTS,
    Post,
    Unreadable,
)
from .rows import Rows, without_rows

_DEEPEST_FORWARD = 5


def read(given: bytes | IO[bytes]) -> Post:
    """The message. Raises Unreadable, with the reason, for what is beyond the limits."""
    try:
        return _read(BytesIO(given) if isinstance(given, bytes) else given, _DEEPEST_FORWARD)
    except (Unreadable, OSError):
        raise
    except Exception as error:  # the bytes are a stranger's, and so is what they do to a parser
        raise Unreadable("it is not made as mail is made") from error


def _read(source: IO[bytes], deepest: int) -> Post:
    return _post(*parsed(source), deepest)


def parsed(source: IO[bytes]) -> tuple[Message, Rows]:
    """The parts of it, with the rows that were left out. Raises Unreadable, and whatever else a
    stranger does to a parser."""
    text, rows = without_rows(source)
    parser = BytesFeedParser(_counted(), policy=compat32)
    for piece in bounded(text):
        parser.feed(piece)
    return parser.close(), rows


_OPAQUE = "application/octet-stream"
_OF_PART = ("content-type", "content-disposition")


class _Part(Message):
    """A part whose headers are bounded. A message within it stays one file: it is not opened.

    compat32 keeps headers as they came; the newer policy reads each by a grammar that a header
    can be written to stop.
    """

    def get_content_type(self) -> str:
        told = self.told_type
        return _OPAQUE if told.startswith("message/") else told

    @property
    def told_type(self) -> str:
        return super().get_content_type()

    def get_param(
        self, param: str, failobj: Any = None, header: str = "content-type", unquote: bool = True
    ) -> Any:
        """A word always. One that names its charset (RFC 2231) Python would decode by whatever
        codec has that name; and those that contradict each other are none."""
        try:
            found = super().get_param(param, failobj, header, unquote)
        except (TypeError, ValueError):
            return failobj
        if not isinstance(found, tuple):
            return found
        charset, _, value = found
        return decoded(value.encode("raw-unicode-escape"), charset or "")

    def set_raw(self, name: str, value: Any) -> None:
        if len(value) > LONGEST_HEADER:
            raise Unreadable(f"a header of it is longer than {LONGEST_HEADER:,} characters")
        if len(self) >= MOST_HEADERS:
            raise Unreadable(f"it has more than {MOST_HEADERS:,} headers")
        if name.lower() in _OF_PART:
            _check_parameters(value)
        super().set_raw(name, value)


def told_type(part: Message) -> str:
    """What a part says that it is, a message within it too."""
    assert isinstance(part, _Part)
    return part.told_type


def _check_parameters(told: str) -> None:
    """Python takes the square of how many semicolons stand in quotes, each time that it is asked
    for one parameter (python/cpython#136063)."""
    if len(told) > LONGEST_OF_PART or told.count(";") > MOST_PARAMETERS:
        raise Unreadable(f"a part of it is described by more than {MOST_PARAMETERS} parameters")


def _counted() -> Callable[..., _Part]:
    """Makes the parts of one message, and stops when there are too many or too deep."""
    parts = levels = 0

    class Counted(_Part):
        def set_raw(self, name: str, value: Any) -> None:
            nonlocal levels
            super().set_raw(name, value)
            if name.lower() == "content-type" and "multipart/" in value.lower():
                levels += 1
                if levels > MOST_LEVELS:
                    raise Unreadable(f"more than {MOST_LEVELS} of its parts have parts in them")

    def part(policy: Any = compat32) -> _Part:
        nonlocal parts
        parts += 1
        if parts > MOST_PARTS:
            raise Unreadable(f"it has more than {MOST_PARTS:,} parts")
        return Counted(policy=policy)

    return part


def _post(message: Message, rows: Rows, deepest: int) -> Post:
    lines = [(name.lower(), unfolded(str(value))) for name, value in message.raw_items()]
    told: dict[str, tuple[str, ...]] = {}
    for name, value in lines:
        told[name] = (*told.get(name, ()), value)
    texts, others = _sorted(message, rows)
    text = "\n".join(filter(None, _words(texts, rows)))
    attachments = [_attached(part, rows) for part in others]
    first = {name: next(iter(values)) for name, values in told.items()}
    return Post(
        subject=header(first.get("subject", "")),
        senders=authors(told.get("from", ())),
        to=tuple(each for name in _TO for each in addresses(told.get(name, ()))),
        date=_date(first.get("date", "")),
        message_id=next(iter(ids(first.get("message-id", ""))), ""),
        answers=_answers(first),
        text=text if text.strip() else _forwarded(attachments, deepest),
        attachments=tuple(attachments),
        headers=told,
        trace=tuple(each for each in lines if each[0] in (RECEIVED, RESULTS)),
    )


_TO = ("to", "cc", "delivered-to")
_ID = re.compile(r"<([^<>\s]{1,900})>")


def ids(told: str) -> tuple[str, ...]:
    """The message ids in a header, without their brackets."""
    plain = one_line(told)
    return tuple(_ID.findall(plain)) or tuple(plain.split()[:1] if "@" in plain else ())


def _answers(first: dict[str, str]) -> tuple[str, ...]:
    """What it answers, the nearest first: In-Reply-To, then References from their end."""
    near, far = ids(first.get("in-reply-to", "")), ids(first.get("references", ""))
    return tuple(dict.fromkeys((*near, *reversed(far))))


def _date(told: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(told)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _sorted(message: Message, rows: Rows) -> tuple[list[Message], list[Message]]:
    """The parts that are the text, and all others, as mail programs show them (RFC 8621, 4.1.4)."""
    texts: list[Message] = []
    others: list[Message] = []
    for part, multipart, first in _leaves(message, "", True):
        (texts if _is_text(part, multipart, first) else others).append(part)
    return _of_alternatives(texts, others, rows)


def _leaves(part: Message, multipart: str, first: bool) -> Iterator[tuple[Message, str, bool]]:
    if not part.is_multipart():
        yield part, multipart, first
        return
    inner = part.get_payload()
    assert isinstance(inner, list)
    for at, each in enumerate(inner):
        assert isinstance(each, Message)
        yield from _leaves(each, part.get_content_subtype(), at == 0)


def _is_text(part: Message, multipart: str, first: bool) -> bool:
    if _type(part) not in ("text/plain", "text/html"):
        return False
    if part.get_content_disposition() == "attachment":
        return False
    return first or (multipart != "related" and not _name(part))


def _type(part: Message) -> str:
    """A multipart without parts was damaged: what is left of it is read as text."""
    told = part.get_content_type()
    return "text/plain" if told.startswith("multipart/") else told


def _of_alternatives(
    texts: list[Message], others: list[Message], rows: Rows
) -> tuple[list[Message], list[Message]]:
    """Of what is said twice, the plain text; HTML alone where there is nothing else to read."""
    plain = [part for part in texts if _type(part) == "text/plain"]
    if any(_content(part, rows).strip() for part in plain):
        rich = [part for part in texts if _type(part) == "text/html"]
        return plain, [*others, *rich]
    return texts, others


def _words(texts: Sequence[Message], rows: Rows) -> Iterator[str]:
    tags, signs = 0, 0
    for part in texts:
        text = lines(decoded(_content(part, rows), part.get_content_charset("") or ""))
        if _type(part) == "text/html":
            tags += text.count("<")
            if tags > MOST_TAGS:
                raise Unreadable(f"its HTML has more than {MOST_TAGS:,} tags")
            left, signs = max(html.LONGEST - signs, 0), signs + len(text)
            text = html.words(text[:left])
        yield text


def _content(part: Message, rows: Rows) -> bytes:
    return b"".join(contents(part, rows))


def _attached(part: Message, rows: Rows) -> Attached:
    kind, pieces = told_type(part), partial(contents, part, rows)
    if not has_rows(part, rows):
        pieces = partial(iter, (_content(part, rows),))
    return Attached(_name(part) or _named_by(kind), kind, pieces)


def _name(part: Message) -> str:
    found = part.get_filename()
    return safe_name(header(found)) if found else ""


def _named_by(kind: str) -> str:
    known = {"message/rfc822": ".eml", "text/html": ".html", "text/plain": ".txt"}
    return "attachment" + (known.get(kind) or mimetypes.guess_extension(kind) or "")


def _forwarded(attachments: Sequence[Attached], deepest: int) -> str:
    """The text of a message that was passed on without a word: that of the one within it."""
    inner = [each for each in attachments if each.type == "message/rfc822"]
    if not inner or not deepest:
        return ""
    found = _read(BytesIO(inner[0].content), deepest - 1)
    head = [f"From: {found.sender.name} <{found.sender.email}>", f"Subject: {found.subject}"]
    return "\n".join([*head, "", found.text])
