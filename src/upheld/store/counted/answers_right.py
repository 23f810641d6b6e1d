"""Answers that were not right the first time, by what went wrong: one place, so that a list opens
the very complaints that a figure counted."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from upheld.core.event_kinds import EventKind
from upheld.core.words import LetterKind
from upheld.store import models as rows
from upheld.store.made_once import made_once
from upheld.store.sight import seen

ANSWERS = (LetterKind.FINAL, LetterKind.SUMMARY_RESOLUTION)
# Whoever was answered later than that has hardly had the time to come back.
NEW = timedelta(days=28)
_BACK = (EventKind.CONTESTED, EventKind.REOPENED)

Cases = QuerySet[Any, Any]


def answers() -> "QuerySet[rows.Letter]":
    """The letters that answer a complaint and have left."""
    return rows.Letter.objects.filter(kind__in=ANSWERS, queued_at__isnull=False).order_by()


def gone(answered: Cases, wrong: str, since: datetime, until: datetime) -> Cases:
    """Of complaints answered from `since` until before `until` those that went wrong in this way;
    all of them where none is named."""
    if wrong == "held":
        return answered.filter(pk__in=held(since, until))
    return answered.filter(WENT[wrong]()) if wrong in WENT else answered


def _again() -> Q:
    several = answers().values("case").annotate(times=Count("pk")).filter(times__gt=1)
    return Q(pk__in=several.values("case"))


def _back() -> Q:
    told = rows.Event.objects.filter(kind__in=_BACK, case__isnull=False).order_by()
    return Q(pk__in=told.values("case"))


def _changed_outside() -> Q:
    return Q(pk__in=rows.OutsideRuling.objects.filter(changed=True).values("case"))


# Of a case: it was answered more than once, contested or opened again, or changed by an outside
# body. That a check held its answer back is told by events alone.
WENT: Mapping[str, Callable[[], Q]] = {
    "again": _again, "back": _back, "outside": _changed_outside,
}  # fmt: skip


def held(since: datetime, until: datetime) -> set[int]:
    """The cases whose answer a check held back before it left: they were answered from `since`."""
    blocked = _blocked(since, until)
    return {each.data["case"] for each in blocked if each.data["kind"] in ANSWERS}


def held_back(since: datetime, until: datetime) -> dict[tuple[int, str], rows.Event]:
    """By case and kind of letter the last time that a check held it back."""
    within = (each for each in _blocked(since, until) if each.at >= since)
    return {(each.data["case"], each.data["kind"]): each for each in within}


@made_once
def _blocked(since: datetime, until: datetime) -> list[rows.Event]:
    """Letters that a check held back, of cases that were answered from `since` too; a kind letter
    to somebody who said nothing is of no case. The chain has little of that: it is read one by one,
    and of what is kept from whoever looks nothing is told."""
    told = rows.Event.objects.filter(
        kind=EventKind.LETTER_BLOCKED, at__gte=since - NEW, at__lt=until
    )
    of_cases = [each for each in told.order_by("number") if "case" in each.data]
    theirs = seen.shown(each.data["case"] for each in of_cases)
    return [each for each in of_cases if each.data["case"] in theirs]
