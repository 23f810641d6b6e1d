"""Whether like cases were treated alike, as a page reads it: of the days that are asked about, or
of all."""

from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter

from upheld.insight.figures import Figure, Worked
from upheld.insight.past_cases import whole_days

from .made import Fairness, fairness

USUAL: dict[str, Any] = {"first": None, "last": None, "again": True}


def _work(now: datetime, first: str | None, last: str | None, again: bool) -> Fairness:
    return fairness(*whole_days(_day(first), _day(last), now), now, again)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


FAIRNESS = Figure("fairness", _work, TypeAdapter(Fairness), heavy=True)


def fairness_kept(
    first: date | None, last: date | None, now: datetime, again: bool = True
) -> Worked[Fairness]:
    """Of complaints received from the first day to the last; with `again` the policy in force
    decides the same cases once more. Raises PeriodError for days that are none."""
    whole_days(first, last, now)
    told = (day and day.isoformat() for day in (first, last))
    return FAIRNESS.worked(now, **dict(zip(("first", "last"), told, strict=True)), again=again)
