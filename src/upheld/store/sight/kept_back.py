"""What is kept from whoever looks, by number: for tables that were written down of the whole store,
such as the marts, and may be of yesterday."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q, QuerySet

from upheld.store import models as rows
from upheld.store.merged import as_one

from . import seen, withheld


@dataclass(frozen=True, slots=True)
class KeptBack:
    """Numbers of cases and of customers, those of customers by every row of theirs, merged or not.

    Of the `withheld` a finding waits, whoever looks. The `cases` are of private teams that whoever
    looks is not in; `customers` have no others, and those `in_part` have others too. Of those some
    rows may be `hidden`, with their `orders` and `contacts`: who has such a row is `mixed`."""

    withheld: frozenset[int] = frozenset()
    cases: frozenset[int] = frozenset()
    customers: frozenset[int] = frozenset()
    in_part: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    mixed: frozenset[int] = frozenset()
    orders: frozenset[int] = frozenset()
    contacts: frozenset[int] = frozenset()

    def numbers(self) -> Mapping[str, list[int]]:
        return {name: sorted(told) for name, told in asdict(self).items()}


def kept_back() -> KeptBack:
    """As it is at this moment: in one statement, and in some nine where something is private."""
    waiting = _every_number(_waiting())
    if not seen.hides():
        return KeptBack(waiting)
    cases = seen.kept_cases().order_by()
    people = _people(cases)
    in_part = _every_number(_people(rows.Case.objects.order_by()).filter(person__in=people))
    hidden = _hidden(in_part)
    return KeptBack(
        withheld=waiting,
        cases=frozenset(cases.values_list("pk", flat=True)),
        customers=_every_number(people) - in_part,
        in_part=in_part,
        hidden=hidden,
        mixed=_every_number(set(as_one.people(hidden).values())),
        orders=_of(rows.Order, hidden),
        contacts=_of(rows.Contact, hidden),
    )


@seen.whole()
def _waiting() -> "QuerySet[Any, Any]":
    return withheld.waiting_people(rows.Case.objects.all())


@seen.whole()
def _people(cases: "QuerySet[rows.Case]") -> "QuerySet[Any, Any]":
    """By the number that the marts have of each: they were made of the whole."""
    return cases.annotate(person=as_one.person_of()).values("person")


def _hidden(customers: Collection[int]) -> frozenset[int]:
    named = rows.Customer.everything.filter(pk__in=customers)
    return frozenset(customers) - set(seen.of_customers(named, "").values_list("pk", flat=True))


def _of(model: Any, customers: Collection[int]) -> frozenset[int]:
    theirs = model.everything.filter(customer__in=customers).order_by()
    return frozenset(theirs.values_list("pk", flat=True))


def _every_number(people: "Collection[int] | QuerySet[Any, Any]") -> frozenset[int]:
    """Of these people every row: what was written down before a merge has its number from then."""
    theirs = rows.Customer.everything.filter(Q(pk__in=people) | Q(merged_into__in=people))
    return frozenset(theirs.values_list("pk", flat=True))
