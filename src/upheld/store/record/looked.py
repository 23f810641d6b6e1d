"""Who read what is sensitive: written down once a person, thing and hour."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from upheld.core.looking import Sensitive, Way
from upheld.store import models as rows
from upheld.store.rows.portal import ASKS
from upheld.store.sight import seen

# How long it is kept (ISO 27002, 8.15, names no time; a year covers an audit).
_KEPT = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, and whose: a message leads to its case, and a case to its customer.

    `vulnerable` and both numbers, where the page knew them.
    """

    what: Sensitive
    customer: int | None = None
    case: int | None = None
    mail: int | None = None
    vulnerable: bool | None = None


def note(reading: Reading, way: Way, person: rows.Person | None, name: str, now: datetime) -> None:
    """Writes it down; a vulnerability only where there is one. Two statements at most."""
    whose, case, vulnerable = _whose(reading)
    if reading.what is Sensitive.VULNERABILITY and not vulnerable:
        return
    known = replace(reading, customer=whose, case=case)
    rows.Looked.objects.bulk_create([_row(known, way, person, name, now)], ignore_conflicts=True)


def note_listed(customers: Collection[int], way: Way, person: rows.Person, now: datetime) -> None:
    """Writes it down of each of these customers, who are known to be vulnerable, as a list told it:
    one statement, and none where it told it of nobody."""
    told = (Reading(Sensitive.VULNERABILITY, customer=each) for each in customers)
    made = [_row(each, way, person, person.name, now) for each in told]
    rows.Looked.objects.bulk_create(made, ignore_conflicts=True)


def _row(
    reading: Reading, way: Way, person: rows.Person | None, name: str, now: datetime
) -> rows.Looked:
    what, whose, case = reading.what, reading.customer, reading.case
    hour = now.replace(minute=0, second=0, microsecond=0)
    told = (person.pk if person else name, what, way, whose, case, reading.mail, hour)
    mark = hashlib.sha256("|".join(map(str, told)).encode()).hexdigest()
    return rows.Looked(
        by=name, person=person, what=what, way=way, customer=whose, case=case, hour=hour, mark=mark
    )


def _whose(reading: Reading) -> tuple[int | None, int | None, bool]:
    """The customer, the case, and whether something is known of what they need: of them, or as
    they told it in the case."""
    if reading.vulnerable is not None:
        return reading.customer, reading.case, reading.vulnerable
    if reading.mail is not None:
        mail = rows.Incoming.objects.filter(pk=reading.mail)
        return (*(mail.values_list("case__customer", "case").first() or (None, None)), False)
    if reading.case is not None:
        cases = rows.Case.everything.filter(pk=reading.case).order_by()
        asks = rows.Need._base_manager.filter(ASKS, case=OuterRef("pk"))
        told = cases.values_list("customer", "customer__vulnerable", Exists(asks)).first()
        return (told[0], reading.case, bool(told[1] or told[2])) if told else (None, None, False)
    return reading.customer, None, _vulnerable(reading)


def _vulnerable(reading: Reading) -> bool:
    if reading.what is not Sensitive.VULNERABILITY:
        return False
    asks = rows.Need._base_manager.filter(ASKS, case__customer=OuterRef("pk"))
    told = Q(vulnerable=True) | Q(Exists(asks))
    return rows.Customer.everything.filter(told, pk__in=[reading.customer]).exists()


def listed(customer: int | None = None, by: str = "") -> "QuerySet[rows.Looked]":
    """Who read what, the newest first; of one customer, by one person."""
    found = _theirs_to_see(rows.Looked.objects.all())
    found = found.filter(customer=customer) if customer else found
    return found.filter(by__icontains=by) if by else found


def _theirs_to_see(found: "QuerySet[rows.Looked]") -> "QuerySet[rows.Looked]":
    """By their numbers: no key leads from them to what is narrowed."""
    if not seen.hides():
        return found
    cases = seen.of_cases(rows.Case.everything.order_by(), "").values("pk")
    people = seen.of_customers(rows.Customer.everything.order_by(), "").values("pk")
    return found.filter(Q(case=None) | Q(case__in=cases), Q(customer=None) | Q(customer__in=people))


def forget_old(now: datetime) -> None:
    rows.Looked.objects.filter(hour__lt=now - _KEPT).delete()
