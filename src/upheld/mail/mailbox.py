"""What is new in a mailbox: asked for, kept here, and only then marked or moved there."""

import imaplib
import logging
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

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
from .given import Given, There, bodies, given, sizes
from .numbers import OddNumber, number, numbers_of, uidnext, uidvalidity

_BY = may.Operator("mail")
_CAME_BY = "imap"
_MOST_AT_ONCE = 100
_MOST_BYTES = 20 * 1024 * 1024
_MOST_HEAD = 500_000  # bytes of the headers of a message that is too large
# A full disk, a database that is away or older than we are: all messages wait for it.
_NOBODYS_FAULT = (OSError, OperationalError, InterfaceError, ProgrammingError)


class MailboxError(Exception):
    """The server said no to what must not be left out."""


def read_new(box: BaseMailBox, account: Account, now: datetime, careful: bool) -> Counter[str]:
    """Takes what is new. Each message is on our disk before anything is changed in the mailbox,
    so that whatever ends this, and whenever, it is taken the next time and known as the same.

    `careful` asks for one message at a time and writes down which one the server did not survive.
    Raises what a network, a server or a database can.
    """
    source = _opened(box, account)
    counts: Counter[str] = Counter()
    for uids in _waiting(box, source.last_uid, account, 1 if careful else _MOST_AT_ONCE):
        with _survived(source, uids[0] if careful else None):
            counts += _read(box, account, source, uids, now)
        mail_health.read_up_to(source, uids[-1])
    return counts


def try_again(box: BaseMailBox, account: Account, now: datetime) -> Counter[str]:
    """The messages that could not be fetched before, one at a time."""
    source = _opened(box, account)
    counts: Counter[str] = Counter()
    for uid in mail_health.to_try_again(source):
        with _survived(source, uid):
            counts += _read(box, account, source, [uid], now)
    return counts


@contextmanager
def _survived(source: rows.MailSource, alone: int | None) -> Iterator[None]:
    """The server may die of the message that was asked for `alone`: the others come first."""
    try:
        yield
    except imaplib.IMAP4.abort as error:
        if alone:
            mail_health.stuck(source, alone, f"the connection ended: {error}")
            mail_health.read_up_to(source, alone)
        raise


def _read(
    box: BaseMailBox, account: Account, source: rows.MailSource, asked: Sequence[int], now: datetime
) -> Counter[str]:
    """Every one of these messages is taken, told as stuck, or there no more."""
    counts: Counter[str] = Counter()
    found = given(box, asked, "(UID RFC822.SIZE INTERNALDATE)")
    all_there = [there for there in sizes(found.items, now) if there.uid in asked]
    counts["not fetched"] += _lack(box, source, asked, [each.uid for each in all_there], found)
    for batch in _batches(all_there):
        counts += _take(box, account, source, batch, now)
        mail_health.read_up_to(source, batch[-1].uid)
    return counts


def _opened(box: BaseMailBox, account: Account) -> rows.MailSource:
    return mail_health.opened(account.name, uidvalidity(box), uidnext(box))


def _waiting(
    box: BaseMailBox, last_uid: int, account: Account, most: int
) -> Iterator[Sequence[int]]:
    """Raises OddNumber, after all others, where the server gives some that are none."""
    since = f" SINCE {account.since:%d-%b-%Y}" if account.since else ""
    # "n:*" names the last message even where its number is below n (RFC 3501, 6.4.8).
    found = {told: number(told) for told in numbers_of(box, f"UID {last_uid + 1}:*{since}")}
    new = sorted({uid for uid in found.values() if uid is not None and uid > last_uid})
    for at in range(0, len(new), most):
        yield new[at : at + most]
    if odd := next((told for told, uid in found.items() if uid is None), None):
        raise OddNumber("the UID of a message", odd)


def _batches(told: Sequence[There]) -> Iterator[list[There]]:
    batch: list[There] = []
    for there in told:
        if batch and sum(each.size for each in batch) + there.size > _MOST_BYTES:
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
    now: datetime,
) -> Counter[str]:
    counts: Counter[str] = Counter()
    small = [there for there in batch if there.size <= LARGEST]
    for there in batch:
        if there.size > LARGEST:
            counts["too large"] += _tell(box, source, there, now)
    uids = [there.uid for there in small]
    found = given(box, uids, "(UID BODY.PEEK[])")
    contents = bodies(found.items)
    counts["not fetched"] += _lack(box, source, uids, contents, found)
    here = [there for there in small if there.uid in contents]
    done = []
    for there, kept in _kept(source, here, contents, now):
        counts["taken" if kept else "empty"] += 1
        done.append(there.uid)
    _mark(box, account, done)
    mail_health.unstuck(source, done)
    counts["not fetched"] += len(here) - len(done)
    return counts


def _tell(box: BaseMailBox, source: rows.MailSource, there: There, now: datetime) -> int:
    """It is left in the mailbox as it is: whoever opens it there finds it unread."""
    part = f"(UID BODY.PEEK[HEADER]<0.{_MOST_HEAD}>)"
    found = given(box, [there.uid], part)
    head = bodies(found.items).get(there.uid)
    if head is None:
        _lack(box, source, [there.uid], [], found)
        return 0
    try:
        tell_too_large(Came(head, _CAME_BY, there.at), there.size, _BY, now)
    except _NOBODYS_FAULT:
        raise
    except Exception:
        _stuck(source, there)
        return 0
    mail_health.unstuck(source, [there.uid])
    return 1


def _kept(
    source: rows.MailSource, here: Sequence[There], contents: dict[int, bytes], now: datetime
) -> Iterator[tuple[There, bool]]:
    """Those that are kept; all in one transaction, or each in its own when one of them is odd."""
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
    except Exception:  # a stranger wrote it: whatever it does, the next has its turn
        _stuck(source, there)
    else:
        yield there, True


def _stuck(source: rows.MailSource, there: There) -> None:
    logging.getLogger(__name__).exception("message %s could not be kept", there.uid)
    mail_health.stuck(source, there.uid, "it could not be kept, and the log says why")


def _came(there: There, contents: dict[int, bytes]) -> Came:
    return Came(contents[there.uid], _CAME_BY, there.at)


def _lack(
    box: BaseMailBox,
    source: rows.MailSource,
    asked: Sequence[int],
    here: Container[int],
    found: Given,
) -> int:
    """How many are not given and still there: each is told, and tried again. What somebody deleted
    or moved meanwhile is no fault."""
    rest = [uid for uid in asked if uid not in here]
    if not rest:
        return 0
    still_there = {number(told) for told in numbers_of(box, f"UID {','.join(map(str, rest))}")} & {
        *rest
    }
    for uid in rest:
        if uid in still_there:
            mail_health.stuck(source, uid, found.refused.get(uid, "the server did not give it"))
    mail_health.unstuck(source, set(rest) - still_there)
    return len(still_there)


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
