"""By when: obligations bind the firm, targets are its own aim. Nothing here pauses a clock."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from .words import CaseState


class Unit(StrEnum):
    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"
    BUSINESS_DAYS = "business_days"
    WEEKS = "weeks"


class ObligationKind(StrEnum):
    ACKNOWLEDGEMENT = "acknowledgement"
    RESPONSE = "response"
    FINAL_RESPONSE = "final_response"


@dataclass(frozen=True, slots=True)
class Obligation:
    """One time rule of a regime, in force from `valid_from` until before `valid_to`."""

    id: str
    regime: str
    kind: ObligationKind
    amount: int
    unit: Unit
    clause: str
    source: str
    verified: bool
    binding: bool
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """A jurisdiction's working days. `weekend` holds weekday numbers, Monday is 0."""

    name: str
    holidays: Collection[date] = field(default_factory=frozenset)
    weekend: frozenset[int] = frozenset({5, 6})

    def is_business_day(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last moment of an obligation: `due` is aware UTC, `due_on` the day where it is due."""

    obligation: Obligation
    due: datetime
    due_on: date
    explanation: str


def in_force(obligations: Iterable[Obligation], received_on: date) -> tuple[Obligation, ...]:
    """The rule versions of the day of receipt: today's law never moves yesterday's deadline."""
    return tuple(
        o
        for o in obligations
        if o.valid_from <= received_on and (o.valid_to is None or received_on < o.valid_to)
    )


def deadline(
    obligation: Obligation, received_at: datetime, zone: ZoneInfo, calendar: Calendar
) -> Deadline:
    """When `obligation` falls due for a complaint received at the aware `received_at`.

    Days are counted from the day after receipt in `zone`, and end when that day ends.
    """
    if obligation.unit is Unit.HOURS:
        due = received_at.astimezone(UTC) + timedelta(hours=obligation.amount)
    else:
        last = _last_day(obligation, received_at.astimezone(zone).date(), calendar)
        due = datetime.combine(last, time.max, zone).astimezone(UTC)
    due_on = due.astimezone(zone).date()
    return Deadline(obligation, due, due_on, _explain(obligation, received_at, zone, due_on))


def _last_day(obligation: Obligation, received_on: date, calendar: Calendar) -> date:
    if obligation.unit is Unit.BUSINESS_DAYS:
        return business_days_after(received_on, obligation.amount, calendar)
    days = obligation.amount * (7 if obligation.unit is Unit.WEEKS else 1)
    return received_on + timedelta(days=days)


def business_days_after(day: date, count: int, calendar: Calendar) -> date:
    """The `count`-th business day following `day`."""
    while count > 0:
        day += timedelta(days=1)
        count -= calendar.is_business_day(day)
    return day


def _explain(obligation: Obligation, received_at: datetime, zone: ZoneInfo, due_on: date) -> str:
    received = received_at.astimezone(zone).date()
    span = f"{obligation.amount} {obligation.unit.replace('_', ' ')}"
    if obligation.amount == 1:
        span = span.removesuffix("s")
    force = "must" if obligation.binding else "is our own aim to"
    return (
        f"{obligation.kind.replace('_', ' ').capitalize()} {force} reach the customer within "
        f"{span} of receipt on {_day(received)}: by {_day(due_on)} ({obligation.clause})."
    )


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


# What a state still waits for, in the order of the story.
_NEXT_STEP = {
    CaseState.RECEIVED: "acknowledge",
    CaseState.ACKNOWLEDGED: "investigate",
    CaseState.INVESTIGATING: "decide",
    CaseState.DECIDED: "answer",
    CaseState.ANSWERED: "close",
    CaseState.CLOSED: "",
}


def next_step(state: CaseState) -> str:
    """The one step a case in `state` waits for; empty when it is closed."""
    return _NEXT_STEP[state]


# How long we wait for a reply to our answer, and our own aim for a case whose clocks are all met.
_OWN_AIM = timedelta(days=28)


def next_due(state: CaseState, open_dues: Iterable[datetime], now: datetime) -> datetime | None:
    """By when the next step must be done, given the moments of the deadlines not yet met.

    None for a closed case. An answered one is closed four weeks later if nobody objects.
    """
    if state is CaseState.CLOSED:
        return None
    own = now + _OWN_AIM
    return own if state is CaseState.ANSWERED else min(open_dues, default=own)
