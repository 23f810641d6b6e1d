"""What the store holds of each touchpoint by quarter: one statement a question."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models import Count as CountOf
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from upheld.core.placing import Placing
from upheld.core.words import Band
from upheld.store import models as rows
from upheld.store import placing
from upheld.store.counted import cases_counted, standing
from upheld.store.counted.bands import NotCounted, banded
from upheld.store.merged import as_one
from upheld.store.record import kept_policies
from upheld.tables import Policy

from .point import Count, Quarter, add

Counts = dict[tuple[str, Quarter], Count]


@dataclass(frozen=True, slots=True)
class Stood:
    """What was read, of one persona or of all: of each touchpoint and quarter, of the twelve months
    up to now, this one included, and how many people joined. Enough to tell any quarter of."""

    persona: str
    by_quarter: tuple[tuple[str, Quarter, Count], ...]
    year: dict[str, Count]
    joined: tuple[tuple[Quarter, int], ...]
    joined_in_year: int

    @property
    def counts(self) -> Counts:
        return {(key, when): count for key, when, count in self.by_quarter}


def stood(persona: str, now: datetime) -> Stood:
    """Read anew: some eight statements."""
    today = timezone.localdate(now)
    reading = Reading(placing.placing(), persona, now, kept_policies.to_show(today))
    reading.orders(today)
    reading.complaints()
    reading.contacts()
    joined = reading.joined(today)
    return Stood(
        persona,
        tuple((key, when, count) for (key, when), count in reading.counts.items()),
        reading.year,
        tuple(joined.items()),
        reading.joined_in_year,
    )


_KNOWN = (Band.CORE, Band.ADJACENT, Band.OUTSIDE)


def _monthly(found: "QuerySet[Any]", at: str) -> "QuerySet[Any]":
    """With the month of each as text, "2026-03" (UTC): a database cuts a text far faster than
    SQLite asks Python for the quarter of a day."""
    told: QuerySet[Any] = found.order_by().annotate(month=Substr(Cast(at, CharField()), 1, 7))
    return told


def _quarter(month: str) -> Quarter:
    return Quarter(int(month[:4]), (int(month[5:7]) + 2) // 3)


def first_of_year(today: date) -> date:
    """The first of the twelve months up to today, this one included."""
    return date(today.year - (today.month < 12), today.month % 12 + 1, 1)


def with_fit(policy: Policy) -> Mapping[str, Any]:
    """Counts of rows by their customer's band; none where the fit table cannot be counted."""
    try:
        told: QuerySet[Any] = banded(rows.Customer.objects.order_by(), policy)
    except NotCounted:
        return {"core": CountOf("pk", filter=Q(pk=None)), "known": CountOf("pk", filter=Q(pk=None))}
    core, known = told.filter(band=Band.CORE), told.filter(band__in=_KNOWN)
    return {
        "core": CountOf("pk", filter=Q(customer__in=core.values("pk"))),
        "known": CountOf("pk", filter=Q(customer__in=known.values("pk"))),
    }


class Reading:
    """Reads for one persona, or for all (an empty key). `counts` are by quarter, and `year` of the
    twelve months up to now, this one included."""

    def __init__(self, by: Placing, persona: str, now: datetime, policy: Policy) -> None:
        self.by, self.persona, self.now = by, persona, now
        self.fit = with_fit(policy)
        self.counts: Counts = {}
        self.year: dict[str, Count] = {}
        self.joined_in_year = 0
        self._first_month = f"{first_of_year(timezone.localdate(now)):%Y-%m}"
        # A group comes again each month, and is placed once.
        self._place = cache(lambda what, group: standing.placed(what, group, by))
        self._placed_order = cache(lambda nature, item: standing.placed_order(nature, item, by))

    def _at(self, touchpoint: str, month: str) -> list[Count]:
        """The counts that something of this month goes into."""
        found = [self.counts.setdefault((touchpoint, _quarter(month)), Count())]
        if month >= self._first_month:
            found.append(self.year.setdefault(touchpoint, Count()))
        return found

    def _of_persona(self, found: "QuerySet[Any]") -> "QuerySet[Any]":
        return found.filter(customer__persona=self.persona) if self.persona else found

    def orders(self, today: date) -> None:
        """What was bought, by the day that it was ordered, and what was paid for it and kept."""
        found = self._of_persona(rows.Order.objects.filter(placed_on__lte=today))
        kept = Sum(F("amount") + F("delivery_paid") - F("refunded"))
        told = _monthly(found, "placed_on").values_list("touchpoint", "item", "month", "currency")
        grouped = told.annotate(n=CountOf("pk"), paid=kept, **self.fit)
        for nature, item, month, currency, number, paid, core, known in grouped:
            for one in self._at(self._placed_order(nature, item), month):
                one.orders += number
                one.core += core
                one.known += known
                add(one.paid, {currency: paid})

    def complaints(self) -> None:
        found = self._of_persona(cases_counted.counted(self.now))
        told = _monthly(standing.cases(found), "received_at")
        latest = rows.Decision.objects.filter(case=OuterRef("pk")).order_by("-pk")
        told = told.annotate(
            owes=Subquery(latest.values("owed")[:1]), gave=Subquery(latest.values("goodwill")[:1])
        )
        grouped = told.values_list("standing", "month", "currency").annotate(
            n=CountOf("pk"), owed=Sum("owes"), goodwill=Sum("gave")
        )
        for group, month, currency, number, owed, goodwill in grouped:
            for one in self._at(self._place("complaint", group), month):
                one.complaints += number
                add(one.owed, {currency: owed or Decimal(0)})
                add(one.goodwill, {currency: goodwill or Decimal(0)})

    def contacts(self) -> None:
        """Who got in touch, and who caused it; those about no complaint are passages."""
        found = self._of_persona(rows.Contact.objects.filter(inbound=True, at__lte=self.now))
        told = _monthly(standing.contacts(found), "at")
        grouped = told.values_list("standing", "month", "caused_by").annotate(
            n=CountOf("pk"), alone=CountOf("pk", filter=Q(case=None)), **self.fit
        )
        for group, month, caused_by, number, alone, core, known in grouped:
            for one in self._at(self._place("contact", group), month):
                one.contacts += alone
                one.caused[caused_by] += number
                one.core += core
                one.known += known

    def joined(self, today: date) -> Counter[Quarter]:
        """How many people joined in each quarter: customers who were merged are one."""
        found: QuerySet[Any] = rows.Customer.objects.filter(
            as_one.lead_nowhere(), joined_on__lte=today
        )
        if self.persona:
            found = found.filter(persona=self.persona)
        joined: Counter[Quarter] = Counter()
        for month, number in (
            _monthly(found, "joined_on").values_list("month").annotate(n=CountOf("pk"))
        ):
            joined[_quarter(month)] += number
            self.joined_in_year += number if month >= self._first_month else 0
        return joined
