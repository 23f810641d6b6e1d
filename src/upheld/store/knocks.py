"""How often the portal, or the API by the key of a form, was asked, by where it came from. Nobody's
address is kept in the clear."""

import errno
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from ipaddress import IPv6Address
from typing import Any, NamedTuple
from zlib import crc32

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import Count, Q, QuerySet, Value

from upheld.core.domains import as_sent, spellings
from upheld.core.intake import TooMany
from upheld.core.networks import HOMES_OF_A_SITE, NOWHERE, address, home_of, site_of

from . import secret
from .away import StorageAway
from .models import Knock
from .sql.asked_again import AskedAgain

_SALT = "upheld.knocks"
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
_ASKED = "request"
_HELD = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
# lock_not_available and deadlock_detected (PostgreSQL, appendix A).
_HELD_TOO = ("55P03", "40P01")
# A disk that is full, beyond what we may use of it, or for reading alone (POSIX, errno.h).
_UNWRITTEN = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)


class By(NamedTuple):
    """By whom something is counted: a mailbox, a key of the API, a link or somebody's number, in
    one network or wherever they ask from; or by a network, whoever asks there."""

    whom: str = ""
    network: str = ""

    @property
    def key(self) -> str:
        """As it is kept. No network has a line of its own, so that no name is taken for one."""
        return secret.mark(_SALT, f"{self.network}\n{self.whom}")


class Share(NamedTuple):
    """How much they have within an hour, or the time that it is asked of."""

    by: By
    most: int


def too_many(
    what: str, by: By, most: int, now: datetime, *, weighs: int = 1, within: timedelta = HOUR
) -> bool:
    """Counts one more of `what` by them, or as many as it weighs; whether that is more than `most`
    within an hour, or another time of a day at most. By the site it is counted where the home has
    it: a home that asks on uses up nothing of the others."""
    if not any(by) or not weighs:
        return False
    return any(_one_more(what, each, now, weighs, within)[1] for each in shared(Share(by, most)))


def _one_more(
    what: str, share: Share, now: datetime, weighs: int, within: timedelta
) -> tuple[list[Knock], bool]:
    """What was counted, and whether it is more than they have. Of two at one moment the second
    waits, and counts what the first did."""
    key = share.by.key
    with transaction.atomic():
        _wait_for_others(f"{what}\n{key}")
        rows = [Knock(what=what, who=key, at=now) for _ in range(weighs)]
        counted = Knock.objects.bulk_create(rows)
        return counted, _lately(what, key, now, within) > share.most


_COUNTED = 8_453_325  # beside the themes (store/in_order.py)


def _wait_for_others(counted: str) -> None:
    """SQLite lets one write at a time as it is."""
    if connection.vendor == "postgresql":
        lock = [_COUNTED, crc32(counted.encode()) - 2**31]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", lock)


def too_many_a_minute(by: By, most: int, now: datetime) -> bool:
    """Counts one more request by them, unless so many came within the last minute. What is refused
    is not even written: whoever asks a hundred times a second holds nobody up by it."""
    keys = [(each.by.key, each.most) for each in shared(Share(by, most))]
    if any(_lately(_ASKED, key, now, MINUTE) >= each_most for key, each_most in keys):
        return True
    Knock.objects.bulk_create(Knock(what=_ASKED, who=key, at=now) for key, _ in keys)
    return False


def within_hour(what: str, by: By, now: datetime) -> int:
    """How much of `what` by them was counted within an hour."""
    return _lately(what, by.key, now, HOUR)


def _lately(what: str, key: str, now: datetime, within: timedelta) -> int:
    """What was counted first may have begun after, and its clock be a little ahead; one that is far
    ahead keeps nobody out."""
    ((count,),) = _HOW_MANY(what, key, now - within, now + MINUTE)
    return int(count)


def _how_many(what: str, key: str, after: datetime, until: datetime) -> "QuerySet[Knock, Any]":
    found = Knock.objects.filter(what=what, who=key, at__gt=after, at__lte=until)
    return found.order_by().values(every=Value(1)).annotate(n=Count("id")).values_list("n")


_HOW_MANY = AskedAgain(_how_many)


def shared(share: Share) -> Iterator[Share]:
    """By what it is counted: as it is told, and in a home of IPv6 by its site too."""
    yield share
    if site := site_of(share.by.network):
        yield Share(share.by._replace(network=site), share.most * HOMES_OF_A_SITE)


@contextmanager
def counted(
    what: str,
    shares: Iterable[Share],
    told: str,
    now: datetime,
    weighs: int = 1,
    within: timedelta = HOUR,
) -> Iterator[None]:
    """Counts it by each of these. What is refused, here or by the act, counts for nobody, so that
    nobody stops others by it. Raises TooMany, which says what is `told`."""
    own: list[Knock] = []
    try:
        for each in (each for share in shares for each in shared(share)):
            if any(each.by) and weighs:
                rows, many = _one_more(what, each, now, weighs, within)
                own += rows
                if many:
                    raise TooMany(told)
        yield
    except Exception:
        Knock.objects.filter(pk__in=[each.pk for each in own]).delete()
        raise


def not_now(error: BaseException | None, now: datetime) -> bool:
    """Whether an error came of a store in which nothing can be written: one that somebody held for
    longer than is waited, though they may have let go of it by now, or that takes nothing still;
    or of a place of files that takes none."""
    if isinstance(error, OSError):
        return isinstance(error, StorageAway) or error.errno in _UNWRITTEN
    return isinstance(error, Error) and (_was_held(error) or unwritten(now) is not None)


def _was_held(error: Error) -> bool:
    """Whether the statement waited for others: of SQLite's number the last byte says it."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _HELD
    return getattr(cause, "sqlstate", None) in _HELD_TOO


def unwritten(now: datetime) -> Error | None:
    """Why nothing can be counted, where nothing can be written; None where it can."""
    try:
        with transaction.atomic():
            Knock.objects.create(what="check", who="", at=now).delete()
    except Error as error:
        return error
    return None


def asked_from(forwarded: str, peer: str) -> str:
    """The network that asks, of the header X-Forwarded-For and the address of the connection. Only
    what our own proxies wrote of it is believed: others can lie."""
    return home_of(_believed(forwarded, peer)) or NOWHERE


def address_from(forwarded: str, peer: str) -> str:
    """The one address that asks, of the same two; `::`, which is nobody's, where none is told."""
    return str(address(_believed(forwarded, peer)) or IPv6Address(0))


def _believed(forwarded: str, peer: str) -> str:
    told, believed = [each.strip() for each in forwarded.split(",")], settings.PROXIES
    return told[-believed] if 0 < believed <= len(told) else peer


def mailbox_of(address: str) -> str:
    """Where an address leads, in either spelling of its domain: sally+any@example.org is sally's
    mailbox (RFC 5233, section 1)."""
    local, _, domain = as_sent(address.lower()).rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def sent_to_mailbox(address: str) -> Q:
    """What went to the mailbox that an address leads to, whatever stood after its plus."""
    found = Q()
    for mailbox in spellings(mailbox_of(address)):
        local, _, domain = mailbox.rpartition("@")
        found |= Q(to=mailbox) | Q(to__startswith=f"{local}+", to__endswith=f"@{domain}")
    return found


def forget(now: datetime) -> int:
    """Lets go of what no count reads any more; where there is nothing, nothing is written."""
    old = Knock.objects.filter(Q(at__lt=now - DAY) | Q(what=_ASKED, at__lt=now - MINUTE))
    return old.delete()[0] if old.exists() else 0
