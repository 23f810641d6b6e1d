"""A person's open clocks as a calendar (RFC 5545). It tells no word of the complaint but its
subject: a calendar is copied to telephones."""

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from icalendar import Calendar, Event

from upheld.core.obligations import Force
from upheld.store import models as rows

_WHOSE = {Force.OWN: " (our own aim)", Force.CHANCE: " (a chance, no duty)"}


def as_calendar(
    clocks: Iterable[rows.Clock],
    promises: Iterable[rows.Commitment],
    now: datetime,
    absolute: Callable[[str], str],
) -> bytes:
    """The clocks and the promises as events; `absolute` makes an address of a page a whole one."""
    calendar = Calendar()
    calendar.add("prodid", "-//Upheld//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Upheld: my deadlines")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    for clock in clocks:
        calendar.add_component(_event(clock, now, absolute))
    for promise in promises:
        calendar.add_component(_promise(promise, now, absolute))
    told: bytes = calendar.to_ical()
    return told


def _event(clock: rows.Clock, now: datetime, absolute: Callable[[str], str]) -> Event:
    case = clock.case
    kind = clock.kind.replace("_", " ")
    # The same clock keeps its identity when it moves, so that a program moves it too.
    event = _of_case(case, clock.obligation, now, absolute)
    event.add(
        "summary", f"{case.reference} {kind}{_WHOSE.get(Force(clock.force), '')}: {case.subject}"
    )
    event.add("description", " ".join(filter(None, (clock.explanation, clock.moved))))
    whole_day = clock.due.astimezone(ZoneInfo(case.zone)).time() == time.max
    event.add("dtstart", clock.due_on if whole_day else clock.due)
    return event


def _promise(promise: rows.Commitment, now: datetime, absolute: Callable[[str], str]) -> Event:
    """A promise on its day, without its words: they may tell of the complaint."""
    event = _of_case(promise.case, f"promise-{promise.pk}", now, absolute)
    event.add("summary", f"{promise.case.reference} a promise to keep: {promise.case.subject}")
    event.add("dtstart", promise.due_on)
    return event


def _of_case(case: rows.Case, what: str, now: datetime, absolute: Callable[[str], str]) -> Event:
    event = Event()
    event.add("uid", f"{case.reference}-{what}@upheld")
    event.add("dtstamp", now)
    event.add("url", absolute(reverse("desk:case", args=[case.pk])))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
