"""Failure demand: which part of what people come to us with, we caused ourselves (Seddon 2003).

A measure of the firm, never of a customer.
"""

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, NullIf, Substr
from django.utils import timezone

from upheld.core.intervals import Interval, share_of
from upheld.core.serving import CausedBy, Rates, caused_by
from upheld.store import models as rows
from upheld.store.counted import case_days
from upheld.store.counted.walked import walked

from .costs import SO, Cases, Scope, found_in, looked_into, recorded_as

# Whoever came so often by our doing shows a cause that was not found or not removed.
_OFTEN = 5
_MOST_CALLERS = 10


@dataclass(frozen=True, slots=True)
class Group:
    """Some contacts of customers to us: how many, how many of them we caused, by how many people;
    `share` lies between `low` and `high` 95 times in 100."""

    key: str
    contacts: int
    ours: int
    customers: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Caller:
    """A customer whom we made come again and again, and what it was mostly about."""

    customer: int
    contacts: int
    ours: int
    topic: str


@dataclass(frozen=True, slots=True)
class Failure:
    """`total` is None where nobody came to us. Months are in their order, the rest by how much we
    caused."""

    total: Group | None
    months: tuple[Group, ...]
    touchpoints: tuple[Group, ...]
    topics: tuple[Group, ...]
    callers: tuple[Caller, ...]


class _Came(NamedTuple):
    """Contacts of one customer that are alike."""

    customer: int
    month: str
    touchpoint: str
    topic: str
    ours: bool
    times: int


def failure(rates: Rates, scope: Scope, cases: Cases | None = None) -> Failure:
    """Contacts from customers in the scope, by month, by product or service, and by topic. `cases`
    are those that whoever asks has looked into before, in whatever days.

    Two statements."""
    cases = looked_into(scope) if cases is None else cases
    month = cache(_month)
    came = [_came(row, month, cases, rates) for row in _counted(scope)]
    total = _groups(came, lambda _: "")
    return Failure(
        total=total[0] if total else None,
        months=tuple(sorted(_groups(came, lambda one: one.month), key=lambda g: g.key)),
        touchpoints=_groups(came, lambda one: one.touchpoint),
        topics=_groups(came, lambda one: one.topic),
        callers=_callers(came),
    )


def contacts_of(
    scope: Scope, among: Mapping[str, str], ours: bool = False
) -> "QuerySet[rows.Contact]":
    """The contacts behind a figure, the newest first: those of a `month`, a `touchpoint` or a
    `topic`, each as the groups name it, and of them those that we caused."""
    found = _from_customers(scope).annotate(about=_ABOUT)
    if month := among.get("month"):
        since, until = _moments(month)
        found = found.filter(at__gte=since, at__lt=until)
    if "touchpoint" in among:
        nature = among["touchpoint"]
        is_so = Q(case__order__touchpoint=nature)
        found = found.filter(is_so if nature else is_so | Q(case__order=None))
    if "topic" in among:
        found = found.filter(about=among["topic"])
    if ours:
        was_so = rows.Finding.objects.filter(SO, allegation__case=OuterRef("case"))
        # One value: PostgreSQL would look for all cases that an EXISTS holds of.
        found = found.alias(so=Subquery(was_so.order_by().values("pk")[:1]))
        found = walked(found, Q(caused_by=CausedBy.FIRM) | Q(so__isnull=False))
    return found.order_by("-at", "-pk")


def _moments(month: str) -> tuple[datetime, datetime]:
    """From where a month begins to where it ends, where the firm is."""
    first = date.fromisoformat(f"{month}-01")
    return case_days.moments(first, first.replace(day=monthrange(first.year, first.month)[1]))


def doing_of(contacts: Sequence[rows.Contact], rates: Rates) -> list[CausedBy]:
    """Whose doing each was. One statement."""
    cases = found_in({each.case_id for each in contacts if each.case_id})
    return [
        caused_by(recorded_as(each.caused_by), cases.get(each.case_id or 0), rates.own_doing)
        for each in contacts
    ]


# What it was about: as its case is, else as somebody said.
_ABOUT = Coalesce(NullIf("case__topic", Value("")), "topic", Value(""))


def _from_customers(scope: Scope) -> "QuerySet[rows.Contact]":
    return scope.whose(rows.Contact.objects.order_by()).filter(scope.moments("at"), inbound=True)


def _counted(scope: Scope) -> Iterable[tuple[Any, ...]]:
    """By the minute in which they came: a database cuts a text far faster than SQLite asks Python
    for the month of a moment."""
    minute = Substr(Cast("at", CharField()), 1, 16)
    return (
        _from_customers(scope)
        .annotate(minute=minute, about=_ABOUT)
        .values_list("person", "case_id", "minute", "caused_by", "about", "case__order__touchpoint")
        .annotate(count=Count("pk"))
        .iterator(chunk_size=5_000)
    )


def _month(minute: str) -> str:
    """The month of a minute in UTC as "2026-03", where the firm is."""
    return f"{timezone.localtime(datetime.fromisoformat(f'{minute}:00+00:00')):%Y-%m}"


def _came(row: tuple[Any, ...], month: Callable[[str], str], cases: Cases, rates: Rates) -> _Came:
    customer, case, minute, recorded, topic, touchpoint, count = row
    found = cases[case].found if case in cases else None
    ours = caused_by(recorded_as(recorded), found, rates.own_doing) is CausedBy.FIRM
    return _Came(customer, month(minute), touchpoint or "", topic, ours, count)


def _groups(came: Iterable[_Came], key: Callable[[_Came], str]) -> tuple[Group, ...]:
    by_key: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for one in came:
        of_customer = by_key[key(one)][one.customer]
        of_customer[0] += one.times
        of_customer[1] += one.times * one.ours
    groups = (_group(name, [*people.values()]) for name, people in by_key.items())
    return tuple(sorted(groups, key=lambda group: (-group.ours, -group.contacts, group.key)))


def _group(key: str, people: list[list[int]]) -> Group:
    contacts, ours = (sum(each[at] for each in people) for at in (0, 1))
    found = share_between(people)
    return Group(key, contacts, ours, len(people), found.likely, found.low, found.high)


def share_between(people: list[list[int]]) -> Interval:
    """Where the share lies 95 times in 100, from contacts and how many we caused, by customer.

    One customer's contacts hang together, so customers are what is counted: the variance is that
    of a ratio (Cochran 1977, chapter 2), and Wilson's interval is taken at as many contacts as
    would have it if each stood alone, never more than there were.
    """
    contacts, ours = (sum(each[at] for each in people) for at in (0, 1))
    share, clusters = ours / contacts, len(people)
    alone = share * (1 - share) / contacts
    together = (
        sum((mine - share * all_) ** 2 for all_, mine in people) / contacts**2
        * (clusters / (clusters - 1) if clusters > 1 else 1)
    )  # fmt: skip
    # One customer, or all alike: then their number is all that is known.
    effective = contacts * alone / together if together > alone else float(contacts)
    if clusters == 1 or not alone:
        effective = float(clusters)
    return share_of(share, effective)


def _callers(came: Iterable[_Came]) -> tuple[Caller, ...]:
    contacts: Counter[int] = Counter()
    about: dict[int, Counter[str]] = defaultdict(Counter)
    for one in came:
        contacts[one.customer] += one.times
        if one.ours:
            about[one.customer][one.topic] += one.times
    often = {who: topics for who, topics in about.items() if topics.total() >= _OFTEN}
    ranked = sorted(often.items(), key=lambda item: (-item[1].total(), item[0]))[:_MOST_CALLERS]
    return tuple(
        Caller(who, contacts[who], topics.total(), topics.most_common(1)[0][0])
        for who, topics in ranked
    )
