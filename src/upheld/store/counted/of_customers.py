"""Rows by whose they are: of customers whom something brought, of a persona, or of one customer.

Where few customers are so, their rows are looked up; where many are, the newest rows are walked
through until there are enough. So a list costs the same however many rows there are.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from upheld.store import models as rows
from upheld.store.brought import By, with_key
from upheld.store.merged import as_one
from upheld.store.sight import withheld

from .walked import walked

# How an address says that nobody wrote it down.
NOTHING = "-"
BROUGHT = {"came_by": By.SOURCE, "campaign": By.CAMPAIGN, "promise": By.PROMISE}
# The rows of so many are looked up in the time that walking to as many as a list shows takes.
_FEW = 10_000
# Of so many it is looked up what brought them.
_FEW_BROUGHT = 5_000


def themselves(found: "QuerySet[Any]", asked: Mapping[str, str]) -> "QuerySet[Any]":
    """The customers who are so."""
    found = _brought(found, asked, "pk")
    if not (persona := asked.get("persona", "")):
        return found
    return withheld.not_withheld(found.filter(persona=_named(persona)))


def callers(found: "QuerySet[Any]", cause: str, now: datetime) -> "QuerySet[Any]":
    """The customers, each the one that stays, who came to us by now because of what we, they or
    nobody caused."""
    came = rows.Contact.objects.filter(inbound=True, at__lte=now).order_by()
    called = came.filter(caused_by=cause)
    if _are_few(called, _FEW):
        return found.filter(pk__in=called.annotate(person=as_one.person_of()).values("person"))
    # By whose they are and not by their cause, by which SQLite would look each time among all.
    theirs = came.filter(customer__in=as_one.of_outer("")).alias(
        cause=Coalesce("caused_by", Value(""))
    )
    one = Subquery(theirs.filter(cause=cause).values("pk")[:1])
    return walked(found.alias(called=one), Q(called__isnull=False))


def those(found: "QuerySet[Any]", asked: Mapping[str, str]) -> "QuerySet[Any]":
    """The rows of customers who are so."""
    found = _brought(found, asked, "customer")
    if persona := asked.get("persona", ""):
        found = _of_persona(found, _named(persona))
    if (customer := asked.get("customer", "")).isdecimal():
        found = found.filter(customer__in=as_one.shown_family(int(customer[:15])).values("pk"))
    return found


def _named(key: str) -> str:
    return "" if key == NOTHING else key


def _of_persona(found: "QuerySet[Any]", persona: str) -> "QuerySet[Any]":
    """Those of this persona. Whoever waits for a finding is listed under none, for the list that
    held them would tell theirs (store/sight/withheld.py)."""
    found, numbers = found.filter(customer__persona=persona), _with(persona=persona)
    if not _are_few(numbers, _FEW):
        return found.exclude(customer__in=withheld.rows_withheld())
    found = found.filter(customer__in=numbers)
    return found.exclude(customer__in=withheld.withheld(numbers))


def _brought(found: "QuerySet[Any]", asked: Mapping[str, str], customer: str) -> "QuerySet[Any]":
    """The rows by what brought their customers, whose number they have as `customer`."""
    for name, by in BROUGHT.items():
        if not (key := asked.get(name, "")):
            continue
        theirs = with_key(rows.Customer.everything.order_by(), by, _named(key))
        numbers = _maybe_brought(by, _named(key))
        if numbers is not None and _are_few(numbers, _FEW_BROUGHT):
            few = theirs.filter(pk__in=numbers).values("pk")
            found = found.filter(**{f"{customer}__in": few})
            continue
        among = None if numbers is None else Q(**{f"{customer}__in": numbers})
        # One value: PostgreSQL would look for all that an EXISTS holds of.
        one = Subquery(theirs.filter(pk=OuterRef(customer)).values("pk")[:1])
        found = walked(found, Q(**{customer: one}), among)
    return found


def _are_few(numbers: "QuerySet[Any, Any]", few: int) -> bool:
    return numbers[: few + 1].count() <= few


def _maybe_brought(by: By, key: str) -> "QuerySet[Any, Any] | None":
    """The numbers of all whom this brought, and of others; nothing where nothing tells them."""
    if by is By.SOURCE:
        return _with(came_by=key)
    if not key:
        return None
    ordered = rows.Order.objects.exclude(campaign="").order_by()
    if by is By.PROMISE:
        campaigns = rows.Campaign.objects.filter(promise=key).values("key")
        ordered = ordered.filter(campaign__in=campaigns)
    else:
        ordered = ordered.filter(campaign=key)
    people = ordered.annotate(person=as_one.person_of()).values("person")
    return people.union(_who_lead_to(people), all=True)


def _with(**key: str) -> "QuerySet[Any, Any]":
    """The numbers of all whose own key it is or of whom they were merged into, and others: who was
    taken back has no index by it, and is seldom."""
    every = rows.Customer.everything.order_by()
    own = every.filter(taken_back_at=None, **key).values("pk")
    own = own.union(every.filter(taken_back_at__isnull=False).values("pk"), all=True)
    return own.union(_who_lead_to(own), all=True)


def _who_lead_to(people: "QuerySet[Any, Any]") -> "QuerySet[Any, Any]":
    """And all who are known apart to whoever looks: they are few, and may lead there to them."""
    led = Q(merged_into__in=people) | Q(pk__in=set(as_one.apart()))
    return rows.Customer.everything.order_by().filter(led).values("pk")
