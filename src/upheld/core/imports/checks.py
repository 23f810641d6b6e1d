"""Whether a complaint from elsewhere can be taken, with every reason at its column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from upheld.core.intake import EARLIEST, LONGEST_SUBJECT, LONGEST_TEXT

from .arrival import (
    ANOTHER_ADDRESS,
    NO_ADDRESS,
    Arrival,
    Message,
    Problem,
    Reaches,
    RowRefused,
    is_no_text,
    no_text,
    shortened,
)

LONGEST_KEY = 80
_LONGEST = {"name": 200, "email": 254, "phone": 40, "topic": 200, "order": 40, "key": LONGEST_KEY,
            "customer number": LONGEST_KEY}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which days a complaint may have come: the regime's first day there, and now; and
    which addresses mail `reaches`."""

    zone: ZoneInfo
    begins: date
    now: datetime
    reaches: Reaches


def checked(arrival: Arrival, columns: Mapping[str, str], bounds: Bounds) -> Arrival:
    """The arrival as it can be filed. `columns` says which column each field came from.

    Raises RowRefused with every reason.
    """
    if problems := [*_problems(arrival, columns, bounds)]:
        raise RowRefused(problems)
    complaint = arrival.complaint
    subject = " ".join(complaint.subject.split())[:LONGEST_SUBJECT]
    who = replace(complaint.complainant, email=complaint.complainant.email.lower())
    return replace(arrival, complaint=replace(complaint, subject=subject, complainant=who))


def _problems(arrival: Arrival, columns: Mapping[str, str], bounds: Bounds) -> Iterator[Problem]:
    said, who = arrival.complaint.text, arrival.complaint.complainant
    texts = {
        "text": said, "subject": arrival.complaint.subject, "demand": arrival.complaint.demand,
        "topic": arrival.complaint.topic, "name": who.name, "email": who.email,
        "phone": who.phone, "order": arrival.order, "key": arrival.key,
        "response": arrival.response, "customer number": arrival.customer_key,
    }  # fmt: skip
    if not said.strip():
        yield _problem("text", columns, said, "nothing was said", "write what the customer said")
    for field, text in texts.items():
        yield from _unreadable(columns.get(field, field), text)
        if len(text) > _LONGEST.get(field, LONGEST_TEXT):
            many = (
                f"{len(text):,} characters where {_LONGEST.get(field, LONGEST_TEXT):,} are allowed"
            )
            yield _problem(field, columns, text, many, "shorten it")
    if who.email.strip() and not bounds.reaches(who.email.strip()):
        yield _problem("email", columns, who.email, NO_ADDRESS, ANOTHER_ADDRESS)
    for name, text in arrival.particulars.items():
        yield from _unreadable(name, text)
    yield from _day(arrival.complaint.received_at, arrival.past, columns, bounds)
    for number, message in enumerate(arrival.messages, 1):
        yield from _of_message(message, f"message {number}", bounds)


def _of_message(message: Message, where: str, bounds: Bounds) -> Iterator[Problem]:
    yield from _unreadable(where, "".join((message.text, message.author, *message.files)))
    if len(message.text) > LONGEST_TEXT:
        told = f"{len(message.text):,} characters where {LONGEST_TEXT:,} are allowed"
        yield Problem(where, shortened(message.text), told, "shorten it")
    if message.at > bounds.now or message.at < EARLIEST:
        yield Problem(where, f"{message.at:%Y-%m-%d}", "no date that can be", "mend the date")


def _day(at: datetime, past: bool, columns: Mapping[str, str], bounds: Bounds) -> Iterator[Problem]:
    """A past case has no clocks, so that no rule need have held when it came."""
    told = f"{at:%Y-%m-%d}"
    if at > bounds.now:
        yield _problem("received", columns, told, "date in the future", "mend the date")
    elif at < EARLIEST:
        yield _problem("received", columns, told, f"date before {EARLIEST.year}", "mend the year")
    elif not past and at.astimezone(bounds.zone).date() < bounds.begins:
        why = f"date before the regime's first rule of {bounds.begins}"
        yield _problem("received", columns, told, why, "choose another regime, or leave it out")


def _unreadable(column: str, text: str) -> Iterator[Problem]:
    if is_no_text(text):
        yield no_text(column, text)


def _problem(field: str, columns: Mapping[str, str], value: str, why: str, mend: str) -> Problem:
    return Problem(columns.get(field, field), shortened(value), why, mend)
