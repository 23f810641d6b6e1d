"""Answers that were not right the first time, by what went wrong: one place, so that a list opens
the very complaints that a figure counted."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet

from upheld.core.words import EventKind, LetterKind

from . import models as rows
from . import seen

ANSWERS = (LetterKind.FINAL, LetterKind.SUMMARY_RESOLUTION)
# Answered more than once, contested or opened again, changed by an outside body, held back.
WRONG = ("again", "back", "outside", "held")
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
    match wrong:
        case "again":
            return again(answered)
        case "back":
            return back(answered)
        case "outside":
            return changed_outside(answered)
        case "held":
            return held(answered, since, until)
    return answered


def again(answered: Cases) -> Cases:
    several = answers().values("case").annotate(times=Count("pk")).filter(times__gt=1)
    return answered.filter(pk__in=several.values("case"))


def back(answered: Cases) -> Cases:
    told = rows.Event.objects.filter(kind__in=_BACK, case__isnull=False).order_by()
    return answered.filter(pk__in=told.values("case"))


def changed_outside(answered: Cases) -> Cases:
    return answered.filter(pk__in=rows.OutsideRuling.objects.filter(changed=True).values("case"))


def held(answered: Cases, since: datetime, until: datetime) -> Cases:
    """Those whose answer a check held back before it left: they were answered from `since`."""
    found = held_back(since - NEW, until)
    return answered.filter(pk__in={case for case, kind in found if kind in ANSWERS})


def held_back(since: datetime, until: datetime) -> dict[tuple[int, str], rows.Event]:
    """By case and kind of letter the last time that a check held it back; a kind letter to somebody
    who said nothing is of no case. The chain has little of that: it is read one by one, and of what
    is kept from whoever looks nothing is told."""
    told = rows.Event.objects.filter(kind=EventKind.LETTER_BLOCKED, at__gte=since, at__lt=until)
    of_cases = [each for each in told.order_by("number") if "case" in each.data]
    theirs = seen.shown(each.data["case"] for each in of_cases)
    return {
        (each.data["case"], each.data["kind"]): each
        for each in of_cases
        if each.data["case"] in theirs
    }
