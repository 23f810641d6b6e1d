"""Figures that are worked out of very many rows by a job, and read by pages.

Each is kept for an audience of its own (store/sight/seen.py): what is told to whoever looks was
worked out of what they may see."""

import json
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.timezone import localdate

from upheld.core.event_kinds import EventKind

from .models import Event, KeptFigures
from .record import events
from .sight import seen

# What nobody asked for in so many days is worked out no more.
_ASKED_WITHIN = timedelta(days=14)
# So many are kept for an audience: an address can be made up.
_MOST = 50


_MAY_HIDE = (
    EventKind.ASSIGNED, EventKind.MERGED, EventKind.TOOK_IN, EventKind.MERGE_UNDONE,
)  # fmt: skip
# What makes of what was counted before something that never was: it is counted anew the same day.
_UNSAYS = (
    EventKind.MERGED, EventKind.MERGE_UNDONE, EventKind.CUSTOMERS_MERGED,
    EventKind.CUSTOMER_MERGE_UNDONE, EventKind.IMPORT_UNDONE, EventKind.ERASED,
)  # fmt: skip


class Which(NamedTuple):
    """A kind of figure, and what is asked of it: days, a persona, or nothing."""

    kind: str
    asked: str


class Kept(NamedTuple):
    """What was worked out last, when, and up to which event; and when somebody asked for it."""

    at: datetime
    number: int
    took: float
    asked_on: date
    told: Any

    @property
    def is_of_now(self) -> bool:
        """Whether nothing was put on record since."""
        return events.head()[0] == self.number

    @property
    def is_unsaid(self) -> bool:
        """Whether cases or people were made one or two since, taken back, or erased."""
        return Event.objects.filter(kind__in=_UNSAYS, number__gt=self.number).exists()


def newest(which: Which) -> Kept | None:
    """What whoever looks may be told. Two statements where something is hidden from them."""
    row = _of(which).first()
    return _kept(row) if row else None


def _of(which: Which) -> Any:
    return KeptFigures.objects.filter(audience=seen.audience(), **which._asdict())


def _kept(row: KeptFigures) -> Kept | None:
    if row.at is None or _was_hidden_since(row.number):
        return None
    return Kept(row.at, row.number, row.took, row.asked_on, row.told)


def _was_hidden_since(number: int) -> bool:
    """Whether whoever looks may see less than before, and what was worked out then may tell of it:
    a case was given to somebody whose cases are hidden from them, or merged with such a case, or a
    case was taken back by which alone they saw its customer."""
    if not seen.hides():
        return False
    of_hidden = Q(kind__in=_MAY_HIDE, case__in=seen.kept_cases())
    since = Event.objects.filter(number__gt=number)
    return since.filter(of_hidden | Q(kind=EventKind.TAKEN_BACK)).exists()


def ask(which: Which, today: date) -> None:
    """Has it worked out for whoever looks, and for some days whenever it is no longer so."""
    many = KeptFigures.objects.filter(audience=seen.audience())
    if not _of(which).update(asked_on=today) and many.count() < _MOST:
        KeptFigures.objects.get_or_create(
            audience=seen.audience(), **which._asdict(), defaults={"asked_on": today}
        )


def forget_others(which: Which, like: Which) -> None:
    """What was asked of the same kind with the same beginning by whoever looks: it takes the place
    of those."""
    same = KeptFigures.objects.filter(
        audience=seen.audience(), kind=which.kind, asked__startswith=like.asked.removesuffix("}")
    )
    same.exclude(asked=which.asked).delete()


def wanted() -> list[tuple[Which, Kept | None]]:
    """What whoever looks, and others who see the same, asked for."""
    asked = KeptFigures.objects.filter(audience=seen.audience()).order_by("pk")
    return [(Which(row.kind, row.asked), _kept(row)) for row in asked]


def keep(which: Which, told: Any, number: int, took: float, now: datetime) -> None:
    """In the place of what was told of it before to the same audience."""
    done = {"at": now, "number": number, "took": took, "told": told}
    if not _of(which).update(**done):
        KeptFigures.objects.create(
            audience=seen.audience(), asked_on=localdate(now), **which._asdict(), **done
        )


def forget(audiences: Collection[str], today: date) -> None:
    """What nobody asked for lately, and what is of no audience any more."""
    KeptFigures.objects.exclude(audience__in=audiences).delete()
    KeptFigures.objects.filter(asked_on__lt=today - _ASKED_WITHIN).delete()


def forget_telling(words: Collection[str]) -> None:
    """What tells one of these is worked out anew, and tells nothing until then."""
    known = [_flat(word) for word in words]
    telling = [
        pk
        for pk, told in KeptFigures.objects.exclude(at=None).values_list("pk", "told")
        if any(word in _flat(told) for word in known)
    ]
    KeptFigures.objects.filter(pk__in=telling).update(at=None, told=None)


def _flat(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False).strip('"').casefold()
