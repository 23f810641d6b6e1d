"""Keys of programs: made, found again by what they begin with, counted by the minute.

A key is 256 random bits, so nobody guesses it and a slow hash would protect nothing: it would only
make each request slow. The hash is keyed with the firm's own secret: a copy of the database alone
opens no door and cannot be tried against.
"""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from math import ceil

from django.db.models import Case, F, Q, Value, When
from django.utils.crypto import constant_time_compare, salted_hmac

from upheld.core.words import EventKind, Scope

from . import events
from . import models as rows
from .events import Act

_SALT = "upheld.api.key"
_MARK = "upheld"
_MINUTE = timedelta(minutes=1)


class KeyMissing(LookupError):
    """No such key."""


def made(
    person: rows.Person,
    label: str,
    scopes: Collection[Scope],
    expires_at: datetime | None,
    by: str,
    now: datetime,
) -> tuple[rows.ApiKey, str]:
    """A new key with its event, and the key itself, which is kept nowhere."""
    prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    row = rows.ApiKey.objects.create(
        person=person, label=label, prefix=prefix, digest=_digest(prefix, secret),
        scopes=sorted(scopes), made_at=now, expires_at=expires_at,
    )  # fmt: skip
    told = {"key": prefix, "person": person.pk, "scopes": row.scopes}
    events.append(Act(None, EventKind.KEY_MADE, by, now, told))
    return row, f"{_MARK}_{prefix}_{secret}"


def revoked(row: rows.ApiKey, by: str, now: datetime) -> None:
    row.revoked_at = now
    row.save(update_fields=["revoked_at"])
    events.append(Act(None, EventKind.KEY_REVOKED, by, now, {"key": row.prefix}))


def named(prefix: str) -> rows.ApiKey:
    """The key that begins so. Raises KeyMissing."""
    found = rows.ApiKey.objects.select_related("person").filter(prefix=prefix).first()
    if found is None:
        raise KeyMissing(f"no key begins with {prefix}: see `upheld key list`")
    return found


def found(key: str, now: datetime) -> rows.ApiKey | None:
    """Whose key this is; None for one that is forged, revoked, past its day, or of who left."""
    mark, _, rest = key.partition("_")
    prefix, _, secret = rest.partition("_")
    if mark != _MARK or not prefix.isalnum():
        return None
    lasting = Q(expires_at=None) | Q(expires_at__gt=now)
    row = rows.ApiKey.objects.filter(
        lasting, prefix=prefix, revoked_at=None, person__is_active=True
    ).select_related("person").first()  # fmt: skip
    if row is None or not constant_time_compare(row.digest, _digest(prefix, secret)):
        return None
    return row


def counted(row: rows.ApiKey, most: int, now: datetime) -> int:
    """Counts one request of the key. 0, or in how many seconds the next may come.

    One statement, so that several processes count together.
    """
    minute = now.replace(second=0, microsecond=0)
    # Another process may have begun the next minute since this request came.
    this = Q(minute__in=(minute, minute + _MINUTE))
    free = Q(minute=None) | ~this | this & Q(requests__lt=most)
    count = Case(When(this, then=F("requests") + 1), default=1)
    turned = Case(When(this, then=F("minute")), default=Value(minute))
    one_more = rows.ApiKey.objects.filter(free, pk=row.pk).update(
        requests=count, minute=turned, last_used_at=now
    )
    return 0 if one_more else ceil((minute + _MINUTE - now).total_seconds())


def _digest(prefix: str, secret: str) -> str:
    return salted_hmac(_SALT, f"{prefix}.{secret}", algorithm="sha256").hexdigest()
