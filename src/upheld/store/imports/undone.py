"""What an import brought beside cases is taken back part by part: orders, contacts, customers.

What is in use by now stays, and so does what is of anybody under a legal hold."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from upheld.core.event_kinds import EventKind
from upheld.store import bulk, in_order, legal_holds, save
from upheld.store import models as rows
from upheld.store.sight import seen

from . import runs as import_runs

# While a part is written nobody else writes on SQLite, and nobody uses whom it is about.
AT_ONCE = 2_000


def parts(number: int, kind: str) -> Iterator[Sequence[int]]:
    """The numbers of what may go, in parts of which each is taken back by itself."""
    numbers = _numbers(number, kind)
    for at in range(0, len(numbers), AT_ONCE):
        yield numbers[at : at + AT_ONCE]


@seen.whole()
def _numbers(number: int, kind: str) -> list[int]:
    return list(_FREE[kind](number).order_by("pk").values_list("pk", flat=True))


def take_back(row: rows.Import, kind: str, some: Sequence[int], now: datetime) -> int:
    """How many of these went that the import counts: those of its own kind."""
    # Whoever places a legal hold on one of them, or begins to use one, is waited for, and what they
    # wrote is read then.
    in_order.hold(_people(kind, some))
    free = set(some) - _described(some) if kind == "customers" else some
    found = _FREE[kind](row.pk).filter(bulk.numbered(sorted(free)))
    went = found.update(taken_back_at=now)
    counts = went if kind == row.kind else 0
    import_runs.went_back(row, counts, now)
    return counts


@seen.whole()
def named(number: int) -> Iterator[Sequence[int]]:
    """Those who were here before, and are called as it told, in parts as well."""
    told = rows.Event.objects.filter(kind=EventKind.CUSTOMER_MENDED, data__import=number)
    people = sorted({*told.values_list("data__customer", flat=True)})
    yield from (people[at : at + _NAMED_AT_ONCE] for at in range(0, len(people), _NAMED_AT_ONCE))


_NAMED_AT_ONCE = 200  # each asks the record


def take_names_back(row: rows.Import, some: Sequence[int], by: str, now: datetime) -> None:
    """What nobody told since goes; a colleague's word, and that of their own complaint, stay."""
    theirs = rows.Customer.objects.filter(pk__in=some, erased_at=None)
    theirs = theirs.exclude(pk__in=legal_holds.customers())
    in_order.hold(rows.Case.everything.filter(customer__in=some))
    in_order.hold(rows.Customer.everything.filter(pk__in=some))
    for who in theirs.order_by("pk"):
        save.not_called_on_record(who, row, by, now)
    import_runs.went_back(row, 0, now)


def _people(kind: str, some: Sequence[int]) -> "QuerySet[rows.Customer]":
    """Who files a complaint, links an order or records something of them holds them as well."""
    every = rows.Customer.everything
    if kind == "customers":
        return every.filter(bulk.numbered(some))
    of: Any = rows.Order if kind == "orders" else rows.Contact
    theirs = of.everything.filter(bulk.numbered(some)).order_by()
    return every.filter(pk__in=theirs.values("customer"))


def _orders(number: int) -> "QuerySet[rows.Order]":
    """Those that no case is about."""
    about = rows.Case.objects.filter(order=OuterRef("pk"))
    free = rows.Order.objects.filter(~Exists(about), brought_by=number)
    return free.exclude(customer__in=legal_holds.customers())


def _contacts(number: int) -> "QuerySet[rows.Contact]":
    """Those that stand in no case, and of which no conduct is recorded."""
    recorded = rows.Conduct.objects.filter(contact=OuterRef("pk"))
    free = rows.Contact.objects.filter(~Exists(recorded), case=None, brought_by=number)
    return free.exclude(customer__in=legal_holds.customers())


def _customers(number: int) -> "QuerySet[rows.Customer]":
    """Those of whom nothing else is known here."""
    known_of = (
        rows.Case, rows.Order, rows.Contact, rows.FitContest, rows.Conduct, rows.Restriction,
        rows.CauseLook, rows.WayTried, rows.Parting,
    )  # fmt: skip
    free = rows.Customer.objects.filter(brought_by=number, merged_into=None, merged=None)
    for kind in known_of:
        theirs = kind._default_manager.filter(customer=OuterRef("pk"))
        free = free.filter(~Exists(theirs))
    return free.exclude(pk__in=legal_holds.customers())


# Whose orders and contacts went may go after them.
_FREE: Mapping[str, Callable[[int], "QuerySet[Any]"]] = {
    "orders": _orders, "contacts": _contacts, "customers": _customers,
}  # fmt: skip
KINDS = tuple(_FREE)


def _described(some: Collection[int]) -> set[int]:
    """Those of whom a person wrote something down."""
    kinds = (EventKind.CUSTOMER_MENDED, EventKind.CUSTOMER_KNOWN, EventKind.FIT_NOTED)
    told = rows.Event.objects.filter(kind__in=kinds, case=None)
    near = told.filter(data__customer__gte=min(some), data__customer__lte=max(some))
    return {*near.values_list("data__customer", flat=True)}
