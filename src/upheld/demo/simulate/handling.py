"""What the firm did about a complaint: when, with which outcome, and what it paid."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from upheld.core.words import AllegationKind, CaseState, Impact, Outcome
from upheld.demo.simulate.dice import Dice
from upheld.demo.simulate.era import Era
from upheld.demo.simulate.facts import Facts
from upheld.demo.simulate.grievances import Grievance
from upheld.demo.simulate.places import ASKING_AREAS

K = AllegationKind
NOTHING = Decimal("0.00")

_IMPACT_OF_FAULT = {Impact.NONE: 12.0, Impact.LOW: 38.0, Impact.MEDIUM: 38.0, Impact.HIGH: 12.0}
_IMPACT_OF_MISTAKE = {Impact.NONE: 70.0, Impact.LOW: 25.0, Impact.MEDIUM: 5.0}
_GOODWILL_BY_IMPACT = {
    Impact.NONE: Decimal(0),
    Impact.LOW: Decimal(0),
    Impact.MEDIUM: Decimal(15),
    Impact.HIGH: Decimal(30),
}
_OLD_SUMS = (15, 20, 20, 25, 30, 40, 50)


@dataclass(frozen=True, slots=True)
class Handling:
    state: CaseState
    acknowledged_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: Outcome | None = None
    goodwill: Decimal = NOTHING
    owed: Decimal = NOTHING
    cause: str | None = None
    accepted: bool | None = None


def asks_twice(grievance: Grievance, dice: Dice) -> bool:
    """A habit of places, not of merit: the planted gap of the old practice rests on it."""
    return dice.chance(0.55 if grievance.person.area in ASKING_AREAS else 0.16)


def impact_of(grievance: Grievance, dice: Dice) -> Impact:
    return dice.weighted(_IMPACT_OF_MISTAKE if grievance.truth == "not_so" else _IMPACT_OF_FAULT)


def still_open(grievance: Grievance, state: CaseState, era: Era, dice: Dice) -> Handling:
    if state is CaseState.RECEIVED:
        return Handling(state)
    until = end_of(era) - grievance.received_at
    soon = min(timedelta(hours=dice.randint(1, 26)), until * 0.9)
    return Handling(state, acknowledged_at=_at_work(grievance.received_at + soon, end_of(era)))


def closed(
    grievance: Grievance, facts: Facts, impact: Impact, twice: bool, era: Era, dice: Dice
) -> Handling:
    """The whole history of a finished complaint. What was owed never depends on `twice`."""
    acknowledged, answered, ended = _steps(grievance.received_at, end_of(era), dice)
    outcome = _outcome(grievance, facts, dice)
    good = outcome in (Outcome.UPHELD, Outcome.PARTLY_UPHELD)
    return Handling(
        CaseState.CLOSED,
        acknowledged,
        answered,
        ended,
        outcome,
        _goodwill(grievance, good, impact, twice, era, dice),
        _owed(grievance, facts, dice) if good else NOTHING,
        _cause(grievance, good),
        None if dice.chance(0.2) else dice.chance(0.85 if good else 0.55),
    )


def end_of(era: Era) -> datetime:
    return datetime.combine(era.last_day, time(23, 59), UTC)


def _steps(received: datetime, end: datetime, dice: Dice) -> tuple[datetime, datetime, datetime]:
    hours = (dice.randint(1, 30), dice.triangular(30, 1000, 140), dice.uniform(1, 330))
    acknowledged = received + timedelta(hours=hours[0])
    answered = acknowledged + timedelta(hours=hours[1])
    ended = answered + timedelta(hours=hours[2])
    squeeze = min(1.0, (end - received) / (ended - received))
    first, second, third = sorted(
        _at_work(received + (at - received) * squeeze, end)
        for at in (acknowledged, answered, ended)
    )
    return first, second, third


def _at_work(at: datetime, end: datetime) -> datetime:
    """The next moment from `at` in office hours, if that is not after `end`."""
    moved = at if at.hour < 18 else (at + timedelta(days=1)).replace(hour=0)
    moved = moved if moved.hour >= 9 else moved.replace(hour=9 + at.hour % 3)
    if moved.weekday() > 4:
        moved += timedelta(days=7 - moved.weekday())
    return _whole(moved if moved <= end else at)


def _whole(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _outcome(grievance: Grievance, facts: Facts, dice: Dice) -> Outcome:
    if grievance.topic.kind is K.OTHER:
        return Outcome.UPHELD if grievance.truth == "so" else Outcome.OUT_OF_SCOPE
    if facts.get("put_right_before"):
        return Outcome.ALREADY_PUT_RIGHT
    if not grievance.exception and dice.chance(0.012):
        return Outcome.WITHDRAWN
    if grievance.truth == "unclear":  # the old desk split the doubt; today it would ask
        return Outcome.UPHELD if dice.chance(0.5) else Outcome.NOT_UPHELD
    by_truth = {"so": Outcome.UPHELD, "partly": Outcome.PARTLY_UPHELD}
    return by_truth.get(grievance.truth, Outcome.NOT_UPHELD)


def _goodwill(
    grievance: Grievance, good: bool, impact: Impact, twice: bool, era: Era, dice: Dice
) -> Decimal:
    if grievance.exception:
        return Decimal(dice.choice((15, 20, 25, 35)))
    if grievance.day < era.facts_decide_from:
        return Decimal(dice.choice(_OLD_SUMS)) if dice.chance(0.92 if twice else 0.04) else NOTHING
    if good and dice.chance(0.94):
        return _GOODWILL_BY_IMPACT[impact]
    return NOTHING


def _owed(grievance: Grievance, facts: Facts, dice: Dice) -> Decimal:
    price, delivery = grievance.order.amount.amount, grievance.order.delivery_paid.amount
    paid_back = grievance.order.refunded.amount if grievance.order.refunded else NOTHING
    sums = {
        K.LATE: delivery,
        K.NOT_RECEIVED: price + delivery if dice.chance(0.5) else NOTHING,
        K.FAULTY: price if dice.chance(0.3) else NOTHING,
        K.NOT_AS_DESCRIBED: price if dice.chance(0.4) else NOTHING,
        K.WRONG_AMOUNT: facts.get("amount_overcharged", NOTHING),
        K.CANCELLED_BUT_CHARGED: price,
        K.SERVICE_NOT_PERFORMED: Decimal(30),
        K.SERVICE_BELOW_STANDARD: price / 4 if dice.chance(0.3) else NOTHING,
        K.PROMISE_NOT_KEPT: Decimal(30) if grievance.topic.key == "fitted_in_a_week" else NOTHING,
    }
    owed = sums.get(grievance.topic.kind, NOTHING)
    assert isinstance(owed, Decimal)
    return max(min(owed, price + delivery - paid_back), NOTHING)


def _cause(grievance: Grievance, good: bool) -> str:
    return grievance.topic.cause if good else grievance.topic.mistaken_cause
