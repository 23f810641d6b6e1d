"""When each complaint came and was through each step: one statement, however many there are."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Min, OuterRef, QuerySet, Subquery

from upheld.core.obligations import End, Force, Obligation, Unit
from upheld.core.regimes import Regime
from upheld.core.words import Stance
from upheld.store import models as rows
from upheld.store import policies
from upheld.store.counted import answers_right, case_days, cases_counted
from upheld.store.sql.asked_again import AskedAgain

from .survival import Days

_DAY = 86_400.0
_BUSINESS = (Unit.BUSINESS_DAYS, Unit.BUSINESS_HOURS)


class Step(StrEnum):
    """What a complaint comes to, in its order; each is timed from the day that it came."""

    ACKNOWLEDGED = "acknowledged"
    DECIDED = "decided"
    ANSWERED = "answered"
    CLOSED = "closed"


_ENDS = {Step.ACKNOWLEDGED: End.ACKNOWLEDGEMENT, Step.ANSWERED: End.ANSWER}


class Way(NamedTuple):
    """One complaint: whose it is, what it is about, and when it was through each step."""

    received_at: datetime
    regime: str
    topic: str
    owner: int | None
    team: str
    acknowledged: datetime | None
    decided: datetime | None
    answered: datetime | None
    closed: datetime | None


def ways(since: datetime, until: datetime) -> list[Way]:
    """The complaints that came in this time, whatever became of them since."""
    found = _WAYS(since, until)
    return [Way(row[0], row[1], row[2], row[3], row[4] or "", *row[5:]) for row in found]


def _ways(since: datetime, until: datetime) -> "QuerySet[rows.Case, Any]":
    came = case_days.received(cases_counted.counted(until), since, until).order_by()
    met = rows.Clock.objects.filter(ends=End.ACKNOWLEDGEMENT, met_at__isnull=False)
    decided = rows.Decision.objects.exclude(stance=Stance.ASK)
    told: QuerySet[rows.Case, Any] = came.annotate(
        acknowledged=_first(met, "met_at"),
        decided=_first(decided, "at"),
        answered=_first(answers_right.answers(), "queued_at"),
        closed=_first(rows.Closing.objects.all(), "at"),
    )
    names = ("received_at", "regime", "topic", "owner", "owner__team__name", *Step)
    return told.values_list(*names)


_WAYS = AskedAgain(_ways)


def _first(found: "QuerySet[rows.Clock] | QuerySet[rows.Decision] | QuerySet[rows.Letter] | QuerySet[rows.Closing]", at: str) -> Subquery:  # fmt: skip  # noqa: E501
    of_case = found.filter(case=OuterRef("pk")).order_by().values("case")
    return Subquery(of_case.annotate(first=Min(at)).values("first"))


@dataclass(frozen=True, slots=True)
class Counting:
    """How the days of a step are counted: `working` ones of a regime whose target says so, with
    the moment `target`, told as the regime does; else days of the calendar."""

    working: Regime | None = None
    target: str = ""

    def between(self, begun: Sequence[datetime], ended: Sequence[datetime]) -> Days:
        """Days from one moment to the other. Working days are whole, and counted from the day
        after receipt (DISP 1.5)."""
        if self.working is None:
            passed = [
                (end - start).total_seconds() for start, end in zip(begun, ended, strict=True)
            ]
            return np.maximum(np.array(passed, dtype=np.float64) / _DAY, 0.0)
        calendar, day_of = self.working.calendar, self.working.day_of
        week = [day not in calendar.weekend for day in range(7)]
        first, last = (np.array([day_of(at) for at in each], "datetime64[D]") + 1
                       for each in (begun, ended))  # fmt: skip
        off = np.array(sorted(calendar.holidays), "datetime64[D]")
        return np.maximum(np.busday_count(first, last, week, off), 0).astype(np.float64)


def counting(found: Sequence[Way], today: date) -> Callable[[Step], Counting]:
    """By the rules that most of these complaints are under."""
    named = Counter(way.regime for way in found).most_common(1)
    regime = policies.regime(named[0][0]) if named else None

    def of(step: Step) -> Counting:
        target = _target(regime, _ENDS[step], today) if regime and step in _ENDS else None
        if regime is None or target is None or target.within is None:
            return Counting()
        working = regime if target.within.unit in _BUSINESS else None
        return Counting(working, f"{target.within}")

    return of


def _target(regime: Regime, ends: End, today: date) -> Obligation | None:
    """The first moment at which such a step is due, of those that are in force."""
    rules = [
        each
        for each in regime.obligations
        if each.ends is ends and each.within and each.force is not Force.CHANCE
        and each.valid_from <= today and (each.valid_to is None or today < each.valid_to)
    ]  # fmt: skip
    return rules[0] if rules else None
