"""What still needs a secret of before the one in force, and what would end without it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseState

from . import asked, keys, sealed, secret
from . import models as rows
from .erased import listed as erased_list
from .receipts import LINK_LASTS
from .secret import Under


@dataclass(frozen=True, slots=True)
class Needs:
    """`since`: from when on the secret in force is known to be it, None before a first renewal.

    `before` and `missing` count what is sealed, by kind. `programs` are keys not used since, by
    what they begin with, and `ended` those that open nothing. `calendars` and `cases` (open ones of
    which a letter left before) end with the secrets of before, links by themselves at `until`."""

    since: datetime | None
    before: Mapping[str, int]
    missing: Mapping[str, int]
    programs: list[str]
    ended: list[str]
    calendars: int
    cases: int
    until: datetime | None

    @property
    def to_renew(self) -> bool:
        return bool(self.before) or self.since is None


def needs(now: datetime) -> Needs:
    """Raises ListError, OSError of the list of erasures."""
    at, given = since(), secret.names()
    old = list(keys.not_in_force(now).values_list("prefix", "under"))
    before = sealed.counted(Under.BEFORE)
    if erased_list.keys_to_keep():
        before["erasures"] = 1
    return Needs(
        since=at,
        before=before,
        missing=sealed.counted(Under.MISSING),
        programs=[prefix for prefix, under in old if under in (None, *given)],
        ended=[prefix for prefix, under in old if under not in (None, *given)],
        calendars=_calendars(at) if at else 0,
        cases=_cases(at) if at else 0,
        until=_until(at) if at else None,
    )


def since() -> datetime | None:
    """When the secret in force was first renewed under, since another was."""
    at, name = None, secret.names()[0]
    told = rows.Event.objects.filter(kind=EventKind.SECRET_RENEWED).order_by("-number")
    for event in told.iterator():
        if event.data["key"] != name:
            break
        at = event.at
    return at


def _calendars(at: datetime) -> int:
    return rows.CalendarAddress.objects.filter(made_at__lt=at, person__is_active=True).count()


def _cases(at: datetime) -> int:
    letters = rows.Letter.objects.filter(sent_at__lt=at).exclude(case__state=CaseState.CLOSED)
    return letters.values("case").distinct().count()


def _until(at: datetime) -> datetime:
    """Of a kind letter the page is open longest (store/asked.py); an invitation, a session and the
    link of a forgotten password end before a link to a case does."""
    kindly = rows.Asked.objects.filter(at__lt=at).aggregate(at=Max("at"))["at"]
    return max(at + LINK_LASTS, kindly + asked.OPEN_FOR if kindly else at)
