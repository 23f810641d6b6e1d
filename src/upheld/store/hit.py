"""Whom a known fault hit and who said nothing of it: the rules of core/faults.py as statements."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from upheld.core.faults import Fault, Rule, read_key

from . import as_one, journey, lists
from . import models as rows

# Longer ago it would be odd to ask how it was.
ASKED_ABOUT = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Hit:
    """A person, by the number of the row that stays, with the newest order of theirs that a fault
    hit; `on` is the day that shows it."""

    person: int
    order: int
    on: date


class FaultMissing(LookupError):
    """No such fault, or at no touchpoint of the journey."""


def fault(key: str) -> Fault:
    """The fault of a key such as late.delivery. Raises FaultMissing."""
    found = read_key(key)
    if found is None or found.touchpoint not in {each.key for each in journey.touchpoints()}:
        rules = ", ".join(Rule)
        raise FaultMissing(
            f"there is no fault {key!r}: write one of {rules}, a full stop and the key of a "
            "touchpoint"
        )
    return found


def quiet(fault: Fault, now: datetime) -> list[Hit]:
    """Each person whom it hit in the last year and who did not complain of it, the newest first:
    customers who were merged are one. Three statements."""
    told = orders(fault, now).order_by("-on", "-pk").values_list("person", "pk", "on", "placed_on")
    said = nameless()
    found: dict[int, Hit] = {}
    for person, order, on, placed_on in told.iterator():
        if said.get(person, date.min) < placed_on:
            found.setdefault(person, Hit(person, order, on))
    return list(found.values())


def nameless(people: Collection[int] | None = None) -> dict[int, date]:
    """The day of the last complaint of each person that names no order; of all, or of these."""
    found: Any = rows.Case.objects.filter(order=None).order_by().annotate(person=as_one.person_of())
    if people is not None:
        found = found.filter(person__in=people)
    told = found.values_list("person").annotate(last=Max("received_at"))
    return {person: timezone.localdate(last) for person, last in told}


def orders(fault: Fault, now: datetime) -> "QuerySet[Any]":
    """The orders that it hit in the last year and that no complaint names, each with the `person`
    and the day `on` which it shows."""
    today = now.date()
    standing: QuerySet[Any] = lists.orders({"touchpoint": fault.touchpoint}, now)
    shown = standing.order_by().select_related(None).filter(_shows(fault.rule, today))
    dated = shown.annotate(on=_day(fault.rule), person=as_one.person_of())
    recent = dated.filter(on__gte=today - ASKED_ABOUT, on__lte=today)
    return recent.exclude(Exists(rows.Case.objects.filter(order=OuterRef("pk"))))


def _shows(rule: Rule, today: date) -> Q:
    kept = Q(amount__gt=F("refunded") - F("delivery_paid"), promised_on__isnull=False)
    came = Q(delivered_on__isnull=False, delivered_on__lte=today)
    match rule:
        case Rule.LATE:
            return kept & came & Q(delivered_on__gt=F("promised_on"))
        case Rule.NOT_COME:
            return kept & ~came & Q(promised_on__lt=today)
    in_time = Q(promised_on=None) | ~came | Q(delivered_on__lte=F("promised_on"))
    return Q(returned_on__isnull=False, returned_on__lte=today) & in_time


def _day(rule: Rule) -> Any:
    match rule:
        case Rule.LATE:
            return F("delivered_on")
        case Rule.NOT_COME:
            return F("promised_on")
    return F("returned_on")


def named(hits: "list[Hit]") -> Iterator[tuple[Hit, rows.Order]]:
    """These with their orders and customers, in their order: one statement."""
    found = rows.Order.objects.filter(pk__in=[each.order for each in hits])
    by_number = {row.pk: row for row in found.select_related("customer__merged_into")}
    return ((each, by_number[each.order]) for each in hits)
