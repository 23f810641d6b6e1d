"""Working days and working hours of a place, and the arithmetic on them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

Span = tuple[datetime, datetime]
OFFICE_HOURS = ((time(9), time(17)),)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A place's working days and, within them, its opening hours.

    `holidays` maps a day to its name. `weekend` holds weekday numbers, Monday is 0. `hours` are
    the intervals of a working day in order, such as a morning and an afternoon.
    """

    name: str
    holidays: Mapping[date, str] = field(default_factory=dict)
    weekend: frozenset[int] = frozenset({5, 6})
    hours: tuple[tuple[time, time], ...] = OFFICE_HOURS

    def is_business_day(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays


def business_days_after(day: date, count: int, calendar: Calendar) -> date:
    """The `count`-th business day following `day`."""
    while count > 0:
        day += timedelta(days=1)
        count -= calendar.is_business_day(day)
    return day


def days_between(first: date, last: date) -> Iterator[date]:
    """The days after `first`, up to and with `last`."""
    return (first + timedelta(days=n) for n in range(1, (last - first).days + 1))


def business_time_after(
    moment: datetime,
    amount: timedelta,
    calendar: Calendar,
    zone: ZoneInfo,
    pauses: Iterable[Span] = (),
) -> datetime:
    """When `amount` of business time has passed since `moment`, not counting the pauses.

    All moments are aware; the answer is UTC. No amount is over at once.
    """
    if not amount:
        return moment.astimezone(UTC)
    for start, end in _open(moment, calendar, zone, merged(pauses)):
        if amount <= end - start:
            return start + amount
        amount -= end - start
    raise AssertionError("open time never ends")


def business_time_between(
    start: datetime, end: datetime, calendar: Calendar, zone: ZoneInfo, pauses: Iterable[Span] = ()
) -> timedelta:
    """How much business time lies between two aware moments, not counting the pauses."""
    spans = takewhile(lambda span: span[0] < end, _open(start, calendar, zone, merged(pauses)))
    return sum((min(closes, end) - opens for opens, closes in spans), timedelta(0))


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time in order and without overlaps: what was paused twice is paused once."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return found


def _open(
    since: datetime, calendar: Calendar, zone: ZoneInfo, pauses: list[Span]
) -> Iterator[Span]:
    """The spans of business time from `since` on, with the pauses cut out; it never ends."""
    day = since.astimezone(zone).date()
    while True:
        if calendar.is_business_day(day):
            for opens, closes in calendar.hours:
                start = max(_moment(day, opens, zone), since.astimezone(UTC))
                yield from _cut(start, _moment(day, closes, zone), pauses)
        day += timedelta(days=1)


def _moment(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone).astimezone(UTC)


def _cut(start: datetime, end: datetime, pauses: list[Span]) -> Iterator[Span]:
    """What is left of a span where the pauses, in order, are taken out."""
    for since, until in pauses:
        if until <= start or end <= since:
            continue
        if start < since:
            yield start, since
        start = until
    if start < end:
        yield start, end
