"""Customers who are one person: the one that stays, and all that leads there.

A merge of customers moves nothing. Each row keeps its cases, its address and its links into the
portal, so that no letter and no page goes to another address than before; whoever asks what we know
of a person asks here, and gets what all their rows have.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import In

from upheld.store import models as rows
from upheld.store.made_once import made_once
from upheld.store.sight import seen
from upheld.store.sql.asked_again import AskedAgain


def stays(customer: rows.Customer) -> rows.Customer:
    """The customer that this one leads to: itself, or the one that it was merged into."""
    return customer.merged_into or customer


def leads(customers: Iterable[rows.Customer]) -> dict[int, int]:
    """To whom each of these leads who leads to another, of those that whoever looks sees: who leads
    to somebody of a private team is, to everybody else, nobody else. A statement where one of them
    leads somewhere and something is kept from whoever looks, and a few where that is of theirs."""
    into = {row.pk: row.merged_into_id for row in customers if row.merged_into_id}
    if not into or not seen.hides():
        return into
    there = seen.of_customers(rows.Customer.everything.filter(pk__in=set(into.values())), "")
    shown = set(there.values_list("pk", flat=True))
    known = apart() if shown != set(into.values()) else {}
    told = {pk: stays if stays in shown else known.get(pk, pk) for pk, stays in into.items()}
    return {pk: stays for pk, stays in told.items() if stays != pk}


def shown_as(customer: rows.Customer) -> rows.Customer:
    """The customer that this one leads to, for whoever looks; of that one alone words are shown."""
    person = leads([customer]).get(customer.pk, customer.pk)
    there = {each.pk: each for each in (customer, stays(customer))}
    return there.get(person) or rows.Customer.everything.get(pk=person)


def lead_nowhere() -> Q:
    """Customers who lead to nobody that whoever looks sees: each is a person of their own."""
    return Q(merged_into=None) | Q(pk__in=set(apart().values()))


def apart() -> dict[int, int]:
    """By the number of each row that leads to somebody who is kept from whoever looks, the number
    by which they know the person: as if that one and the merge were not there. Who had been merged
    into the row before still leads to it. No statement where nothing is hidden, and two at most."""
    return _apart(seen.audience()) if seen.hides() else {}


@made_once
def _apart(audience: str) -> dict[int, int]:
    shown = sorted({pk for (pk,) in _OUT_OF_SIGHT()})
    above = dict(_MERGES(shown)) if shown else {}
    return {pk: _top(pk, above) for pk in shown}


def _out_of_sight() -> "QuerySet[Any, Any]":
    """Looked for from what is hidden, which is little, and not among all who were ever merged."""
    led = rows.Customer.everything.filter(merged_into__in=seen.kept_cases().values("customer"))
    into = rows.Customer.everything.filter(pk=OuterRef("merged_into"))
    out_of_sight = led.filter(~Exists(seen.of_customers(into, "")))
    return seen.of_customers(out_of_sight, "").values_list("pk")


def _merges(shown: Sequence[int]) -> "QuerySet[Any, Any]":
    merges = rows.CustomerMerge.objects.filter(customer__in=shown, into__in=shown)
    return merges.filter(undone_at=None).values_list("customer", "into")


_OUT_OF_SIGHT = AskedAgain(_out_of_sight, by_audience=True)
_MERGES = AskedAgain(_merges, by_audience=True)


def _top(customer: int, above: Mapping[int, int]) -> int:
    while customer in above:
        customer = above[customer]
    return customer


def _known_as(row: Any, person: Any) -> Any:
    """The number of the `person` whom a `row` leads to, or by which whoever looks knows them."""
    known = apart()
    if not known:
        return person
    of: defaultdict[int, list[int]] = defaultdict(list)
    for pk, top in known.items():
        of[top].append(pk)
    whose = (When(In(row, sorted(pks)), then=Value(top)) for top, pks in of.items())
    return Case(*whose, default=person, output_field=BigIntegerField())


def family(customer: "rows.Customer | int") -> "QuerySet[rows.Customer]":
    """Every customer who is this person, whoever looks, for a statement that asks for all of
    theirs; by any of their rows or its number."""
    if isinstance(customer, int):
        named = rows.Customer.everything.filter(pk=customer)
        # One value, and not a list of one: PostgreSQL would read every customer for the OR.
        person = Subquery(named.values(person=Coalesce("merged_into", "pk"))[:1])
        return rows.Customer.everything.filter(Q(pk=person) | Q(merged_into=person))
    pk = customer.merged_into_id or customer.pk
    return rows.Customer.everything.filter(Q(pk=pk) | Q(merged_into=pk))


def ids(customer: rows.Customer) -> set[int]:
    return set(family(customer).values_list("pk", flat=True))


def shown_family(customer: "rows.Customer | int") -> "QuerySet[rows.Customer]":
    """Those of the family whom whoever looks knows to be this person, for what is told of them."""
    if not (known := apart()):
        return family(customer)
    pk = customer if isinstance(customer, int) else customer.pk
    every = rows.Customer.everything
    person = Subquery(every.filter(pk=pk).values(person=person_itself())[:1])
    told: QuerySet[Any] = every.alias(person=person_itself())
    led = Q(pk__in=set(known), person=person)
    return told.filter(Q(pk=person) | Q(merged_into=person) | led)


def cases(customer: rows.Customer) -> "QuerySet[rows.Case]":
    return rows.Case.objects.filter(customer__in=shown_family(customer).values("pk"))


def orders(customer: rows.Customer) -> "QuerySet[rows.Order]":
    return rows.Order.objects.filter(customer__in=shown_family(customer).values("pk"))


def contacts(customer: rows.Customer) -> "QuerySet[rows.Contact]":
    return rows.Contact.objects.filter(customer__in=shown_family(customer).values("pk"))


def of_outer(customer: str) -> "QuerySet[Any]":
    """The customers who are the person that a row of a statement leads to, such as by `customer__`,
    as whoever looks knows them; empty where the row is the customer itself."""
    row = OuterRef(OuterRef(f"{customer}pk"))
    person = _known_as(row, Coalesce(OuterRef(OuterRef(f"{customer}merged_into")), row))
    every = rows.Customer.everything
    # Two asked apart: where hardly anybody was merged, SQLite reads every customer for an OR.
    merged = every.filter(merged_into=person).values("pk")
    found = every.filter(pk=person).values("pk").union(merged, all=True)
    if not (led := [pk for pk, top in apart().items() if pk != top]):
        return found
    # Who leads to the person for whoever looks, and to somebody else for others.
    theirs: QuerySet[Any] = every.filter(pk__in=led).alias(person=person_itself())
    return found.union(theirs.filter(person=person).values("pk"), all=True)


def person_of(customer: str = "customer") -> "Case | Coalesce":
    """For a statement over many rows: the number of the customer that stays, whoever's row it is,
    as whoever looks knows them.

    `rows.Order.objects.annotate(person=as_one.person_of())` counts a person once.
    """
    return _person(customer, f"{customer}__merged_into")


def person_itself() -> "Case | Coalesce":
    """The same for a statement over customers."""
    return _person("pk", "merged_into")


def _person(row: str, into: str) -> "Case | Coalesce":
    told: Case | Coalesce = _known_as(F(row), Coalesce(F(into), F(row)))
    return told


def said_of_person(name: str, customer: str = "") -> "Case | Coalesce":
    """What the row of the person says in a column that is never null, of rows of customers, or of
    those that lead there by `customer`, such as `case__customer__`."""
    said = Coalesce(F(f"{customer}merged_into__{name}"), F(f"{customer}{name}"))
    if not (known := apart()):
        return said
    row = OuterRef(f"{customer}pk")
    person = rows.Customer.everything.filter(pk=_known_as(row, row))
    here = Q(**{f"{customer}pk__in": set(known)})
    return Case(When(here, then=Subquery(person.values(name)[:1])), default=said)


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
