"""What it costs in a year while nothing is done about a root cause, worked out anew each time.

What its complaints were owed and given, what handling them took, and every contact of theirs; by
currency, for currencies are not added to each other. Two statements, for any number of root causes,
and one more where touchpoints gather complaints.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import exp, log, sqrt
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from upheld.core.changes import About
from upheld.core.intervals import Interval, width
from upheld.core.money import Money
from upheld.core.serving import Rates
from upheld.core.words import CaseState
from upheld.store import models as rows
from upheld.store.counted import cases_counted, gathered
from upheld.store.counted.gathered import Gathered, Gatherer
from upheld.store.merged import as_one
from upheld.store.policy_files.costs_file import CostsMissing, rates
from upheld.store.policy_files.data_files import BadData

_YEAR = timedelta(days=365)
_TOLD = (CaseState.ANSWERED, CaseState.CLOSED)


@dataclass(frozen=True, slots=True)
class Cost:
    """A year of it: complaints, people and contacts, and what they cost in each currency, with
    where a year like it would lie 95 times in 100. `without_handling`: no costs are declared."""

    complaints: int
    people: int
    contacts: int
    money: tuple[tuple[Money, Interval], ...]
    without_handling: bool = False

    @property
    def dearest(self) -> Money | None:
        """What it costs in the currency in which it costs most; None where it costs nothing."""
        return max((each for each, _ in self.money), key=lambda each: each.amount, default=None)


def _nothing() -> defaultdict[int, Decimal]:
    return defaultdict(Decimal)


class _Counting:
    """What one root cause's complaints and contacts add up to, by person and currency."""

    def __init__(self) -> None:
        self.cases: set[int] = set()
        self.people: set[int] = set()
        self.contacts = 0
        self.amounts: defaultdict[str, defaultdict[int, Decimal]] = defaultdict(_nothing)

    def add(self, person: int, currency: str, amount: Decimal | None) -> None:
        if amount:
            self.amounts[currency][person] += amount


def costs(of: Mapping[int, Collection[Gathered]], now: datetime) -> Mapping[int, Cost]:
    """For each root cause by its number, from what gathers its complaints."""
    declared = _declared()
    counting = {number: _Counting() for number in of}
    wanted: defaultdict[Gathered, list[_Counting]] = defaultdict(list)
    for number, by in of.items():
        for each in by:
            wanted[each].append(counting[number])
    gatherer = Gatherer(wanted)
    theirs = _theirs(gatherer, now)
    _cases(wanted, gatherer, declared, theirs)
    _contacts(wanted, counting, declared, theirs, now)
    return {number: _cost(each, declared is None) for number, each in counting.items()}


def _declared() -> Rates | None:
    try:
        return rates()
    except (BadData, CostsMissing):
        return None


def _cases(
    wanted: Mapping[Gathered, Sequence[_Counting]],
    gatherer: Gatherer,
    declared: Rates | None,
    theirs: "QuerySet[rows.Case]",
) -> None:
    for row in _read(theirs, gatherer.at_touchpoints):
        for counted in {id(c): c for each in gatherer.of(row) for c in wanted[each]}.values():
            counted.cases.add(row["pk"])
            counted.people.add(row["person"])
            if row["state"] in _TOLD:
                counted.add(row["person"], row["given_in"] or row["currency"], row["given"])
            if declared:
                counted.add(row["person"], declared.currency, declared.complaint)


def _theirs(gatherer: Gatherer, now: datetime) -> "QuerySet[rows.Case]":
    """The complaints to look at: where touchpoints gather some, all, for the database would look
    at each to find them and then at each again."""
    lately = cases_counted.counted(now).filter(received_at__gt=now - _YEAR).order_by()
    return lately if gatherer.at_touchpoints else gathered.cases(lately, gatherer.by)


def _read(found: "QuerySet[rows.Case]", with_touchpoint: bool) -> Iterator[Mapping[str, Any]]:
    decided = rows.Decision.objects.filter(case=OuterRef("pk")).order_by("-pk")
    told = gathered.marked(found, with_touchpoint).annotate(
        person=as_one.person_of(),
        owes=Subquery(decided.values("owed")[:1]),
        gave=Subquery(decided.values("goodwill")[:1]),
        given_in=Subquery(decided.values("currency")[:1]),
    )
    names = [
        "pk",
        "person",
        "topic",
        "cause",
        "theme",
        "state",
        "currency",
        "owes",
        "gave",
        "given_in",
    ]
    for row in told.values(*names, *(["standing"] if with_touchpoint else [])).iterator():
        yield {**row, "given": (row["owes"] or Decimal(0)) + (row["gave"] or Decimal(0))}


def _contacts(
    wanted: Mapping[Gathered, Sequence[_Counting]],
    counting: Mapping[int, _Counting],
    declared: Rates | None,
    theirs: "QuerySet[rows.Case]",
    now: datetime,
) -> None:
    """Every contact of its complaints, in and out, and those with its topics that are none."""
    of_case: defaultdict[int, list[_Counting]] = defaultdict(list)
    for counted in counting.values():
        for case in counted.cases:
            of_case[case].append(counted)
    topics = {each.key for each in wanted if each.about is About.CONTACTS}
    lately = rows.Contact.objects.filter(at__gt=now - _YEAR, at__lte=now).order_by()
    of_none = Q(case=None, inbound=True, topic__in=topics)
    found = lately.filter(Q(case__in=theirs.values("pk")) | of_none)
    grouped = (
        found.annotate(person=as_one.person_of())
        .values_list("person", "case_id", "topic", "channel")
        .annotate(n=Count("pk"), timed=Count("minutes"), took=Sum("minutes"))
    )
    for person, case, topic, channel, number, timed, took in grouped:
        alone = wanted.get(Gathered(About.CONTACTS, topic), ())
        for counted in of_case.get(case, ()) if case else alone:
            counted.contacts += number
            counted.people.add(person)
            if declared:
                amount = declared.contact(channel, number, timed, took or Decimal(0))
                counted.add(person, declared.currency, amount)


def _cost(counted: _Counting, without_handling: bool) -> Cost:
    money = tuple(
        (Money(sum(people.values(), Decimal(0)), currency), _likely(list(people.values())))
        for currency, people in sorted(counted.amounts.items())
    )
    return Cost(len(counted.cases), len(counted.people), counted.contacts, money, without_handling)


def _likely(amounts: Sequence[Decimal]) -> Interval:
    """Where a year like it would lie: as many people come by chance, and each costs what they do,
    so the variance is the sum of the squares (a compound Poisson sum); on the log scale, because a
    cost is never below nothing."""
    total = float(sum(amounts, Decimal(0)))
    if total <= 0:
        return Interval(0.0, 0.0, 0.0)
    spread = sqrt(sum(float(each) ** 2 for each in amounts)) / total
    half = width() * spread
    return Interval(exp(log(total) - half), total, exp(log(total) + half))
