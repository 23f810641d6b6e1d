"""Who caused the contacts of a year: the one place where ours are told from theirs.

A contact about something that was found to be our fault is ours, whatever was written down when it
came, unless a person wrote that the customer caused it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from upheld.core.parting import LOOKED_BACK, RAISES_CAUSE, Burden
from upheld.core.words import FindingResult
from upheld.store import models as rows
from upheld.store.merged import as_one

_AGAINST_US = (FindingResult.SUBSTANTIATED, FindingResult.PARTLY)
_FOUND = rows.Finding.objects.filter(allegation__case=OuterRef("case"), result__in=_AGAINST_US)
_OURS = Q(caused_by="firm") | (Q(our_fault=True) & ~Q(caused_by="customer"))
_THEIRS = Q(caused_by="customer")


def of_customer(customer_id: int, now: datetime) -> Burden:
    """The contacts of the year up to `now`, of all the rows of the person; one statement."""
    theirs = rows.Contact.objects.filter(customer__in=as_one.shown_family(customer_id).values("pk"))
    return _burden(_in_a_year(theirs, now).aggregate(**_COUNTS))


def mostly_ours(now: datetime) -> list[int]:
    """The customers with so many contacts of our making in a year that the cause is asked for."""
    here = rows.Contact.objects.filter(customer__erased_at=None)
    ours = _in_a_year(here, now).filter(_OURS).order_by()
    by_person = ours.annotate(person=as_one.person_of()).values("person")
    counted = by_person.annotate(count=Count("pk")).filter(count__gte=RAISES_CAUSE)
    return sorted(counted.values_list("person", flat=True))


_COUNTS = {
    "firm": Count("pk", _OURS),
    "theirs": Count("pk", _THEIRS),
    "all": Count("pk"),
    "latest": Max("at", filter=_OURS),
}


def _in_a_year(found: "QuerySet[rows.Contact]", now: datetime) -> "QuerySet[rows.Contact]":
    return found.filter(at__gt=now - LOOKED_BACK, at__lte=now).annotate(our_fault=Exists(_FOUND))


def _burden(told: Mapping[str, Any]) -> Burden:
    latest: datetime | None = told["latest"]
    neutral = told["all"] - told["firm"] - told["theirs"]
    return Burden(
        told["firm"], told["theirs"], neutral, timezone.localdate(latest) if latest else None
    )
