"""Complaints that were decided, one row each: what was known before, and what was decided.

What many cases are compared by is read here in one place, in six statements for any number of them.
Nobody is named: a person is a number, and all rows of one person have the same.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Min, Sum

from upheld.core.returns import PeriodError
from upheld.core.words import LetterKind, LetterState, Stance
from upheld.store import as_one, cases_counted, granted, policies
from upheld.store import models as rows

_TOLD = (
    "case_id", "person", "case__received_at", "at", "outcome", "owed", "goodwill", "currency",
    "policy_version", "case__state", "case__channel", "case__customer__area",
    "case__customer__vulnerable", "case__customer__joined_on", "document__allegations",
    "record__fit__band", "record__goodwill__hold_out",
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


def past_cases(since: datetime | None, until: datetime, now: datetime) -> list[PastCase]:
    """What was received from `since` and before `until`, and decided by now; questions left out. Of
    more than MOST the newest."""
    received = cases_counted.counted(now).filter(received_at__lt=until)
    if since is not None:
        received = received.filter(received_at__gte=since)
    decided = cases_counted.latest_decisions(received).exclude(stance=Stance.ASK)
    whose = decided.filter(at__lte=now).annotate(person=as_one.person_of("case__customer"))
    newest = whose.order_by("-case__received_at", "-case_id").values(*_TOLD)[:MOST]
    found = list(newest)[::-1]
    history = _History({row["person"] for row in found})
    given, asked, answered = _exceptions(), _asked(), _answered()
    return [_past(row, history, given, asked, answered) for row in found]


def _past(
    row: Mapping[str, Any],
    history: "_History",
    given: Mapping[int, Decimal],
    asked: Mapping[int, list[datetime]],
    answered: Mapping[int, datetime],
) -> PastCase:
    case, received, at = row["case_id"], row["case__received_at"], row["at"]
    points = row["document__allegations"] or ()
    return PastCase(
        case=case,
        person=row["person"],
        received_at=received,
        decided_at=at,
        answered_at=answered.get(case),
        state=row["case__state"],
        kind=str(points[0].get("kind") or "") if points else "",
        impact=_worst(str((p.get("facts") or {}).get("impact") or "") for p in points),
        loss=max(filter(None, map(_loss, points)), default=None),
        outcome=row["outcome"],
        owed=row["owed"],
        goodwill=row["goodwill"] + given.get(case, Decimal(0)),
        currency=row["currency"],
        policy_version=row["policy_version"],
        band=row["record__fit__band"] or "",
        area=row["case__customer__area"],
        vulnerable=row["case__customer__vulnerable"],
        channel=row["case__channel"],
        asked=sum(received < each <= at for each in asked.get(case, ())),
        before=history.before(
            row["person"], received, row["case__customer__joined_on"], row["currency"]
        ),
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


class _History:
    """What each person bought and complained of, by day, for looking back from any day."""

    def __init__(self, people: set[int]) -> None:
        self.orders: defaultdict[int, list[tuple[date, Decimal, str]]] = defaultdict(list)
        self.complaints: defaultdict[int, list[datetime]] = defaultdict(list)
        for person, on, kept, currency in orders_of(people):
            self.orders[person].append((on, kept, currency))
        for person, at in complaints_of(people):
            self.complaints[person].append(at)

    def before(self, person: int, at: datetime, joined: date | None, currency: str) -> Before:
        bought = [(kept, of) for on, kept, of in self.orders[person] if on < at.date()]
        return Before(
            days_with_us=None if joined is None else max((at.date() - joined).days, 0),
            orders=len(bought),
            spent=sum((kept for kept, of in bought if of == currency), Decimal(0)),
            complaints=sum(each < at for each in self.complaints[person]),
        )


def orders_of(people: set[int]) -> Iterable[tuple[int, date, Decimal, str]]:
    """Every order of these people: whose, when, what of it was kept, and in which currency."""
    found = rows.Order.objects.order_by().annotate(person=as_one.person_of())
    told = found.values_list("person", "placed_on", "amount", "refunded", "currency")
    return [
        (who, on, paid - back, currency)
        for who, on, paid, back, currency in told.iterator()
        if who in people
    ]


def complaints_of(people: set[int]) -> Iterable[tuple[int, datetime]]:
    found = rows.Case.objects.order_by().annotate(person=as_one.person_of())
    told = found.values_list("person", "received_at")
    return [(who, at) for who, at in told.iterator() if who in people]


def _exceptions() -> dict[int, Decimal]:
    """The money of exceptions by case."""
    found = granted.given().order_by().filter(found=False)
    summed = found.values_list("case").annotate(all=Sum("amount"))
    return {case: amount for case, amount in summed if amount}


def _asked() -> dict[int, list[datetime]]:
    """When somebody came to us about a case, by case."""
    grouped: defaultdict[int, list[datetime]] = defaultdict(list)
    found = rows.Contact.objects.filter(inbound=True, case__isnull=False).order_by()
    for case, at in found.values_list("case_id", "at").iterator():
        grouped[case].append(at)
    return grouped


def _answered() -> dict[int, datetime]:
    """When the first answer left, by case."""
    sent = rows.Letter.objects.filter(kind=LetterKind.FINAL, state=LetterState.SENT)
    first = sent.exclude(sent_at=None).order_by().values_list("case").annotate(at=Min("sent_at"))
    return dict(first)


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
