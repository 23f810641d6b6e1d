"""Moments as they are typed: a day, a time where the regime is, or a time with its offset."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from upheld.core.promises.given_days import DayError, checked_day

from .errors import Refused


def read_day(option: str, text: str) -> date:
    """Raises Refused."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"{option} {text}: write a day, as 2026-01-31") from None


def near_day(option: str, day: date) -> date:
    """A day that was read, if something can be worked out from it. Raises Refused."""
    try:
        return checked_day(day)
    except DayError as error:
        raise Refused(f"{option} {error}") from None


def day_if_given(option: str, at: datetime | None) -> date | None:
    """The day of an option that is read as midnight; None where it was left out. Raises Refused."""
    return near_day(option, at.date()) if at else None


def read_day_if_given(option: str, text: str) -> date | None:
    """None of an option that was left out. Raises Refused."""
    return near_day(option, read_day(option, text)) if text else None


def read_moment(option: str, text: str, zone: ZoneInfo) -> datetime:
    """A day begins when it begins in `zone`; a moment without an offset is a time there.

    Raises Refused."""
    try:
        if len(text) == len("2026-11-02"):
            return datetime.combine(date.fromisoformat(text), time.min, zone)
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(
            f"{option} {text}: write a day or a moment, as 2026-11-02 or 2026-11-02T14:30"
        ) from None
