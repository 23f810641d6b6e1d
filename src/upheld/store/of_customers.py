"""Rows by whose they are: of customers whom something brought, of a persona, or of one customer.

Where few customers are so, their rows are looked up; where many are, the newest rows are walked
through until there are enough. So a list costs the same however many rows there are.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from . import as_one, withheld
from . import models as rows
from .brought import By, with_key

# How an address says that nobody wrote it down.
NOTHING = "-"
BROUGHT = {"came_by": By.SOURCE, "campaign": By.CAMPAIGN, "promise": By.PROMISE}
# The rows of so many are looked up in the time that walking to as many as a list shows takes.
_FEW = 10_000


def themselves(found: "QuerySet[Any]", asked: Mapping[str, str]) -> "QuerySet[Any]":
    """The customers who are so."""
    for name, by in BROUGHT.items():
        if key := asked.get(name, ""):
            found = with_key(found, by, _named(key))
    if not (persona := asked.get("persona", "")):
        return found
    return found.filter(persona=_named(persona)).exclude(pk__in=withheld.rows_withheld())


def those(found: "QuerySet[Any]", asked: Mapping[str, str]) -> "QuerySet[Any]":
    """The rows of customers who are so."""
    for name, by in BROUGHT.items():
        if key := asked.get(name, ""):
            found = with_key(found, by, _named(key), "customer__")
    if key := asked.get("came_by", ""):
        found, _ = _few_looked_up(found, came_by=_named(key))
    if persona := asked.get("persona", ""):
        found = _of_persona(found, _named(persona))
    if (customer := asked.get("customer", "")).isdecimal():
        found = found.filter(customer__in=as_one.family(int(customer[:15])).values("pk"))
    return found


def _named(key: str) -> str:
    return "" if key == NOTHING else key


def _of_persona(found: "QuerySet[Any]", persona: str) -> "QuerySet[Any]":
    """Those of this persona. Whoever waits for a finding is listed under none, for the list that
    held them would tell theirs (store/withheld.py)."""
    found, few = _few_looked_up(found.filter(customer__persona=persona), persona=persona)
    hidden = withheld.rows_withheld() if few is None else withheld.withheld(few)
    return found.exclude(customer__in=hidden)


def _few_looked_up(
    found: "QuerySet[Any]", **key: str
) -> "tuple[QuerySet[Any], QuerySet[Any, Any] | None]":
    """The rows, by the numbers of their customers where those are few, and these numbers. They are
    all whose own key it is or of whom they were merged into, and others: who was taken back has no
    index by it, and is seldom."""
    every = rows.Customer.everything.order_by()
    own = every.filter(taken_back_at=None, **key).values("pk")
    own = own.union(every.filter(taken_back_at__isnull=False).values("pk"), all=True)
    numbers = own.union(every.filter(merged_into__in=own).values("pk"), all=True)
    if numbers[: _FEW + 1].count() > _FEW:
        return found, None
    return found.filter(customer__in=numbers), numbers
