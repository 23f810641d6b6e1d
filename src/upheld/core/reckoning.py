"""The last moment within a span of hours, days, weeks or years after receipt."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .calendars import Calendar, business_days_after, business_time_after
from .obligations import Unit, Within


def last_moment(
    within: Within, received_at: datetime, zone: ZoneInfo, calendar: Calendar
) -> datetime:
    """The last moment (UTC) within a span after the aware `received_at`."""
    if within.unit is Unit.HOURS:  # hours are hours, also in the night when the clocks change
        return received_at.astimezone(UTC) + timedelta(hours=within.amount)
    if within.unit is Unit.BUSINESS_HOURS:
        return business_time_after(received_at, timedelta(hours=within.amount), calendar, zone)
    last = _last_day(within, received_at.astimezone(zone).date(), calendar)
    return end_of(last, zone)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last moment of a day in `zone`, in UTC."""
    return datetime.combine(day, time.max, zone).astimezone(UTC)


def _last_day(within: Within, received_on: date, calendar: Calendar) -> date:
    match within.unit:
        case Unit.BUSINESS_DAYS:
            return business_days_after(received_on, within.amount, calendar)
        case Unit.YEARS:
            return _years_after(received_on, within.amount)
        case Unit.WEEKS:
            return received_on + timedelta(weeks=within.amount)
        case _:
            return received_on + timedelta(days=within.amount)


def _years_after(day: date, years: int) -> date:
    """The same day years later; 29 February becomes 1 March, for what is kept a day too long
    breaks no rule."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
