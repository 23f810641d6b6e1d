"""Customers who are one person: the one that stays, and all that leads there.

A merge of customers moves nothing. Each row keeps its cases, its address and its links into the
portal, so that no letter and no page goes to another address than before; whoever asks what we know
of a person asks here, and gets what all their rows have.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from . import models as rows
from . import seen


def stays(customer: rows.Customer) -> rows.Customer:
    """The customer that this one leads to: itself, or the one that it was merged into."""
    return customer.merged_into or customer


def leads(customers: Iterable[rows.Customer]) -> dict[int, int]:
    """To whom each of these leads who leads to another, of those that whoever looks sees: who leads
    to somebody of a private team is, to everybody else, nobody else. At most one statement."""
    into = {row.pk: row.merged_into_id for row in customers if row.merged_into_id}
    if not into or not seen.hides():
        return into
    there = seen.of_customers(rows.Customer.everything.filter(pk__in=set(into.values())), "")
    shown = set(there.values_list("pk", flat=True))
    return {pk: stays for pk, stays in into.items() if stays in shown}


def shown_as(customer: rows.Customer) -> rows.Customer:
    """The customer that this one leads to, for whoever looks; of that one alone words are shown."""
    return stays(customer) if leads([customer]) else customer


def lead_nowhere() -> Q:
    """Customers who lead to nobody that whoever looks sees: each is a person of their own."""
    alone = Q(merged_into=None)
    return alone | lead_out_of_sight() if seen.hides() else alone


def lead_out_of_sight(customer: str = "") -> Q:
    """Of rows of customers, or of those that lead there: who leads to somebody that is kept from
    whoever looks. Asked where something is (`seen.hides`)."""
    into = rows.Customer.everything.filter(pk=OuterRef(f"{customer}merged_into"))
    hidden = ~Exists(seen.of_customers(into, ""))
    return Q(hidden, **{f"{customer}merged_into__isnull": False})


def family(customer: "rows.Customer | int") -> "QuerySet[rows.Customer]":
    """Every customer who is this person, for a statement that asks for all of theirs; by any of
    their rows or its number."""
    if isinstance(customer, int):
        named = rows.Customer.everything.filter(pk=customer)
        # One value, and not a list of one: PostgreSQL would read every customer for the OR.
        person = Subquery(named.values(person=Coalesce("merged_into", "pk"))[:1])
        return rows.Customer.everything.filter(Q(pk=person) | Q(merged_into=person))
    pk = customer.merged_into_id or customer.pk
    return rows.Customer.everything.filter(Q(pk=pk) | Q(merged_into=pk))


def ids(customer: rows.Customer) -> set[int]:
    return set(family(customer).values_list("pk", flat=True))


def cases(customer: rows.Customer) -> "QuerySet[rows.Case]":
    return rows.Case.objects.filter(customer__in=family(customer).values("pk"))


def orders(customer: rows.Customer) -> "QuerySet[rows.Order]":
    return rows.Order.objects.filter(customer__in=family(customer).values("pk"))


def contacts(customer: rows.Customer) -> "QuerySet[rows.Contact]":
    return rows.Contact.objects.filter(customer__in=family(customer).values("pk"))


def of_outer(customer: str) -> "QuerySet[Any]":
    """The customers who are the person that a row of a statement leads to, such as by `customer__`;
    empty where the row is the customer itself."""
    person = Coalesce(
        OuterRef(OuterRef(f"{customer}merged_into")), OuterRef(OuterRef(f"{customer}pk"))
    )
    every = rows.Customer.everything
    # Two asked apart: where hardly anybody was merged, SQLite reads every customer for an OR.
    merged = every.filter(merged_into=person).values("pk")
    return every.filter(pk=person).values("pk").union(merged, all=True)


def person_of(customer: str = "customer") -> Coalesce:
    """For a statement over many rows: the number of the customer that stays, whoever's row it is.

    `rows.Order.objects.annotate(person=as_one.person_of())` counts a person once.
    """
    return Coalesce(F(f"{customer}__merged_into"), F(customer))


def person_shown() -> "Case | Coalesce":
    """The same for a list: the number by which whoever looks knows the person."""
    if not seen.hides():
        return person_of()
    return Case(When(lead_out_of_sight("customer__"), then=F("customer")), default=person_of())


def is_vulnerable(customer: rows.Customer) -> bool | None:
    """What is known of any of them widens help; nothing that is known of one narrows it."""
    known = {stays(customer).vulnerable, customer.vulnerable}
    return True if True in known else False if False in known else None


def is_any_vulnerable(customer: rows.Customer) -> bool | None:
    """The same of all of them, whichever row was asked about, for what narrows: one statement."""
    return any_of_them(family(customer).values_list("vulnerable", flat=True))


def any_of_them(vulnerable: Iterable[bool | None]) -> bool | None:
    """What is known of somebody, from what is known of each of their rows."""
    known = set(vulnerable)
    return True if True in known else False if False in known else None


def people(numbers: Iterable[int]) -> dict[int, int]:
    """The number of the customer who stays, by each of these numbers that is somebody's."""
    named = rows.Customer.everything.filter(pk__in=set(numbers))
    return dict(named.values_list("pk", Coalesce("merged_into", "pk")))
