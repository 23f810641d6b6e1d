"""Complaints that were decided, one row each: what was known before, and what was decided.

What many cases are compared by is read here in one place, in four statements for any number of
them. Nobody is named: a person is a number, and all rows of one person have the same.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
from django.db.models import Count, Min, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from upheld.core.returns import PeriodError
from upheld.core.words import LetterKind, LetterState, Stance
from upheld.store import granted, policies
from upheld.store import models as rows
from upheld.store.counted import cases_counted
from upheld.store.made_once import made_once
from upheld.store.merged import as_one

from .bought import bought, complaints

_TOLD = (
    "case_id", "person", "case__received_at", "at", "outcome", "owed", "goodwill", "currency",
    "policy_version", "case__state", "case__channel", "case__customer__area",
    "case__customer__vulnerable", "case__customer__joined_on", "document__allegations",
    "record__fit__band", "record__goodwill__hold_out", "asked", "answered",
)  # fmt: skip


# As many tell a difference of a point or two; a page must not wait for a million.
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Before:
    """What was known of the customer on the day of receipt; `spent` is of the orders in the case's
    currency, for amounts of two are never added."""

    days_with_us: int | None
    orders: int
    spent: Decimal
    complaints: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCase:
    """One complaint by its newest decision. `loss` is the dearest price that a point of it names;
    `goodwill` all money beyond what was owed, exceptions with it; `asked` how often they came again
    about it between receipt and decision; `hold_out` what a lot decided, as the record has it."""

    case: int
    person: int
    received_at: datetime
    decided_at: datetime
    answered_at: datetime | None
    state: str
    kind: str
    impact: str
    loss: Decimal | None
    outcome: str
    owed: Decimal
    goodwill: Decimal
    currency: str
    policy_version: str
    band: str
    area: str
    vulnerable: bool | None
    channel: str
    asked: int
    before: Before
    hold_out: Mapping[str, Any] | None

    @property
    def got(self) -> bool:
        """Whether any money was given beyond what was owed."""
        return self.goodwill > 0


def whole_days(
    first: date | None, last: date | None, now: datetime
) -> tuple[datetime | None, datetime]:
    """From when, and before when, a complaint was received on one of these days, both within, where
    complaints usually are; until now where nobody says. Raises PeriodError."""
    if first and last and first > last:
        raise PeriodError(f"{first} comes after {last}: turn the two days round")
    try:
        since = _begin(first) if first else None
        return since, _begin(last + timedelta(days=1)) if last else now
    except OverflowError:
        raise PeriodError("no calendar goes so far: take a day nearer to today") from None


def _begin(day: date) -> datetime:
    zone = policies.zone(policies.usual_rules().regime)
    return datetime.combine(day, time.min, zone).astimezone(UTC)


@made_once
def past_cases(since: datetime | None, until: datetime, now: datetime) -> list[PastCase]:
    """What was received from `since` and before `until`, and decided by now; questions left out. Of
    more than MOST the newest."""
    received = cases_counted.counted(now).filter(received_at__lt=until)
    if since is not None:
        received = received.filter(received_at__gte=since)
    decided = cases_counted.latest_decisions(received).exclude(stance=Stance.ASK)
    whose = decided.filter(at__lte=now).annotate(
        person=as_one.person_of("case__customer"), asked=_asked(), answered=_answered()
    )
    newest = whose.order_by("-case__received_at", "-case_id").values(*_TOLD)[:MOST]
    found = list(newest)[::-1]
    given = _exceptions()
    return [_past(row, before, given) for row, before in zip(found, _before(found), strict=True)]


def _past(row: Mapping[str, Any], before: Before, given: Mapping[int, Decimal]) -> PastCase:
    points = row["document__allegations"] or ()
    return PastCase(
        case=row["case_id"],
        person=row["person"],
        received_at=row["case__received_at"],
        decided_at=row["at"],
        answered_at=row["answered"],
        state=row["case__state"],
        kind=str(points[0].get("kind") or "") if points else "",
        impact=_worst(str((p.get("facts") or {}).get("impact") or "") for p in points),
        loss=max(filter(None, map(_loss, points)), default=None),
        outcome=row["outcome"],
        owed=row["owed"],
        goodwill=row["goodwill"] + given.get(row["case_id"], Decimal(0)),
        currency=row["currency"],
        policy_version=row["policy_version"],
        band=row["record__fit__band"] or "",
        area=row["case__customer__area"],
        vulnerable=row["case__customer__vulnerable"],
        channel=row["case__channel"],
        asked=row["asked"],
        before=before,
        hold_out=row["record__goodwill__hold_out"],
    )


_WORST = ("high", "medium", "low", "none")


def _worst(impacts: Iterable[str]) -> str:
    known = set(impacts)
    return next((each for each in _WORST if each in known), "")


def _loss(point: Mapping[str, Any]) -> Decimal | None:
    try:
        return Decimal(str((point.get("facts") or {}).get("price_paid")))
    except InvalidOperation:
        return None


def _before(found: Sequence[Mapping[str, Any]]) -> Iterator[Before]:
    """What was known of whoever each case is of, on the day on which it came."""
    person = np.array([row["person"] for row in found], np.int64)
    days = [row["case__received_at"].date() for row in found]
    every, asked = bought(), complaints()
    day = np.array([each.toordinal() for each in days], np.int64)
    first, last = every.between(person, np.zeros_like(day), day - 1)
    spent = {code: every.spent(first, last, code) for code in {row["currency"] for row in found}}
    for at, (row, on) in enumerate(zip(found, days, strict=True)):
        joined = row["case__customer__joined_on"]
        theirs = asked.get(row["person"], ())
        yield Before(
            days_with_us=None if joined is None else max((on - joined).days, 0),
            orders=int(last[at] - first[at]),
            spent=Decimal(int(spent[row["currency"]][at])).scaleb(-2),
            complaints=bisect_left(theirs, row["case__received_at"]),
        )


def _exceptions() -> dict[int, Decimal]:
    """The money of exceptions by case."""
    found = granted.given().order_by().filter(found=False)
    summed = found.values_list("case").annotate(all=Sum("amount"))
    return {case: amount for case, amount in summed if amount}


def _asked() -> Coalesce:
    """How often somebody came to us about a case between its receipt and the decision."""
    came = rows.Contact.objects.filter(
        case=OuterRef("case"),
        inbound=True,
        at__gt=OuterRef("case__received_at"),
        at__lte=OuterRef("at"),
    )
    of_case = came.order_by().values("case").annotate(n=Count("pk"))
    return Coalesce(Subquery(of_case.values("n")), Value(0))


def _answered() -> Subquery:
    """When the first answer to a case left."""
    sent = rows.Letter.objects.filter(kind=LetterKind.FINAL, state=LetterState.SENT)
    of_case = sent.filter(case=OuterRef("case")).exclude(sent_at=None).order_by().values("case")
    return Subquery(of_case.annotate(first=Min("sent_at")).values("first"))


def days(span: timedelta) -> float:
    return span.total_seconds() / 86_400


def of_the_newest(found: Sequence[PastCase]) -> list[str]:
    """Whether older cases were left out, as a sentence of what the figures cannot say."""
    if len(found) < MOST:
        return []
    return [f"Of more than {MOST:,} cases the newest were looked at: ask for fewer days at a time."]


def counted(found: Iterable[PastCase]) -> Counter[str]:
    """How many cases there are in each currency."""
    return Counter(each.currency for each in found)
