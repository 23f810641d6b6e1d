"""Who read what is sensitive: written down once a person, thing and hour."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from upheld.core.looking import Sensitive, Way

from . import models as rows

# How long it is kept (ISO 27002, 8.15, names no time; a year covers an audit).
_KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, and whose: a message leads to its case, and a case to its customer."""

    what: Sensitive
    customer: int | None = None
    case: int | None = None
    mail: int | None = None


def note(reading: Reading, way: Way, person: rows.Person | None, name: str, now: datetime) -> None:
    """Writes it down; a vulnerability only where there is one. Three statements at most."""
    whose, case = _whose(reading)
    if reading.what is Sensitive.VULNERABILITY and not _vulnerable(whose, case):
        return
    hour = now.replace(minute=0, second=0, microsecond=0)
    told = (person.pk if person else name, reading.what, way, whose, case, reading.mail, hour)
    mark = hashlib.sha256("|".join(map(str, told)).encode()).hexdigest()
    row = rows.Looked(
        by=name, person=person, what=reading.what, way=way, customer=whose, case=case, hour=hour,
        mark=mark,
    )  # fmt: skip
    rows.Looked.objects.bulk_create([row], ignore_conflicts=True)


def _whose(reading: Reading) -> tuple[int | None, int | None]:
    """The customer and the case."""
    if reading.mail is not None:
        found = rows.Incoming.objects.filter(pk=reading.mail)
        return found.values_list("case__customer", "case").first() or (None, None)
    if reading.case is not None:
        cases = rows.Case.everything.filter(pk=reading.case)
        return cases.values_list("customer", flat=True).first(), reading.case
    return reading.customer, None


def _vulnerable(customer: int | None, case: int | None) -> bool:
    """Whether something is known of what they need, of them or as they told it in a case."""
    if customer is None:
        return False
    told = Q(cases__need__isnull=False) & (Q(cases=case) if case else Q())
    found = rows.Customer.everything.filter(Q(vulnerable=True) | told, pk=customer)
    return found.exists()


def listed(customer: int | None = None, by: str = "") -> "QuerySet[rows.Looked]":
    """Who read what, the newest first; of one customer, by one person."""
    found = rows.Looked.objects.all()
    found = found.filter(customer=customer) if customer else found
    return found.filter(by__icontains=by) if by else found


def forget_old(now: datetime) -> None:
    rows.Looked.objects.filter(hour__lt=now - _KEPT).delete()
