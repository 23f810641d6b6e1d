"""Whom a known fault hit and who said nothing of it: the rules of core/faults.py as statements."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, F, FloatField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Cast, Coalesce, Greatest
from django.utils import timezone

from upheld.core.faults import FOUND, Declared, Fault, Rule, of_declared, read_key
from upheld.core.words import LetterState

from . import faults, journey
from . import models as rows
from .called import began_with_anybodys
from .counted import lists, orders_found
from .merged import as_one
from .spoken_of import spoken_of

# Longer ago it would be odd to ask how it was.
ASKED_ABOUT = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Hit:
    """A person, by the number of the row that stays, with the newest order of theirs that a fault
    hit; `on` is the day that shows it."""

    person: int
    order: int
    on: date
    placed_on: date


class FaultMissing(LookupError):
    """No such fault, or at no touchpoint of the journey."""


def fault(key: str) -> tuple[Fault, str]:
    """The fault of a key such as late.delivery, and the name of its touchpoint. Raises
    FaultMissing."""
    found = read_key(key) or next(
        (each for each in map(of_declared, faults.declared()) if each.key == key), None
    )
    names = {each.key: each.name for each in journey.touchpoints()}
    if found is None or found.touchpoint not in names:
        rules = ", ".join(FOUND)
        raise FaultMissing(
            f"there is no fault {key!r}: write one of {rules}, a full stop and the key of a "
            "touchpoint, or the key of one that was declared"
        )
    return found, names[found.touchpoint]


def quiet(fault: Fault, now: datetime) -> list[Hit]:
    """Each person whom it hit in the last year with an order of which nobody complained unasked,
    the newest first: customers who were merged are one. As many as the page of the silent tells.
    Three statements."""
    told = orders(fault, now).order_by("-on", "-pk").values_list("person", "pk", "on", "placed_on")
    found: dict[int, Hit] = {}
    for person, order, on, placed_on in told.iterator():
        found.setdefault(person, Hit(person, order, on, placed_on))
    return list(found.values())


def orders(fault: Fault, now: datetime) -> "QuerySet[Any]":
    """The orders that it hit in the last year and of which nobody complained unasked, each with the
    `person` and the day `on` which it shows."""
    today = timezone.localdate(now)
    # What a person named by what was bought may stand elsewhere in the journey.
    named = fault.declared and fault.declared.words
    standing: Any = lists.orders({} if named else {"touchpoint": fault.touchpoint}, now)
    # Mail goes to the row that stays, be it hidden.
    standing = standing.exclude(customer__in=set(as_one.apart()))
    shown = standing.order_by().select_related(None).alias(kept=_KEPT).filter(_shows(fault, today))
    dated = shown.annotate(on=_day(fault.rule, today), person=as_one.person_of())
    recent = dated.filter(on__gte=today - ASKED_ABOUT, on__lte=today)
    if fault.declared:
        last = fault.declared.last_on or today
        recent = recent.filter(on__gte=fault.declared.first_on, on__lte=last)
    quiet: QuerySet[Any] = recent.exclude(spoken_of(now))
    return quiet


# What they paid and did not get back. Sums of pence that are told in pounds are not nothing where
# they are.
_KEPT = Cast(F("amount") + F("delivery_paid") - F("refunded"), FloatField())
_NOTHING = 0.005


def _shows(fault: Fault, today: date) -> Q:
    if fault.declared:
        return _as_declared(fault.declared)
    kept = Q(kept__gt=_NOTHING, promised_on__isnull=False)
    came = Q(delivered_on__isnull=False, delivered_on__lte=today)
    match fault.rule:
        case Rule.LATE:
            return kept & came & Q(delivered_on__gt=F("promised_on"))
        case Rule.NOT_COME:
            return kept & ~came & Q(promised_on__lt=today)
    in_time = Q(promised_on=None) | ~came | Q(delivered_on__lte=F("promised_on"))
    return Q(returned_on__isnull=False, returned_on__lte=today) & in_time


def _as_declared(one: Declared) -> Q:
    """By area and by words; the days are those of `orders`."""
    said = orders_found.is_of(one.words) if one.words else Q()
    return said & (Q(customer__area__in=one.areas) if one.areas else Q())


def _day(rule: Rule, today: date) -> Any:
    match rule:
        case Rule.LATE:
            return F("delivered_on")
        case Rule.NOT_COME:
            return F("promised_on")
        case Rule.DECLARED:
            return _over(today)
    return F("returned_on")


def _over(today: date) -> Any:
    """When it was over for the customer: it came, or should have. What is still to come is not."""
    days = (
        Case(When(**{f"{name}__lte": today}, then=name), default="placed_on")
        for name in ("promised_on", "delivered_on")
    )
    return Greatest("placed_on", *days)


def named(hits: "list[Hit]") -> Iterator[tuple[Hit, rows.Order]]:
    """These with their orders and customers, in their order; of each why the newest letter about
    it did not leave (`failed`, None where it did), and whether anybody may have written their name
    (`doubted`: store/called.py tells). One statement."""
    about = rows.Asked.objects.filter(order=OuterRef("pk")).order_by("-pk")
    why = about.annotate(why=Case(When(state=LetterState.FAILED, then="error"))).values("why")[:1]
    found = rows.Order.objects.filter(pk__in=[each.order for each in hits])
    person = Coalesce(OuterRef("customer__merged_into"), OuterRef("customer"))
    found = found.annotate(failed=Subquery(why), doubted=began_with_anybodys(person))
    by_number = {row.pk: row for row in found.select_related("customer__merged_into")}
    return ((each, by_number[each.order]) for each in hits)
