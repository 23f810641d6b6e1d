"""A clock that went back: by a step of NTP, or in a machine that was put back from a copy.

The record tells: it has acts that are later than now. Each deadline and day of receipt is read from
the clock, so nobody should work before it is right.
"""

from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from .models import Event

APART = timedelta(minutes=5)  # two machines may differ, and the store keep another's moments
_LATELY = 1_000  # events


def ahead(limit: datetime) -> "QuerySet[Event]":
    """Of what was put on record lately, whatever is later than the limit, as of `now` and APART."""
    newest = Event.objects.order_by("-number").values(since=F("number") - _LATELY)[:1]
    return Event.objects.filter(number__gt=newest, at__gt=limit)


def furthest_ahead(now: datetime) -> Event | None:
    """The act that is furthest ahead of now; None while the clock is right."""
    return ahead(now + APART).order_by("-at").first()
