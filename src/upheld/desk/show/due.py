"""By when, in the words of a working day: "today 17:00", "in 3 working days", "2 days late"."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from upheld.core.calendars import Calendar

from .zone import in_zone

# A deadline of a whole day ends with it; its hour says nothing to anybody.
_END_OF_DAY = (23, 59)


@dataclass(frozen=True, slots=True)
class Due:
    """`tone` is late, today, soon (the next three working days), later or met."""

    words: str
    tone: str
    at: datetime


def due(at: datetime, now: datetime, calendar: Calendar) -> Due:
    """How far `at` is from `now`; both aware. Days are those of the reader's zone."""
    if at < now:
        return Due(f"{_span(now - at)} late", "late", at)
    local, today = in_zone(at), in_zone(now).date()
    if local.date() == today:
        return Due("today" + _hour(local), "today", at)
    days = _working_days(today, local.date(), calendar)
    tone = "soon" if days <= 3 else "later"
    if local.date() == today + timedelta(days=1):
        return Due("tomorrow" + _hour(local), tone, at)
    return Due(f"in {_counted(days, 'working day')}", tone, at)


def met(at: datetime, deadline: datetime) -> Due:
    """A deadline that was met, or missed, at `at`."""
    return Due("met" if at <= deadline else f"met {_span(at - deadline)} late", "met", at)


def _hour(local: datetime) -> str:
    return "" if (local.hour, local.minute) == _END_OF_DAY else f" {local:%H:%M}"


def _span(gone: timedelta) -> str:
    hours = int(gone.total_seconds() // 3600)
    return _counted(max(hours, 1), "hour") if hours < 24 else _counted(hours // 24, "day")


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _working_days(after: date, until: date, calendar: Calendar) -> int:
    span = range(1, (until - after).days + 1)
    return sum(calendar.is_business_day(after + timedelta(days=day)) for day in span)
