"""Our own targets pause while we wait for the customer; what binds us never does."""

from collections.abc import Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from .calendars import Calendar, Span, business_time_after, business_time_between, merged
from .explain import day, listed, moment
from .reckoning import end_of


def moved(
    due: datetime,
    received_at: datetime,
    pauses: Iterable[Span],
    zone: ZoneInfo,
    calendar: Calendar,
) -> datetime:
    """Where a target that was `due` goes: as much business time as before, pauses not counted.

    All moments are aware. A target of a whole day stays one, and no pause brings it forward.
    """
    amount = business_time_between(received_at, due, calendar, zone)
    later = business_time_after(received_at, amount, calendar, zone, pauses)
    if due.astimezone(zone).time() == time.max:
        later = end_of(later.astimezone(zone).date(), zone)
    return max(due, later)


def explain_moved(due: datetime, later: datetime, pauses: Iterable[Span], zone: ZoneInfo) -> str:
    """Why a target is due `later` than it was; empty when it is not."""
    if later == due:
        return ""
    told = [f"{moment(since, zone)} to {moment(until, zone)}" for since, until in merged(pauses)]
    days = [at.astimezone(zone).date() for at in (due, later)]
    if days[0] == days[1]:
        return f"Paused from {listed(told)}: moved from {_hour(due, zone)} to {_hour(later, zone)}."
    return f"Paused from {listed(told)}: moved from {day(days[0])} to {day(days[1])}."


def _hour(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"
