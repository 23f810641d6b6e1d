"""Cost to serve, line by line: contacts, complaints, remedies and returns, each with whose doing
it was. Four statements, whatever the number of customers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import NullIf
from django.utils import timezone

from upheld.core.serving import CausedBy, Found, Rates, caused_by, remedy_by
from upheld.core.words import CaseState, FindingResult
from upheld.store import models as rows
from upheld.store.merged import as_one, merging

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
_AT_ONCE = 5_000


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
            found = found.filter(customer__in=as_one.shown_family(self.customer).values("pk"))
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


Cases = Mapping[int, Looked]


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


def costs(rates: Rates, scope: Scope, cases: Cases | None = None) -> Iterator[Cost]:
    """Every cost in the currency of `rates`, put together by customer, kind and whose doing.
    `cases` are those that whoever asks has looked into before."""
    cases = looked_into(scope) if cases is None else cases
    yield from _contacts(cases, rates, scope)
    yield from _complaints(cases, rates)
    yield from _remedies(cases, rates, scope)
    yield from _returns(cases, rates, scope)


def looked_into(scope: Scope) -> Cases:
    """The cases by number, with what was found; no part of another. One statement."""
    cases = scope.whose(rows.Case.objects.exclude(pk__in=merging.parts()))
    counts = scope.moments("received_at") & Q(state__in=_LOOKED_INTO)
    told = _told(cases).annotate(
        counts=ExpressionWrapper(counts, BooleanField()),
        # Nothing, which most are, is read faster than 0.00.
        refunded=NullIf("order__refunded", Value(_NOTHING)),
    )
    return {
        case: Looked(person, order, refunded or _NOTHING, counts, _found(*found))
        for case, person, order, *found, counts, refunded in told.iterator(chunk_size=_AT_ONCE)
    }


def found_in(cases: Iterable[int]) -> Mapping[int, Found]:
    """What came of these cases, by number. One statement."""
    named = rows.Case.objects.filter(pk__in=cases).annotate(person=as_one.person_of())
    return {case: _found(*found) for case, _, _, *found in _told(named)}


def _told(cases: "QuerySet[Any]") -> "QuerySet[Any, Any]":
    closed = rows.Closing.objects.filter(case=OuterRef("pk"), reopened_at=None).order_by("-pk")
    named = cases.order_by().values_list("pk", "person", "order_id", "explained_before")
    told: QuerySet[Any, Any] = named.annotate(
        alleged=Count("allegations"),
        so=Count("allegations", filter=_SO),
        not_so=Count("allegations", filter=_NOT_SO),
        cause=Subquery(closed.values("cause")[:1]),
    )
    return told


@cache
def _found(explained: bool, alleged: int, so: int, not_so: int, cause: str | None) -> Found:
    """Very many cases came to the same, and are told of by one."""
    return Found(alleged, so, not_so, cause or "", explained)


def _contacts(cases: Cases, rates: Rates, scope: Scope) -> Iterator[Cost]:
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


def _complaints(cases: Cases, rates: Rates) -> Iterator[Cost]:
    for case in cases.values():
        if case.counts:
            doing = caused_by(CausedBy.NEUTRAL, case.found, rates.own_doing)
            yield Cost(case.customer, What.COMPLAINTS, doing, 1, rates.complaint)


def _remedies(cases: Cases, rates: Rates, scope: Scope) -> Iterator[Cost]:
    """By the latest decision of each case."""
    given = _Given({case.order: case.refunded for case in cases.values() if case.order})
    decided = rows.Decision.objects.filter(scope.moments("at"), case__state__in=_TOLD)
    if scope.customer:  # by number: SQLite would go through all that were ever closed
        decided = decided.filter(case__in=list(cases))
    told = decided.filter(currency=rates.currency).order_by("pk")
    latest = {case: given for case, *given in told.values_list("case", "owed", "goodwill")}
    for number, (owed, goodwill) in latest.items():
        if number in cases:
            case = cases[number]
            doing, beyond = remedy_by(case.found), given.beyond(case.order, owed)
            if beyond:
                yield Cost(case.customer, What.OWED, doing, 1, beyond)
            if goodwill:
                yield Cost(case.customer, What.GOODWILL, doing, 1, goodwill)


def _returns(cases: Cases, rates: Rates, scope: Scope) -> Iterator[Cost]:
    """What fetching things back took. What was given back for them lowers the sale itself."""
    ours = {case.order for case in cases.values() if case.found.ours}
    back = scope.whose(rows.Order.objects.order_by()).filter(scope.days("returned_on"))
    for order, customer in back.values_list("pk", "person"):
        doing = CausedBy.FIRM if order in ours else CausedBy.NEUTRAL
        yield Cost(customer, What.RETURNS, doing, 1, rates.return_each)
