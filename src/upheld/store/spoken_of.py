"""Of which orders somebody said something, as statements; insight/silence/spoke.py is the same rule
over every order at once: what is changed here is changed there."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate

from . import models as rows
from .counted import cases_counted
from .merged import as_one
from .sight import seen


def spoken_of(now: datetime) -> Q:
    """Of orders, each with its `person`: those that somebody complained about unasked, whatever
    they alleged."""
    # Few named no order: whose order it is is looked at before which one.
    people = _nameless(now).annotate(person=as_one.person_of()).values("person")
    return Q(_named(now)) | (Q(person__in=people) & Q(_last_of_nameless(now)))


def _named(now: datetime) -> Exists:
    """By its number: a complaint that is kept from whoever looks, or went into another, was made
    all the same. What a kind letter about the order brought was said because we asked."""
    asked = rows.Asked.objects.filter(order=OuterRef("order"), at__lte=OuterRef("received_at"))
    with seen.whole():
        named = rows.Case.objects.filter(order=OuterRef("pk"), received_at__lte=now)
    return Exists(named.filter(~Exists(asked)))


def _nameless(now: datetime) -> Any:
    return cases_counted.counted(now).filter(order=None).order_by()


def _last_of_nameless(now: datetime) -> Exists:
    """The last that they had placed by the day on which they complained and named none."""
    theirs = _nameless(now).filter(customer__in=as_one.of_outer("customer__"))
    later = rows.Order.objects.filter(
        Q(placed_on__gt=OuterRef(OuterRef("placed_on")))
        | Q(placed_on=OuterRef(OuterRef("placed_on")), pk__gt=OuterRef(OuterRef("pk"))),
        customer__in=as_one.of_outer("customer__"),
        placed_on__lte=OuterRef("day"),
    )
    on_the_day = theirs.annotate(day=TruncDate("received_at"))
    return Exists(on_the_day.filter(~Exists(later), day__gte=OuterRef("placed_on")))
