"""What a mailbox gives of messages: their sizes, their contents, and of which it says no."""

import imaplib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from imap_tools.mailbox import BaseMailBox


@dataclass(frozen=True, slots=True)
class There:
    """A message in the mailbox: its number, its size in bytes, and when it came (aware)."""

    uid: int
    size: int
    at: datetime


_Item = bytes | tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Given:
    """What a server gives of messages, and of which it says no, by their numbers in its words."""

    items: Sequence[_Item]
    refused: dict[int, str]


class _Refused(Exception):
    """The server says no, or that it does not understand."""


def given(box: BaseMailBox, uids: Sequence[int], parts: str) -> Given:
    """The `parts` of these messages. One that the server refuses takes no other with it: each half
    is asked for by itself."""
    if not uids:
        return Given([], {})
    try:
        return Given(_fetched(box, uids, parts), {})
    except _Refused as error:
        if len(uids) == 1:
            return Given([], {uids[0]: str(error)})
    half = len(uids) // 2
    first, second = given(box, uids[:half], parts), given(box, uids[half:], parts)
    return Given([*first.items, *second.items], first.refused | second.refused)


def _fetched(box: BaseMailBox, uids: Sequence[int], parts: str) -> list[_Item]:
    """What the server gives of these messages; nothing of those that are there no more."""
    try:
        status, told = box.client.uid("FETCH", ",".join(map(str, uids)), parts)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:  # BAD
        raise _Refused(str(error)) from error
    found = [each for each in told if each is not None]
    if status != "OK":
        raise _Refused(f"{status} {b' '.join(found).decode('utf-8', 'replace')}")
    return found


_UID = re.compile(rb"\bUID (\d{1,10})\b")
_DATE = re.compile(rb'INTERNALDATE "([^"]{1,40})"')
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,20})\b")


def sizes(items: Sequence[_Item], now: datetime) -> list[There]:
    """The messages of which their number and their size are given, by their number."""
    found = {}
    for each in items:
        line = each if isinstance(each, bytes) else b"".join(each)
        if (uid := _UID.search(line)) and (size := _SIZE.search(line)):
            at = min(_came_at(line) or now, now)
            found[int(uid[1])] = There(int(uid[1]), int(size[1]), at)
    return [found[uid] for uid in sorted(found)]


def _came_at(line: bytes) -> datetime | None:
    told = _DATE.search(line)
    try:
        at = datetime.strptime(told[1].decode().strip(), "%d-%b-%Y %H:%M:%S %z") if told else None
        return at.astimezone(UTC) if at else None
    except (ValueError, OverflowError):  # no date, or one at an end of the calendar
        return None


def bodies(items: Sequence[_Item]) -> dict[int, bytes]:
    """By its number what each message says; the number may stand before it or after it."""
    found = {}
    for at, each in enumerate(items):
        if isinstance(each, tuple):
            after = items[at + 1] if at + 1 < len(items) else b""
            uid = _UID.search(each[0]) or _UID.search(after if isinstance(after, bytes) else b"")
            if uid:
                found[int(uid[1])] = each[1]
    return found
