"""The team as a page reads it: of the days that are asked about, or of the last twelve months."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from pydantic import TypeAdapter

from upheld.insight.figures import Figure, Worked
from upheld.store.counted import case_days

from .made import Team, team

_YEAR = timedelta(days=364)
USUAL: dict[str, Any] = {"days": None}


def _work(now: datetime, days: list[str] | None) -> Team:
    first, last = (date.fromisoformat(day) for day in days) if days else last_year(now)
    return team(*case_days.moments(first, last), now)


TEAM = Figure("team", _work, TypeAdapter(Team))


def last_year(now: datetime) -> tuple[date, date]:
    """The last twelve months, from their first day to today."""
    today = timezone.localdate(now)
    return today - _YEAR, today


def team_kept(days: tuple[date, date] | None, now: datetime) -> Worked[Team]:
    """Of complaints that came from the first of these days to the last; None: of the last year."""
    return TEAM.worked(now, days=days and [day.isoformat() for day in days])
