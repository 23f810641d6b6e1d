"""Whole days, with as many before them to set them beside."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.utils import timezone

from upheld.store.counted import case_days

# A report of more is a history, and costs as much to read.
LONGEST = timedelta(days=5 * 366)
EARLIEST = date(1970, 1, 1)


class ReportError(ValueError):
    """Days of which no report can be made; the message says why and what to give."""


@dataclass(frozen=True, slots=True)
class Span:
    """From `first` to `last`, both whole, in the firm's zone. `before` is the span before it: as
    many whole months where these are whole months, else as many days."""

    first: date
    last: date
    now: datetime

    @property
    def since(self) -> datetime:
        return case_days.moments(self.first, self.last)[0]

    @property
    def until(self) -> datetime:
        return case_days.moments(self.first, self.last)[1]

    @property
    def seen(self) -> datetime:
        """Its end, or just after now where it is not over."""
        return case_days.seen(self.until, self.now)

    @property
    def days(self) -> float:
        """How long it has lasted so far, in days."""
        return max((self.seen - self.since) / timedelta(days=1), 0.0)

    @property
    def before(self) -> "Span":
        last = self.first - timedelta(days=1)
        months = _whole_months(self.first, self.last)
        if not months:
            return Span(last - (self.last - self.first), last, self.now)
        at = last.year * 12 + last.month - months
        return Span(date(at // 12, at % 12 + 1, 1), last, self.now)

    @property
    def before_told(self) -> str:
        """What the span before is called: "the month before", "the 92 days before"."""
        months = _whole_months(self.first, self.last)
        if months:
            named = {1: "the month", 12: "the year"}.get(months, f"the {months} months")
            return f"{named} before"
        days = (self.last - self.first).days + 1
        return "the day before" if days == 1 else f"the {days} days before"

    def asked(self, **more: str) -> str:
        """What the address of a list asks, for the rows of these days."""
        return urlencode({**more, "from": self.first.isoformat(), "to": self.last.isoformat()})


def day(of: date) -> str:
    return f"{of.day} {of:%B %Y}"


def span(first: date, last: date, now: datetime) -> Span:
    """Raises ReportError."""
    if last < first:
        raise ReportError(f"the days run from {first} to {last}, backwards: swap them")
    if first > timezone.localdate(now):
        raise ReportError(f"{first} is to come: nothing is known of it yet")
    if first < EARLIEST:
        raise ReportError(f"{first} is before {EARLIEST}: mend the year")
    if last - first > LONGEST:
        raise ReportError(f"from {first} to {last} is more than five years: ask for fewer days")
    return Span(first, last, now)


def _whole_months(first: date, last: date) -> int:
    """How many whole months these days are; 0 where they are not."""
    if first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        return 0
    return (last.year - first.year) * 12 + last.month - first.month + 1
