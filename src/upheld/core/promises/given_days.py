"""Days that somebody gives, such as the end of an exception: near enough to ours that what is
worked out from them, a deadline or a year on, is a day of the calendar in every zone."""

from datetime import date

from upheld.core.intake import EARLIEST

LATEST = date(2100, 12, 31)  # the calendars know their holidays up to here


class DayError(ValueError):
    """A day that can only be a slip; the message says which are taken."""


def checked_day(day: date) -> date:
    """The same day. Raises DayError."""
    if not EARLIEST.date() <= day <= LATEST:
        raise DayError(f"{day} is not between {EARLIEST.year} and {LATEST.year}: mend the year")
    return day
