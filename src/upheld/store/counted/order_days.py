"""Orders by the day that was promised for them, and those that missed it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from upheld.store import models as rows

from .case_days import day_of

# So much of the names of areas is read: of 95 and more, as a name has 20 letters at most.
_READ = 2_000


def promised(first: date, last: date, today: date) -> "QuerySet[rows.Order]":
    """Orders promised for one of these days, as far as the days are over."""
    found = rows.Order.objects.filter(promised_on__gte=first, promised_on__lte=last)
    return found.filter(promised_on__lt=today).order_by()


def late() -> Q:
    """Of an order whose day is over: it came later, or has not come."""
    return Q(delivered_on__gt=F("promised_on")) | Q(delivered_on=None, returned_on=None)


def within(found: "QuerySet[Any]", asked: Mapping[str, str], today: date) -> "QuerySet[Any]":
    """Those that an address asks for: `area` names one or several, with commas between them, and
    `elsewhere` those that are left out, with customers of whom no area is known;
    `from` and `to` are of the day that was promised, and `late` asks for those that missed it."""
    if areas := asked.get("area", ""):
        found = found.filter(customer__area__in=areas[:_READ].split(","))
    if areas := asked.get("elsewhere", ""):
        found = found.exclude(customer__area__in=["", *areas[:_READ].split(",")])
    first, last = day_of(asked.get("from", "")), day_of(asked.get("to", ""))
    if first and last:
        found = found.filter(pk__in=promised(first, last, today).values("pk"))
    return found.filter(late()) if asked.get("late", "") else found
