"""Complaints as a return sees them: a few words for one, and any that time can make."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from upheld.core.calendars import Calendar
from upheld.core.returns import Answer, Period, Reported, Turn
from upheld.core.words import AllegationKind, Outcome

LONDON = ZoneInfo("Europe/London")
FIRST_HALF = Period(date(2026, 1, 1), date(2026, 6, 30), LONDON)
DAYS = Calendar(
    "GB", dict.fromkeys((date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6)), "a day off")
)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def on(day: str, hour: int = 12) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=LONDON)


def an_answer(
    outcome: str | None,
    owed: Decimal = Decimal(0),
    goodwill: Decimal = Decimal(0),
    *,
    at: datetime = LONG_AGO,
    in_kind: bool = False,
) -> Answer:
    return Answer(at, Outcome(outcome) if outcome else None, owed, goodwill, "GBP", in_kind)


def a_complaint(
    received: str, *turns: str, outcome: str | None = "upheld", **told: Any
) -> Reported:
    """Received on a day; closed, opened again, closed ... on the days that follow."""
    moments = tuple(Turn(on(day), at % 2 == 0) for at, day in enumerate(turns))
    owed, goodwill = told.pop("owed", Decimal(0)), told.pop("goodwill", Decimal(0))
    answers = (an_answer(outcome, owed, goodwill),) if turns else ()
    told = {"reference": f"UP-{received}", "kind": "late", **told}
    return Reported(received_at=on(received), turns=moments, answers=answers, **told)


_MONEY = st.integers(0, 90_000).map(lambda pence: Decimal(pence) / 100)
ANSWERS = st.builds(
    Answer,
    at=st.just(LONG_AGO),
    outcome=st.sampled_from([*Outcome, None]),
    owed=_MONEY,
    goodwill=_MONEY,
    currency=st.just("GBP"),
    in_kind=st.booleans(),
)
_MOMENTS = st.datetimes(datetime(2025, 7, 1), datetime(2027, 1, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC)
)


@st.composite
def _lives(draw: st.DrawFn) -> tuple[datetime, tuple[Turn, ...]]:
    """Received, then closed and opened again in turn, each after the one before."""
    received = draw(_MOMENTS)
    gaps = draw(st.lists(st.integers(0, 4000), max_size=4))
    turns, at = [], received
    for number, hours in enumerate(gaps):
        at += timedelta(hours=hours)
        turns.append(Turn(at, number % 2 == 0))
    return received, tuple(turns)


@st.composite
def complaints(draw: st.DrawFn) -> list[Reported]:
    found = []
    for number, (received, turns) in enumerate(draw(st.lists(_lives(), max_size=12))):
        answer = draw(ANSWERS)
        if answer.outcome is None and not answer.goodwill:
            answer = an_answer("not_upheld")
        found.append(
            Reported(
                reference=f"UP-{number}",
                received_at=received,
                kind=draw(st.sampled_from(list(AllegationKind))),
                turns=turns,
                answers=(answer,),
                first_sent_at=draw(st.none() | _MOMENTS),
            )
        )
    return found


PERIODS = st.tuples(st.dates(date(2025, 12, 1), date(2026, 12, 1)), st.integers(0, 400)).map(
    lambda told: Period(told[0], told[0] + timedelta(days=told[1]), LONDON)
)
