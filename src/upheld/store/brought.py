"""What brought a customer to us: the source that was written down, or the campaign of their first
order that names one."""

from enum import StrEnum
from typing import Any

from django.db.models import F, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from . import models as rows
from .merged import as_one


class By(StrEnum):
    """By what customers are told apart. A promise is made by one campaign or by several."""

    SOURCE = "source"
    CAMPAIGN = "campaign"
    PROMISE = "promise"


def brought_by(by: By, customer: str = "") -> Combinable:
    """The key of what brought a customer, as an expression; empty where nobody wrote it down.

    `customer` leads from the row to its customer, such as `case__customer__`."""
    if by is By.SOURCE:
        # What a customer was merged into says what brought the person.
        return as_one.said_of_person("came_by", customer) if customer else F("came_by")
    theirs = rows.Order.objects.filter(customer__in=as_one.of_outer(customer))
    named = theirs.exclude(campaign="")
    first = named.order_by("placed_on", "pk").values("campaign")[:1]
    return Coalesce(Subquery(first), Value(""))


def key_of_each(by: By) -> Combinable:
    """As `brought_by` for a list of customers themselves, where the row that stays is joined."""
    return as_one.said_of_person("came_by") if by is By.SOURCE else brought_by(by)


def with_key(found: "QuerySet[rows.Customer]", by: By, key: str) -> "QuerySet[rows.Customer]":
    """The customers who were brought by this source, campaign or promise."""
    told: QuerySet[Any] = found.alias(brought=key_of_each(by))
    if by is not By.PROMISE:
        return told.filter(brought=key)
    if not key:
        promising = rows.Campaign.objects.exclude(promise="")
        return told.exclude(brought__in=promising.values("key"))
    return told.filter(brought__in=rows.Campaign.objects.filter(promise=key).values("key"))
