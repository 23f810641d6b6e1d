"""Keys of programs: made, found again by what they begin with, counted by the minute.

A key is 256 random bits, so nobody guesses it and a slow hash would protect nothing: it would only
make each request slow. The hash is keyed with the firm's own secret: a copy of the database alone
opens no door and cannot be tried against.
"""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from math import ceil

from django.db import connection
from django.db.models import Q, QuerySet

from upheld.core.event_kinds import EventKind
from upheld.core.words import Scope

from . import models as rows
from . import secret
from .record import events
from .record.events import Act
from .rows.teams import others_private
from .sql.asked_again import AskedAgain

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
    prefix, rest = secrets.token_hex(6), secrets.token_urlsafe(32)
    row = rows.ApiKey.objects.create(
        person=person, label=label, prefix=prefix, digest=_digests(prefix, rest)[0],
        under=secret.names()[0], scopes=sorted(scopes), made_at=now, expires_at=expires_at,
    )  # fmt: skip
    told = {"key": prefix, "person": person.pk, "scopes": row.scopes}
    events.append(Act(None, EventKind.KEY_MADE, by, now, told))
    return row, f"{_MARK}_{prefix}_{rest}"


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
    prefix, _, rest = rest.partition("_")
    if mark != _MARK or not prefix.isalnum():
        return None
    row: rows.ApiKey
    for row in _LASTING(prefix, now):
        digests = _digests(prefix, rest)
        if secret.is_one_of(row.digest, digests):
            _under_the_secret_in_force(row, digests[0])
            row.person.others_private = row.others_private  # type: ignore[attr-defined]
            return row
    return None


def _under_the_secret_in_force(row: rows.ApiKey, digest: str) -> None:
    """Only who has the key can do it: so it is done when the key is used."""
    if row.digest != digest or not row.under:
        mine = rows.ApiKey.objects.filter(pk=row.pk, digest=row.digest)
        mine.update(digest=digest, under=secret.names()[0])


def not_in_force(now: datetime) -> "QuerySet[rows.ApiKey]":
    """The keys that open something, and were not used since the secret was changed."""
    until = Q(expires_at=None) | Q(expires_at__gt=now)
    living = rows.ApiKey.objects.filter(until, revoked_at=None, person__is_active=True)
    return living.exclude(under=secret.names()[0]).order_by("pk")


def _lasting(prefix: str, now: datetime) -> QuerySet[rows.ApiKey]:
    """With whether other teams keep something from whoever it acts as, as a session asks it."""
    until = Q(expires_at=None) | Q(expires_at__gt=now)
    kept = rows.ApiKey.objects.filter(until, prefix=prefix, revoked_at=None, person__is_active=True)
    return kept.select_related("person__team").annotate(
        others_private=others_private("person__team")
    )


_LASTING = AskedAgain(_lasting)


def counted(row: rows.ApiKey, most: int, now: datetime) -> int:
    """Counts one request of the key. 0, or in how many seconds the next may come.

    One statement, so that several processes count together.
    """
    minute = now.replace(second=0, microsecond=0)
    # Another process may have begun the next minute since this request came.
    told = {"minute": minute, "next": minute + _MINUTE, "now": now}
    given = {name: connection.ops.adapt_datetimefield_value(at) for name, at in told.items()}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {**given, "key": row.pk, "most": most})
        return 0 if cursor.rowcount else ceil((minute + _MINUTE - now).total_seconds())


def used(row: rows.ApiKey, now: datetime) -> None:
    """One request of a key that is counted by whoever asks with it."""
    rows.ApiKey.objects.filter(pk=row.pk).update(last_used_at=now)


# Written out, because each request of a program asks it: Django takes longer to write it.
_COUNT = """
UPDATE store_apikey SET
  requests = CASE WHEN minute IN (%(minute)s, %(next)s) THEN requests + 1 ELSE 1 END,
  minute = CASE WHEN minute IN (%(minute)s, %(next)s) THEN minute ELSE %(minute)s END,
  last_used_at = %(now)s
WHERE id = %(key)s
  AND (minute IS NULL OR minute NOT IN (%(minute)s, %(next)s) OR requests < %(most)s)
"""


def _digests(prefix: str, rest: str) -> list[str]:
    return secret.marks(_SALT, f"{prefix}.{rest}")
