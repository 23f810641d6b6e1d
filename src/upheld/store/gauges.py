"""How things stand, as numbers for whoever watches the machine: no name of anybody is in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from upheld.core.words import CaseState, LetterState, MailState

from . import mail_health
from . import models as rows
from .rows.pulses import Pulse


@dataclass(frozen=True, slots=True)
class Gauge:
    """One number, under its name with what it is of."""

    name: str
    told: str
    of: tuple[tuple[str, str], ...]
    value: float


_WAITING = (LetterState.QUEUED, LetterState.SENDING, LetterState.FAILED)


def gauges(now: datetime) -> Iterator[Gauge]:
    """All of them, in a handful of statements whatever is in the store."""
    yield from _cases()
    yield from _deadlines(now)
    yield from _letters(now)
    yield from _mail(now)
    yield from _jobs(now)


def _cases() -> Iterator[Gauge]:
    found = dict(rows.Case.objects.order_by().values_list("state").annotate(Count("pk")))
    for state in CaseState:
        yield _gauge("cases", "Cases by state", found.get(state, 0), state=state)


def _deadlines(now: datetime) -> Iterator[Gauge]:
    """Of open cases alone: what was missed long ago is no news to who watches."""
    clocks = rows.Clock.objects.filter(met_at=None, due__lt=now)
    clocks = clocks.exclude(case__state=CaseState.CLOSED)
    found = dict(clocks.order_by().values_list("force").annotate(Count("pk")))
    for force, count in sorted(found.items()):
        yield _gauge("deadlines_missed", "Deadlines missed in open cases", count, force=force)


def _letters(now: datetime) -> Iterator[Gauge]:
    counts = {state: Count("pk", filter=Q(state=state)) for state in _WAITING}
    found = [
        kind._base_manager.filter(state__in=_WAITING).aggregate(oldest=Min("queued_at"), **counts)
        for kind in (rows.Letter, rows.Asked)
    ]
    for state in _WAITING:
        many = sum(each[state] for each in found)
        yield _gauge("letters", "Letters that have not left", many, state=state)
    told = "Seconds that the oldest letter has waited"
    oldest = min((each["oldest"] for each in found if each["oldest"]), default=None)
    yield _gauge("letters_oldest_seconds", told, _since(oldest, now))


def _mail(now: datetime) -> Iterator[Gauge]:
    told = "Seconds since all new mail of a source was read"
    for each in mail_health.health(now):
        if each.good_at:  # 0 would say that it was read just now
            yield _gauge("mail_read_seconds", told, _since(each.good_at, now), source=each.name)
        yield _gauge("mail_silent", "1 where a source was not read for too long, or never",
                     each.silent, source=each.name)  # fmt: skip
        yield _gauge("mail_stuck", "Messages that cannot be fetched", len(each.stuck),
                     source=each.name)  # fmt: skip
    waiting = rows.Incoming.objects.filter(state=MailState.NEW).count()
    yield _gauge("mail_waiting", "Messages that are here and have no place yet", waiting)


def _jobs(now: datetime) -> Iterator[Gauge]:
    told = "Seconds since a sweep of the jobs ended well"
    for row in Pulse.objects.all():
        since = _since(row.good_at or row.began_at, now)
        yield _gauge("sweep_good_seconds", told, since, sweep=row.name)


def _since(when: datetime | None, now: datetime) -> float:
    return (now - when).total_seconds() if when else 0.0


def _gauge(name: str, told: str, value: float, **of: str) -> Gauge:
    return Gauge(f"upheld_{name}", told, tuple((key, str(each)) for key, each in of.items()), value)
