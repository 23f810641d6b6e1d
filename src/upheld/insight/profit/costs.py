"""Cost to serve, line by line: contacts, complaints, remedies and returns, each with whose doing
it was. Four statements, whatever the number of customers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from upheld.core.serving import CausedBy, Found, Rates, caused_by, remedy_by
from upheld.core.words import CaseState, FindingResult
from upheld.store import as_one, merging
from upheld.store import models as rows

# A point that was found so, wholly or in part: of a finding.
SO = Q(result__in=(FindingResult.SUBSTANTIATED, FindingResult.PARTLY))
_SO = Q(allegations__finding__result__in=(FindingResult.SUBSTANTIATED, FindingResult.PARTLY))
_NOT_SO = Q(allegations__finding__result=FindingResult.NOT_SUBSTANTIATED)
_LOOKED_INTO = (
    CaseState.INVESTIGATING, CaseState.DECIDED, CaseState.ANSWERED, CaseState.CLOSED,
)  # fmt: skip
# What a decision gives costs us once we have said so.
_TOLD = (CaseState.ANSWERED, CaseState.CLOSED)
_NOTHING = Decimal(0)


class What(StrEnum):
    """What it was that cost us something."""

    CONTACTS = "contacts"
    COMPLAINTS = "complaints"
    OWED = "owed"
    GOODWILL = "goodwill"
    RETURNS = "returns"


class Cost(NamedTuple):
    """So many of one kind that a customer's serving took, and what they came to."""

    customer: int
    what: What
    caused_by: CausedBy
    times: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Scope:
    """After `since`, or from the beginning, up to `until`; of one `customer` who stays, with all
    that were merged into them, or of all."""

    until: datetime
    since: datetime | None = None
    customer: int | None = None

    @property
    def last_day(self) -> date:
        return timezone.localdate(self.until)

    def moments(self, at: str) -> Q:
        """That the moment `at` lies in it."""
        after = Q(**{f"{at}__gt": self.since}) if self.since else Q()
        return after & Q(**{f"{at}__lte": self.until})

    def days(self, on: str) -> Q:
        """That the day `on` lies in it."""
        after = Q(**{f"{on}__gt": timezone.localdate(self.since)}) if self.since else Q()
        return after & Q(**{f"{on}__lte": self.last_day})

    def whose(self, found: "QuerySet[Any]") -> "QuerySet[Any]":
        """The person's rows, each with the customer who stays as its `person`."""
        if self.customer:
            found = found.filter(customer__in=as_one.family(self.customer).values("pk"))
        told: QuerySet[Any] = found.annotate(person=as_one.person_of())
        return told


@dataclass(frozen=True, slots=True)
class Looked:
    """A case as far as its costs go. `refunded` is what the record of its order says was given
    back; it `counts` where somebody looked into it in the time that is told."""

    customer: int
    order: int | None
    refunded: Decimal
    counts: bool
    found: Found


@dataclass(slots=True)
class _Given:
    """What of each order's refund is not yet set against what decisions owed."""

    left: dict[int, Decimal] = field(default_factory=dict)

    def beyond(self, order: int | None, owed: Decimal) -> Decimal:
        """What was owed beyond the refund that already lowered the sale."""
        if order is None:
            return owed
        taken = min(owed, self.left.get(order, _NOTHING))
        self.left[order] = self.left.get(order, _NOTHING) - taken
        return owed - taken


def costs(rates: Rates, scope: Scope) -> Iterator[Cost]:
    """Every cost in the currency of `rates`, put together by customer, kind and whose doing."""
    cases = looked_into(scope)
    yield from _contacts(cases, rates, scope)
    yield from _complaints(cases, rates)
    yield from _remedies(cases, rates, scope)
    yield from _returns(cases, rates, scope)


def looked_into(scope: Scope) -> Mapping[int, Looked]:
    """The cases by number, with what was found; no part of another. One statement."""
    cases = scope.whose(rows.Case.objects.exclude(pk__in=merging.parts()))
    return {row["pk"]: _looked(row, scope) for row in _named(cases)}


def found_in(cases: Iterable[int]) -> Mapping[int, Found]:
    """What came of these cases, by number. One statement."""
    named = rows.Case.objects.filter(pk__in=cases).annotate(person=as_one.person_of())
    return {row["pk"]: _found(row) for row in _named(named)}


def _named(cases: "QuerySet[Any]") -> Iterable[Mapping[str, Any]]:
    closed = rows.Closing.objects.filter(case=OuterRef("pk"), reopened_at=None).order_by("-pk")
    told: QuerySet[Any, Any] = (
        cases.order_by()
        .values(
            "pk", "person", "order_id", "order__refunded", "received_at", "state",
            "explained_before",
        )
        .annotate(
            alleged=Count("allegations"),
            so=Count("allegations", filter=_SO),
            not_so=Count("allegations", filter=_NOT_SO),
            cause=Subquery(closed.values("cause")[:1]),
        )
    )  # fmt: skip
    return told


def _found(row: Mapping[str, Any]) -> Found:
    cause = row["cause"] or ""
    return Found(row["alleged"], row["so"], row["not_so"], cause, row["explained_before"])


def _looked(row: Mapping[str, Any], scope: Scope) -> Looked:
    late_enough = scope.since is None or row["received_at"] > scope.since
    counts = late_enough and row["received_at"] <= scope.until and row["state"] in _LOOKED_INTO
    refunded = row["order__refunded"] or _NOTHING
    return Looked(row["person"], row["order_id"], refunded, counts, _found(row))


def _contacts(cases: Mapping[int, Looked], rates: Rates, scope: Scope) -> Iterator[Cost]:
    """In and out: both take time. What nobody wrote down takes what the channel usually does.

    A contact may lie in the case of somebody else, into which its own was merged."""
    counted = list(
        scope.whose(rows.Contact.objects.order_by())
        .filter(scope.moments("at"))
        .values_list("person", "case_id", "channel", "caused_by")
        .annotate(count=Count("pk"), timed=Count("minutes"), minutes=Sum("minutes"))
    )
    found = {number: case.found for number, case in cases.items()}
    elsewhere = found_in({case for _, case, *_ in counted if case and case not in found})
    for customer, case, channel, recorded, count, timed, minutes in counted:
        of_case = found.get(case) or elsewhere.get(case)
        doing = caused_by(recorded_as(recorded), of_case, rates.own_doing)
        amount = rates.contact(channel, count, timed, minutes or _NOTHING)
        yield Cost(customer, What.CONTACTS, doing, count, amount)


_DOINGS = {doing.value: doing for doing in CausedBy}


def recorded_as(word: str) -> CausedBy:
    return _DOINGS.get(word, CausedBy.NEUTRAL)


def _complaints(cases: Mapping[int, Looked], rates: Rates) -> Iterator[Cost]:
    for case in cases.values():
        if case.counts:
            doing = caused_by(CausedBy.NEUTRAL, case.found, rates.own_doing)
            yield Cost(case.customer, What.COMPLAINTS, doing, 1, rates.complaint)


def _remedies(cases: Mapping[int, Looked], rates: Rates, scope: Scope) -> Iterator[Cost]:
    """By the latest decision of each case."""
    given = _Given({case.order: case.refunded for case in cases.values() if case.order})
    decided = rows.Decision.objects.filter(scope.moments("at"), case__state__in=_TOLD)
    if scope.customer:
        decided = decided.filter(case__customer__in=as_one.family(scope.customer).values("pk"))
    told = decided.filter(currency=rates.currency).order_by("at", "pk")
    latest = {case: given for case, *given in told.values_list("case", "owed", "goodwill")}
    for number, (owed, goodwill) in latest.items():
        if number in cases:
            case = cases[number]
            doing, beyond = remedy_by(case.found), given.beyond(case.order, owed)
            if beyond:
                yield Cost(case.customer, What.OWED, doing, 1, beyond)
            if goodwill:
                yield Cost(case.customer, What.GOODWILL, doing, 1, goodwill)


def _returns(cases: Mapping[int, Looked], rates: Rates, scope: Scope) -> Iterator[Cost]:
    """What fetching things back took. What was given back for them lowers the sale itself."""
    ours = {case.order for case in cases.values() if case.found.ours}
    back = scope.whose(rows.Order.objects.order_by()).filter(scope.days("returned_on"))
    for order, customer in back.values_list("pk", "person"):
        doing = CausedBy.FIRM if order in ours else CausedBy.NEUTRAL
        yield Cost(customer, What.RETURNS, doing, 1, rates.return_each)
