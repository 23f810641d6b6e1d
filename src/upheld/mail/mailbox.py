"""What is new in a mailbox: asked for, kept here, and only then marked or moved there."""

import imaplib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import InterfaceError, OperationalError, ProgrammingError
from imap_tools.mailbox import BaseMailBox

from upheld.core.post import LARGEST
from upheld.steps import may
from upheld.steps.take_message import NothingCame, take_messages
from upheld.steps.tell_too_large import tell_too_large
from upheld.store import mail_health
from upheld.store import models as rows
from upheld.store.mail import Came

from .account import Account

_BY = may.Operator("mail")
_CAME_BY = "imap"
_MOST_AT_ONCE = 100
_MOST_BYTES = 20 * 1024 * 1024
_MOST_HEAD = 500_000  # bytes of the headers of a message that is too large
# A full disk, a database that is away or older than we are: all messages wait for it.
_NOBODYS_FAULT = (OSError, OperationalError, InterfaceError, ProgrammingError)


@dataclass(frozen=True, slots=True)
class There:
    """A message in the mailbox: its number, its size in bytes, and when it came (aware)."""

    uid: int
    size: int
    at: datetime


class MailboxError(Exception):
    """The server said no to what must not be left out."""


def read_new(box: BaseMailBox, account: Account, now: datetime, careful: bool) -> Counter[str]:
    """Takes what is new. Each message is on our disk before anything is changed in the mailbox,
    so that whatever ends this, and whenever, it is taken the next time and known as the same.

    `careful` asks for one message at a time and writes down which one the server did not survive.
    Raises what a network, a server or a database can.
    """
    source = mail_health.opened(account.name, _uidvalidity(box))
    counts: Counter[str] = Counter()
    for batch in _batches(_waiting(box, source.last_uid, account, now), 1 if careful else None):
        counts += _take(box, account, source, batch, careful, now)
        mail_health.read_up_to(source, batch[-1].uid)
    return counts


def try_again(box: BaseMailBox, account: Account, now: datetime) -> Counter[str]:
    """The messages that could not be fetched before, one at a time."""
    source = mail_health.opened(account.name, _uidvalidity(box))
    counts: Counter[str] = Counter()
    for uid in mail_health.to_try_again(source):
        there = _told(box, [uid], now)
        if not there:
            mail_health.unstuck(source, [uid])  # somebody deleted or moved it
            continue
        counts += _take(box, account, source, there, True, now)
    return counts


def _uidvalidity(box: BaseMailBox) -> int:
    told = box.client.response("UIDVALIDITY")[1][0]
    if told is None:  # asked before: it holds as long as the folder is open
        told = str(box.folder.status(box.folder.get(), ["UIDVALIDITY"])["UIDVALIDITY"]).encode()
    return int(told)


def _waiting(box: BaseMailBox, last_uid: int, account: Account, now: datetime) -> Iterator[There]:
    since = f" SINCE {account.since:%d-%b-%Y}" if account.since else ""
    # "n:*" names the last message even where its number is below n (RFC 3501, 6.4.8).
    found = [int(uid) for uid in box.uids(f"UID {last_uid + 1}:*{since}")]
    uids = sorted(uid for uid in found if uid > last_uid)
    for at in range(0, len(uids), _MOST_AT_ONCE):
        yield from _told(box, uids[at : at + _MOST_AT_ONCE], now)


_UID = re.compile(rb"\bUID (\d+)")
_DATE = re.compile(rb'INTERNALDATE "([^"]{1,40})"')
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


def _told(box: BaseMailBox, uids: Sequence[int], now: datetime) -> list[There]:
    """Those of the messages that are still there."""
    found = []
    for each in _fetched(box, uids, "(UID RFC822.SIZE INTERNALDATE)"):
        line = each if isinstance(each, bytes) else b"".join(each)
        if (uid := _UID.search(line)) and (size := _SIZE.search(line)):
            found.append(There(int(uid[1]), int(size[1]), min(_came_at(line) or now, now)))
    return sorted(found, key=lambda there: there.uid)


def _came_at(line: bytes) -> datetime | None:
    told = _DATE.search(line)
    try:
        at = datetime.strptime(told[1].decode().strip(), "%d-%b-%Y %H:%M:%S %z") if told else None
    except ValueError:
        return None
    return at.astimezone(UTC) if at else None


def _batches(told: Iterator[There], most: int | None) -> Iterator[list[There]]:
    batch: list[There] = []
    for there in told:
        size = sum(each.size for each in batch) + there.size
        if batch and (len(batch) >= (most or _MOST_AT_ONCE) or size > _MOST_BYTES):
            yield batch
            batch = []
        batch.append(there)
    if batch:
        yield batch


def _take(
    box: BaseMailBox,
    account: Account,
    source: rows.MailSource,
    batch: Sequence[There],
    careful: bool,
    now: datetime,
) -> Counter[str]:
    counts: Counter[str] = Counter()
    small = [there for there in batch if there.size <= LARGEST]
    try:
        for there in batch:
            if there.size > LARGEST:
                counts["too large"] += _tell(box, source, there, now)
        contents = _contents(box, [there.uid for there in small])
    except imaplib.IMAP4.abort as error:
        if careful:  # it may be this message that the server dies of: the others come first
            mail_health.stuck(source, batch[0].uid, f"the connection ended: {error}")
            mail_health.read_up_to(source, batch[0].uid)
        raise
    done = []
    for there, kept in _kept(source, small, contents, now):
        counts["taken" if kept else "empty"] += 1
        done.append(there.uid)
    _mark(box, account, done)
    mail_health.unstuck(source, done)
    counts["not fetched"] += len(small) - len(done)
    return counts


def _tell(box: BaseMailBox, source: rows.MailSource, there: There, now: datetime) -> int:
    """It is left in the mailbox as it is: whoever opens it there finds it unread."""
    part = f"(UID BODY.PEEK[HEADER]<0.{_MOST_HEAD}>)"
    head = _bodies(_fetched(box, [there.uid], part)).get(there.uid)
    if head is None:
        mail_health.stuck(source, there.uid, "the server did not give its headers")
        return 0
    try:
        tell_too_large(Came(head, _CAME_BY, there.at), there.size, _BY, now)
    except _NOBODYS_FAULT:
        raise
    except Exception as error:
        mail_health.stuck(source, there.uid, f"{type(error).__name__}: {error}")
        return 0
    mail_health.unstuck(source, [there.uid])
    return 1


def _kept(
    source: rows.MailSource, batch: Sequence[There], contents: dict[int, bytes], now: datetime
) -> Iterator[tuple[There, bool]]:
    """Those that are kept; all in one transaction, or each in its own when one of them is odd."""
    here = [there for there in batch if there.uid in contents]
    for there in batch:
        if there.uid not in contents:
            mail_health.stuck(source, there.uid, "the server did not give it")
    try:
        take_messages([_came(there, contents) for there in here], _BY, now)
    except _NOBODYS_FAULT:
        raise
    except Exception:
        pass
    else:
        yield from ((there, True) for there in here)
        return
    for there in here:
        yield from _kept_alone(source, there, contents, now)


def _kept_alone(
    source: rows.MailSource, there: There, contents: dict[int, bytes], now: datetime
) -> Iterator[tuple[There, bool]]:
    try:
        take_messages([_came(there, contents)], _BY, now)
    except NothingCame:
        yield there, False
    except _NOBODYS_FAULT:
        raise
    except Exception as error:  # a stranger wrote it: whatever it does, the next has its turn
        mail_health.stuck(source, there.uid, f"{type(error).__name__}: {error}")
    else:
        yield there, True


def _came(there: There, contents: dict[int, bytes]) -> Came:
    return Came(contents[there.uid], _CAME_BY, there.at)


def _contents(box: BaseMailBox, uids: Sequence[int]) -> dict[int, bytes]:
    """The messages whole; one that the server refuses does not take the others with it."""
    found = _bodies(_fetched(box, uids, "(UID BODY.PEEK[])"))
    for uid in uids:
        if uid not in found and len(uids) > 1:
            found |= _bodies(_fetched(box, [uid], "(UID BODY.PEEK[])"))
    return found


_Item = bytes | tuple[bytes, bytes]


def _fetched(box: BaseMailBox, uids: Sequence[int], parts: str) -> list[_Item]:
    """What the server gives of these messages; nothing of those that it refuses or has no more."""
    if not uids:
        return []
    try:
        status, told = box.client.uid("FETCH", ",".join(map(str, uids)), parts)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:  # BAD
        return []
    return [each for each in told if each is not None] if status == "OK" else []


def _bodies(told: Sequence[_Item]) -> dict[int, bytes]:
    """By its number what each message says; the number may stand before it or after it."""
    found = {}
    for at, each in enumerate(told):
        if isinstance(each, tuple):
            after = told[at + 1] if at + 1 < len(told) else b""
            uid = _UID.search(each[0]) or _UID.search(after if isinstance(after, bytes) else b"")
            if uid:
                found[int(uid[1])] = each[1]
    return found


def _mark(box: BaseMailBox, account: Account, uids: Sequence[int]) -> None:
    """What is kept here is seen there, and moved away when the settings say so."""
    if not uids:
        return
    told = ",".join(map(str, uids))
    status, answer = box.client.uid("STORE", told, "+FLAGS.SILENT", r"(\Seen)")
    if status != "OK":
        raise MailboxError(f"what was taken could not be marked as seen: {answer}")
    if account.move_to:
        box.move([str(uid) for uid in uids], account.move_to)
