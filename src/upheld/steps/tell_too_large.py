"""A message that is too large stays where it is: a person sees that it came, its sender is told."""

from datetime import datetime, timedelta

from django.db import transaction

from upheld.core.post import LARGEST, Kind, Post, Unreadable, is_of_a_server, kind_of, read
from upheld.core.words import MailState
from upheld.store import durable, knocks, mail, tokens
from upheld.store import models as rows
from upheld.store.mail import Came

from . import may

_MB = 1024 * 1024
_DAY = timedelta(days=1)


def tell_too_large(came: Came, size: int, by: may.Actor, now: datetime) -> rows.Incoming:
    """Holds a message by its headers alone, which are `came.raw`; `size` is its own, in bytes.

    Its sender gets one answer a day at most, and a machine or a list none (RFC 3834, 2).
    The same headers again are one message."""
    may.check("receive", by)
    durable.commits()
    with transaction.atomic():
        (row,) = mail.taken([came], by.name, now)
        if row.state == MailState.NEW:
            _held(row, size, by, now)
        return row


def _held(row: rows.Incoming, size: int, by: may.Actor, now: datetime) -> None:
    why = (
        f"it has {max(size, 1) / _MB:,.0f} MB, and more than {LARGEST // _MB} MB is not taken: "
        "only its headers are here, the whole of it is still in the mailbox"
    )
    try:
        with mail.raw(row) as came:
            post = read(came)
    except Unreadable as error:
        mail.settled(row, MailState.HELD, f"{why} ({error})", None, by.name, now)
        return
    kind = kind_of(post, row.return_path, {tokens.own_address()})
    mail.described(row, post, kind)
    mail.settled(row, MailState.HELD, why, None, by.name, now)
    if _is_a_persons(row, post, kind) and not _told_lately(row.sender, now):
        _answer(row, now)


def _is_a_persons(row: rows.Incoming, post: Post, kind: Kind) -> bool:
    """Whether somebody is there to be told. A server's notice may say of itself no more than who
    sent it; and who is not who they say they are is sent nothing, and nothing of theirs is quoted:
    else a stranger would have us mail their words to anybody."""
    if kind is not Kind.PERSON or not row.sender or is_of_a_server(post, row.return_path):
        return False
    return mail.vouched_for(row, post) is not False


def _told_lately(sender: str, now: datetime) -> bool:
    to_them = knocks.sent_to_mailbox(sender)
    return rows.Notice.objects.filter(to_them, at__gt=now - _DAY).exists()


def _answer(row: rows.Incoming, now: datetime) -> None:
    rows.Notice.objects.create(
        incoming=row, to=row.sender, at=now,
        subject="Your message was too large for us to read",
        body=_BODY.format(most=LARGEST // _MB),
    )  # fmt: skip


_BODY = """\
Hello,

Your message is larger than {most} MB, and we cannot take in more than that at once. It is not lost: a person here sees that you wrote, and when. But we have not read it.

Please send your words again without the files, or with fewer and smaller ones. You may send several messages.

This answer was sent by a machine.
"""  # noqa: E501
