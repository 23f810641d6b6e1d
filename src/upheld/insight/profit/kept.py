"""What customers bring and what we cause, as pages read them: of a year, of all time, of days."""

from datetime import date, datetime, timedelta
from typing import Any, Literal

from pydantic import TypeAdapter

from upheld.insight.figures import Figure, Worked
from upheld.store.counted import case_days
from upheld.store.policy_files.costs_file import rates

from .costs import Scope
from .curve import Curve, curve_of
from .failure import Failure, failure
from .whale import whale

Time = Literal["year", "all"] | tuple[date, date]
_YEAR = timedelta(days=365)
USUAL: dict[str, Any] = {"time": "year"}


def scope(time: Time, now: datetime) -> Scope:
    """The twelve months up to now, everything up to now, or these days as far as they are over."""
    if isinstance(time, tuple):
        since, until = case_days.moments(*time)
        return Scope(min(until, now), since)
    return Scope(now, now - _YEAR if time == "year" else None)


def _whale(now: datetime, time: str | list[str]) -> Curve:
    return curve_of(whale(rates(), scope(_read(time), now)))


def _failure(now: datetime, time: str | list[str]) -> Failure:
    return failure(rates(), scope(_read(time), now))


WHALE = Figure("whale", _whale, TypeAdapter(Curve))
FAILURE = Figure("failure", _failure, TypeAdapter(Failure))


def whale_kept(time: Time, now: datetime) -> Worked[Curve]:
    """Raises BadData and CostsMissing, as `rates` does."""
    rates()
    return WHALE.worked(now, time=_told(time))


def failure_kept(time: Time, now: datetime) -> Worked[Failure]:
    """Raises BadData and CostsMissing, as `rates` does."""
    rates()
    return FAILURE.worked(now, time=_told(time))


def _told(time: Time) -> str | list[str]:
    return [day.isoformat() for day in time] if isinstance(time, tuple) else time


def _read(time: str | list[str]) -> Time:
    if isinstance(time, str):
        return "all" if time == "all" else "year"
    first, last = map(date.fromisoformat, time)
    return first, last
