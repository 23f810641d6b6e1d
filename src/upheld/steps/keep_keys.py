"""Keep the keys of programs: made for one person, shown once, revoked at any time."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from upheld.core.words import Scope
from upheld.store import keys
from upheld.store import models as rows
from upheld.store.rows import people

from . import may

_LONGEST = 120


class KeyRefused(ValueError):
    """A key that cannot be made or revoked as it stands; the message says what to mend."""


@transaction.atomic
def make_key(
    person: rows.Person,
    label: str,
    scopes: Collection[Scope],
    expires_at: datetime | None,
    by: may.Actor,
    now: datetime,
) -> tuple[rows.ApiKey, str]:
    """A key that acts as `person`, and the key itself: it is shown once. Raises KeyRefused."""
    may.check("keep_keys", by)
    # Whoever lets them go holds them, and ends the keys that are there by then.
    if (here := people.still_here(person.pk)) is None:
        raise KeyRefused(f"{person.name} has left: nobody acts in their name")
    if not scopes:
        raise KeyRefused(f"a key without a scope opens nothing: name some of {', '.join(Scope)}")
    if not 0 < len(label.strip()) <= _LONGEST:
        raise KeyRefused(f"say in at most {_LONGEST} characters what the key is for")
    if expires_at is not None and expires_at <= now:
        raise KeyRefused("its last day is past: choose one to come")
    return keys.made(here, label.strip(), scopes, expires_at, by.name, now)


@transaction.atomic
def revoke_key(prefix: str, by: may.Actor, now: datetime) -> rows.ApiKey:
    """Ends a key at once. Raises KeyMissing, or KeyRefused for one that has ended."""
    may.check("keep_keys", by)
    row = keys.named(prefix)
    if row.revoked_at is not None:
        raise KeyRefused(f"the key {prefix} was revoked before")
    keys.revoked(row, by.name, now)
    return row
