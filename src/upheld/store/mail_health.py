"""Whether mail is still read: each source, how far it was read, and what is wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from . import models as rows

MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Health:
    """A source of mail. `good_at` is when it was last read without a fault, None for never;
    `fault` is what went wrong after that; `stuck` are messages that could not be fetched, as
    {uid, why, tries}; `silent` says that nothing was read for too long."""

    name: str
    good_at: datetime | None
    fault: str
    stuck: tuple[dict[str, Any], ...]
    silent: bool


def health(now: datetime) -> list[Health]:
    """Every source, by its name; the mailbox of the settings too when nobody ever read it."""
    return _of(rows.MailSource.objects.all(), now)


def _of(sources: Iterable[rows.MailSource], now: datetime) -> list[Health]:
    known = {row.name: _health(row, now) for row in sources}
    if settings.MAILBOX and settings.MAILBOX not in known:
        known[settings.MAILBOX] = Health(settings.MAILBOX, None, "", (), True)
    return [known[name] for name in sorted(known)]


def _health(row: rows.MailSource, now: datetime) -> Health:
    last = row.good_at or row.began_at
    silent = now - last > timedelta(minutes=settings.MAIL_SILENT_MINUTES)
    return Health(row.name, row.good_at, row.fault, tuple(row.stuck), silent)


def amiss(now: datetime) -> list[Health]:
    """The sources from which nothing was read for too long, or not all that is there."""
    return amiss_of(rows.MailSource.objects.all(), now)


def amiss_of(sources: Iterable[rows.MailSource], now: datetime) -> list[Health]:
    """Of these rows and the mailbox of the settings."""
    return [each for each in _of(sources, now) if each.silent or each.stuck]


def began(name: str, now: datetime) -> None:
    """A source is read from now on."""
    rows.MailSource.objects.get_or_create(name=name, defaults={"began_at": now})


def went_well(name: str, now: datetime) -> None:
    """All that was new in it was read."""
    rows.MailSource.objects.filter(name=name).update(good_at=now, fault="", fault_at=None)


def went_wrong(name: str, why: str, now: datetime) -> None:
    told = " ".join(why.split())[:500]
    rows.MailSource.objects.filter(name=name).update(fault=told, fault_at=now)


def forget(name: str) -> bool:
    """Whether there was such a source; what came from it stays."""
    return bool(rows.MailSource.objects.filter(name=name).delete()[0])


def opened(name: str, uidvalidity: int, uidnext: int | None) -> rows.MailSource:
    """How far a mailbox was read. Under another UIDVALIDITY its numbers mean other messages, so
    all are looked at again; what is here already is known by its contents.

    Numbers that are given out again under the same one (RFC 3501, 2.3.1.1 forbids it, and a folder
    made anew on some servers does it) are seen by `uidnext`: it is above each that was read."""
    row = rows.MailSource.objects.get(name=name)
    given_again = uidnext is not None and uidnext <= row.last_uid
    if row.uidvalidity != uidvalidity or given_again:
        row.uidvalidity, row.last_uid, row.stuck = uidvalidity, 0, []
        row.save(update_fields=["uidvalidity", "last_uid", "stuck"])
    return row


def read_up_to(row: rows.MailSource, uid: int) -> None:
    if uid > row.last_uid:
        row.last_uid = uid
        row.save(update_fields=["last_uid"])


def stuck(row: rows.MailSource, uid: int, why: str) -> None:
    """A message that could not be fetched is told, and tried again later, so that the others
    have their turn."""
    before = next((each["tries"] for each in row.stuck if each["uid"] == uid), 0)
    told = {"uid": uid, "why": " ".join(why.split())[:200], "tries": before + 1}
    row.stuck = [*_but(row, [uid]), told]
    row.save(update_fields=["stuck"])


def unstuck(row: rows.MailSource, uids: Iterable[int]) -> None:
    if len(kept := _but(row, uids)) < len(row.stuck):
        row.stuck = kept
        row.save(update_fields=["stuck"])


def _but(row: rows.MailSource, uids: Iterable[int]) -> list[dict[str, Any]]:
    gone = set(uids)
    return [each for each in row.stuck if each["uid"] not in gone]


def to_try_again(row: rows.MailSource) -> list[int]:
    return [each["uid"] for each in row.stuck if each["tries"] < MOST_TRIES]
