"""Does goodwill work, as a page reads it: of the days that are asked about, or of all."""

from datetime import date, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from upheld.insight.figures import Figure, Worked
from upheld.insight.past_cases import whole_days

from .made import Effects, effects

_A_MONTH = timedelta(days=30)
USUAL: dict[str, Any] = {"first": None, "last": None, "months": 6}


def _work(now: datetime, first: str | None, last: str | None, months: int) -> Effects:
    return effects(*whole_days(_day(first), _day(last), now), now, months * _A_MONTH)


EFFECTS = Figure("goodwill", _work, TypeAdapter(Effects), follows=False)


def effects_kept(
    first: date | None, last: date | None, months: int, now: datetime
) -> Worked[Effects]:
    """Of complaints received from the first day to the last, whose customers are followed for so
    many months of 30 days. Raises PeriodError for days that are none."""
    whole_days(first, last, now)
    told = (each and each.isoformat() for each in (first, last))
    return EFFECTS.worked(now, **dict(zip(("first", "last"), told, strict=True)), months=months)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
