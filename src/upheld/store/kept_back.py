"""What is kept from whoever looks, by number: for tables that were written down of the whole store,
such as the marts, and may be of yesterday."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q, QuerySet

from . import as_one, seen, withheld
from . import models as rows


@dataclass(frozen=True, slots=True)
class KeptBack:
    """Numbers of cases and of customers, those of customers by every row of theirs, merged or not.

    Of the `withheld` a finding waits, whoever looks. The `cases` are of private teams that whoever
    looks is not in; `customers` have no others, and those `in_part` have others too."""

    withheld: frozenset[int] = frozenset()
    cases: frozenset[int] = frozenset()
    customers: frozenset[int] = frozenset()
    in_part: frozenset[int] = frozenset()

    def numbers(self) -> Mapping[str, list[int]]:
        return {name: sorted(told) for name, told in asdict(self).items()}


def kept_back() -> KeptBack:
    """As it is at this moment: in one statement, and in five where something is private."""
    waiting = _every_number(_waiting())
    if not seen.hides():
        return KeptBack(waiting)
    cases = seen.kept_cases().order_by()
    people = _people(cases)
    in_part = _every_number(_people(rows.Case.objects.order_by()).filter(person__in=people))
    return KeptBack(
        withheld=waiting,
        cases=frozenset(cases.values_list("pk", flat=True)),
        customers=_every_number(people) - in_part,
        in_part=in_part,
    )


@seen.whole()
def _waiting() -> "QuerySet[Any, Any]":
    return withheld.waiting_people(rows.Case.objects.all())


def _people(cases: "QuerySet[rows.Case]") -> "QuerySet[Any, Any]":
    return cases.annotate(person=as_one.person_of()).values("person")


def _every_number(people: "QuerySet[Any, Any]") -> frozenset[int]:
    """Of these people every row: what was written down before a merge has its number from then."""
    theirs = rows.Customer.everything.filter(Q(pk__in=people) | Q(merged_into__in=people))
    return frozenset(theirs.values_list("pk", flat=True))
