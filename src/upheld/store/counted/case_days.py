"""Complaints by what happened to them in some days: one place, so that a list opens the very rows
that a figure of a report counted."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from upheld.core.obligations import Force
from upheld.core.words import Outcome, Stance
from upheld.store import models as rows

from . import answers_right, cases_counted

# What the days of an address are of; without a word, of the day of receipt.
RECEIVED, DECIDED, ANSWERED = "received", "decided", "answered"
# A moment that binds us was due, or was missed; one that we set ourselves was.
DUE, MISSED, AIMED, LATE = "due", "missed", "aimed", "late"
# Like cases: a decision that differs from them with its reason, one that is not to be followed.
DIFFERS, UNFOLLOWED = "differs", "unfollowed"
BINDING, OWN = (Force.LAW, Force.PROMPT), (Force.OWN,)

# So far does the calendar go with a day more, in every zone.
_FIRST, _LAST = date(2, 1, 1), date(9998, 12, 31)

Cases = QuerySet[Any, Any]


def moments(first: date, last: date) -> tuple[datetime, datetime]:
    """Whole days, from the beginning of `first` to the end of `last`, in the firm's zone."""
    zone = timezone.get_current_timezone()
    days = (max(first, _FIRST), min(last, _LAST) + timedelta(days=1))
    since, until = (datetime.combine(day, time.min, zone) for day in days)
    return since, until


def seen(until: datetime, now: datetime) -> datetime:
    """How far a span can be seen that ends before `until`: to its end, and what is of this very
    moment is seen."""
    return min(until, now + timedelta(microseconds=1))


def received(cases: Cases, since: datetime, until: datetime) -> Cases:
    return cases.filter(received_at__gte=since, received_at__lt=until)


def decisions(cases: Cases, since: datetime, until: datetime) -> "QuerySet[rows.Decision]":
    """The newest decision of each, made in this time; one that asks for facts decides nothing."""
    latest = cases_counted.latest_decisions(cases)
    return latest.filter(at__gte=since, at__lt=until).exclude(outcome="").exclude(stance=Stance.ASK)


def answered(cases: Cases, since: datetime, until: datetime) -> Cases:
    """Those whose first answer left in this time."""
    theirs = answers_right.answers().filter(case=OuterRef("pk"))
    before, within = theirs.filter(queued_at__lt=since), theirs.filter(queued_at__lt=until)
    return cases.filter(Exists(within), ~Exists(before))


def due(
    forces: Collection[Force], since: datetime, until: datetime, now: datetime
) -> "QuerySet[rows.Clock]":
    """The clocks of these forces that were due in this time, and by now."""
    clocks = rows.Clock.objects.filter(force__in=forces).order_by()
    counted = cases_counted.counted(now).order_by().values("pk")
    return clocks.filter(due__gte=since, due__lt=min(until, now), case__in=counted)


def was_missed(now: datetime) -> Q:
    """Of a clock: it was not met by its moment."""
    return Q(met_at__gt=F("due")) | Q(met_at=None, due__lt=now)


def differing(cases: Cases, since: datetime, until: datetime) -> Cases:
    """Those of which it was written down in this time why their decision differs from like ones."""
    told = rows.Distinction.objects.filter(at__gte=since, at__lt=until)
    return cases.filter(pk__in=told.values("decision__case"))


def unfollowed(cases: Cases, since: datetime, until: datetime) -> Cases:
    """Those whose decision was found unfair in this time, and still is not to be followed."""
    marks = rows.NotFollowed.objects.filter(at__gte=since, at__lt=until, ended_at=None)
    return cases.filter(pk__in=marks.values("decision__case"))


def within(cases: Cases, asked: Mapping[str, str], now: datetime) -> Cases:
    """Those to which it happened in the days that an address asks for; all where it asks none."""
    first, last = day_of(asked.get("from", "")), day_of(asked.get("to", ""))
    if first is None or last is None or last < first:
        return cases
    since, until = moments(first, last)
    match asked.get("what", RECEIVED):
        case "decided":
            found = decisions(cases, since, until)
            if (outcome := asked.get("outcome", "")) in list(Outcome):
                found = found.filter(outcome=outcome)
            return cases.filter(pk__in=found.values("case"))
        case "answered":
            sent = answered(cases, since, until)
            return answers_right.gone(sent, asked.get("wrong", ""), since, until)
        case "differs":
            return differing(cases, since, until)
        case "unfollowed":
            return unfollowed(cases, since, until)
        case "due" | "missed" | "aimed" | "late" as which:
            return _with_clock(cases, which, asked.get("clock", ""), (since, until, now))
    return received(cases, since, until)


def _with_clock(
    cases: Cases, which: str, kind: str, days: tuple[datetime, datetime, datetime]
) -> Cases:
    """Those with such a clock, of one kind where it is named."""
    clocks = due(BINDING if which in (DUE, MISSED) else OWN, *days)
    if which in (MISSED, LATE):
        clocks = clocks.filter(was_missed(days[-1]))
    if kind:
        clocks = clocks.filter(kind=kind)
    return cases.filter(pk__in=clocks.values("case"))


def between(found: Cases, at: str, asked: Mapping[str, str]) -> Cases:
    """Rows whose moment `at` lies in the days that an address asks for; all where it asks none."""
    first, last = day_of(asked.get("from", "")), day_of(asked.get("to", ""))
    if first is None or last is None or last < first:
        return found
    since, until = moments(first, last)
    return found.filter(**{f"{at}__gte": since, f"{at}__lt": until})


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
