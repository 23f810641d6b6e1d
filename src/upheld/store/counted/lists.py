"""Customers, orders, complaints and contacts as they are listed: by the filters that the figures of
insight count by, so that a figure opens its own rows."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from upheld.core.money import Money
from upheld.core.placing import What
from upheld.core.words import Band
from upheld.core.words import Touchpoint as Nature
from upheld.store import journey, placing, search
from upheld.store import models as rows
from upheld.store.merged import as_one
from upheld.store.sql.asked_again import AskedAgain
from upheld.tables import Policy

from . import case_days, cases_counted, held_words, of_customers, order_days, orders_found, standing
from .bands import WITHHELD, NotCounted, banded, banded_few, of_band
from .walked import walked

BANDS = (*Band, WITHHELD)
CAUSED = ("firm", "customer", "neutral")
_SHORTEST = 2
# Of more, the complaints are read to tell what they are about.
_MOST_THINGS = 500
# The cases of so many are looked up in the time that walking to as many as a list shows takes.
_FEW = 2_000


def customers(asked: Mapping[str, str], policy: Policy, now: datetime) -> "QuerySet[rows.Customer]":
    """The newest first, each with its `band`, which is empty where it cannot be counted. Customers
    who were merged are one: whatever is asked of any of their rows."""
    found = rows.Customer.objects.filter(as_one.lead_nowhere()).order_by("-pk")
    found = of_customers.themselves(found, asked)
    if (cause := asked.get("has", "")) in CAUSED:
        found = of_customers.callers(found, cause, now)
    if asked.get("joined", ""):
        found = _in_quarter(
            found.filter(joined_on__lte=timezone.localdate(now)),
            "joined_on",
            asked.get("quarter", ""),
        )
    found = _named(found, asked.get("q", ""))
    return _of_band(found, asked.get("band", ""), policy)


def customers_told(policy: Policy, numbers: Sequence[int]) -> "QuerySet[rows.Customer]":
    """These customers as a page of the list reads them, each with its `band` as above."""
    every = rows.Customer.objects.filter(pk__in=numbers)
    try:
        return banded_few(every, policy)
    except NotCounted:
        return every


def _of_band(
    found: "QuerySet[rows.Customer]", band: str, policy: Policy
) -> "QuerySet[rows.Customer]":
    try:
        return of_band(found, band, policy) if band in BANDS else banded(found, policy)
    except NotCounted:
        return found.none() if band in BANDS else found


def _named(found: "QuerySet[rows.Customer]", query: str) -> "QuerySet[rows.Customer]":
    """Whose name, address or telephone holds every word of it, or whose order it names."""
    query = query.strip()[:100]
    if len(query) < _SHORTEST:
        return found
    return held_words.holding(found, query, *_led_to(query))


def _led_to(query: str) -> "QuerySet[Any, Any]":
    """The numbers of those whom a row that was merged into theirs, or an order, says to be so."""
    merged = rows.Customer.objects.exclude(merged_into=None).order_by()
    ordered = rows.Order.objects.filter(reference=query).order_by()
    people = ordered.annotate(person=as_one.person_of()).values_list("person", flat=True)
    named = held_words.looked_up(merged, query).annotate(person=as_one.person_itself())
    return people.union(named.values_list("person", flat=True))


def orders(asked: Mapping[str, str], now: datetime) -> "QuerySet[rows.Order]":
    """What was bought, the newest first; what is dated ahead counts for nothing."""
    found: QuerySet[Any] = rows.Order.objects.filter(placed_on__lte=timezone.localdate(now))
    found = order_days.within(of_customers.those(found, asked), asked, timezone.localdate(now))
    if touchpoint := asked.get("touchpoint", ""):
        found = orders_found.standing_at(found, {touchpoint}, placing.placing())
    if (nature := asked.get("nature", "")) in list(Nature):
        points = journey.touchpoints()
        there = {each.key for each in points if each.nature == nature}
        found = orders_found.standing_at(found, there, placing.over(points))
    found = _in_quarter(found, "placed_on", asked.get("quarter", ""))
    found = orders_found.with_words(found, asked.get("q", "")[:100])
    return found.select_related("customer").order_by("-placed_on", "-pk")


orders_told = AskedAgain(
    lambda numbers: rows.Order.objects.filter(pk__in=numbers).select_related("customer")
)


def paid(found: "QuerySet[rows.Order]") -> list[Money]:
    """What was paid for these orders and kept, a sum for each currency."""
    kept = Sum(F("amount") + F("delivery_paid") - F("refunded"))
    told = found.order_by().values_list("currency").annotate(kept=kept).order_by("currency")
    return [Money(amount, currency) for currency, amount in told]


def complaints(asked: Mapping[str, str], now: datetime) -> "QuerySet[rows.Case]":
    """Every complaint that counts, open and closed, the newest first."""
    found: QuerySet[Any] = cases_counted.counted(now).select_related("customer")
    found = case_days.within(of_customers.those(found, asked), asked, now)
    match asked.get("about", ""):
        case "upheld":
            found = upheld(found)
        case "broken":
            found = _told_by(found, cases_counted.broken(), "allegation__case")
        case "misread":
            found = _told_by(found, cases_counted.said_otherwise(), "case")
            found = _told_by(found, cases_counted.broken(), "allegation__case", so=False)
    if touchpoint := asked.get("touchpoint", ""):
        found = _standing_at(standing.cases(found), "complaint", {touchpoint})
    found = _in_quarter(found, "received_at", asked.get("quarter", ""))
    return search.matching(found.order_by("-received_at", "-pk"), asked.get("q", ""))


complaints_told = AskedAgain(
    lambda numbers: rows.Case.objects.filter(pk__in=numbers).select_related("customer")
)


def contacts(asked: Mapping[str, str], now: datetime) -> "QuerySet[rows.Contact]":
    """What customers came to us with, the newest first."""
    found: QuerySet[Any] = rows.Contact.objects.filter(inbound=True, at__lte=now)
    found = case_days.between(of_customers.those(found, asked), "at", asked)
    if (cause := asked.get("has", "")) in CAUSED:
        found = found.filter(caused_by=cause)
    if asked.get("case", "") == of_customers.NOTHING:
        found = _about_none(found)
    if touchpoint := asked.get("touchpoint", ""):
        found = _standing_at(standing.contacts(found), "contact", {touchpoint})
    found = _in_quarter(found, "at", asked.get("quarter", ""))
    found = held_words.holding(found, asked.get("q", ""))
    listed: QuerySet[Any] = found.select_related("customer", "case")
    return listed.order_by("-at", "-pk")


contacts_told = AskedAgain(
    lambda numbers: rows.Contact.objects.filter(pk__in=numbers).select_related("customer", "case")
)


def _about_none(found: "QuerySet[Any]") -> "QuerySet[Any]":
    """Those about no complaint. PostgreSQL has them in order by an index; SQLite would find all of
    them by the case that they do not have, and sort them: few are so, or the newest are walked to.
    """
    none = found.filter(case=None)
    if connection.vendor != "sqlite" or len(none.order_by().values("pk")[: _FEW + 1]) <= _FEW:
        return none
    return walked(found, Q(case=None))


def _standing_at(
    told: "QuerySet[Any]", what: What, touchpoints: Collection[str]
) -> "QuerySet[Any]":
    """Those that stand at one of these touchpoints of the journey."""
    by, things = placing.placing(), orders_found.things()
    if things is None or len(things) > _MOST_THINGS:
        return told.filter(standing__in=standing.standings(told, what, touchpoints, by))
    there = standing.of_complaints(what, things, touchpoints, by)
    if what == "complaint":
        return walked(told, Q(standing__in=there), standing.alleging(there, "pk"))
    said = standing.of_words(told.filter(case=None), touchpoints, by)
    among = standing.alleging(there, "case")
    return walked(told, Q(standing__in=there + said), among and among | Q(case=None))


def _in_quarter(found: "QuerySet[Any]", at: str, quarter: str) -> "QuerySet[Any]":
    months = _months(quarter)
    if not months:
        return found
    told: QuerySet[Any] = found.annotate(month=Substr(Cast(at, CharField()), 1, 7))
    there: QuerySet[Any] = told.filter(month__in=months)
    return there


def _months(quarter: str) -> list[str]:
    """The months of "2026 Q3" as the figures count them, in UTC; none for anything else."""
    found = re.fullmatch(r"(\d{4}) Q([1-4])", quarter)
    if found is None:
        return []
    last = int(found[2]) * 3
    return [f"{found[1]}-{month:02}" for month in range(last - 2, last + 1)]


def upheld(found: "QuerySet[Any]") -> "QuerySet[Any]":
    """The cases whose latest decision says that something was so. Of each case is asked for itself:
    so many are so that the newest need not be looked for among all."""
    latest = rows.Decision.objects.filter(case=OuterRef("pk")).order_by("-pk")
    told: QuerySet[Any] = found.annotate(latest=Subquery(latest.values("outcome")[:1]))
    return told.filter(latest__in=cases_counted.UPHELD)


def _told_by(
    found: "QuerySet[Any]", telling: "QuerySet[Any]", case: str, *, so: bool = True
) -> "QuerySet[Any]":
    """The cases of which one of these rows tells, by their path to the case, or of which none does.
    Those of few are looked up; among many the newest are walked to."""
    telling = telling.order_by()
    if so and len(few := telling.values_list(case, flat=True)[: _FEW + 1]) <= _FEW:
        # By their numbers: in one statement PostgreSQL would ask whatever else is asked of all.
        return found.filter(pk__in=list(few))
    one = Subquery(telling.filter(**{case: OuterRef("pk")}).values("pk")[:1])
    name = f"of_{telling.model.__name__.lower()}"
    return walked(found.alias(**{name: one}), Q(**{f"{name}__isnull": not so}))


def counts(listed: "list[rows.Customer]") -> dict[int, tuple[int, int]]:
    """How many orders and complaints each of these has, with those of all who were merged into
    them, in two statements."""
    ids = [each.pk for each in listed]
    orders, cases = (dict(counted(ids)) if ids else {} for counted in _COUNTED)
    return {pk: (orders.get(pk, 0), cases.get(pk, 0)) for pk in ids}


def _counts(model: Any, ids: Sequence[int]) -> "QuerySet[Any, Any]":
    named = Q(pk__in=ids) | Q(merged_into__in=ids) | Q(pk__in=set(as_one.apart()))
    people = rows.Customer.everything.filter(named).values("pk")
    theirs = model.objects.filter(customer__in=people).order_by()
    by_person = theirs.annotate(person=as_one.person_of()).values_list("person")
    counted: QuerySet[Any, Any] = by_person.annotate(count=Count("pk"))
    return counted


_COUNTED = tuple(AskedAgain(partial(_counts, model)) for model in (rows.Order, rows.Case))
