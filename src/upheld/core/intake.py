"""Listen: what was said, by whom, when. Nothing here judges."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from upheld.tables.turning import TURNING

from .domains import is_written_as_known
from .words import Channel

# A year typed short or a clock that was never set; no firm answers what is older.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LONGEST_TEXT = 1_000_000
LONGEST_SUBJECT = 200
LONGEST_TOPIC = 200
_LONGEST = {"name": 200, "email": 254, "phone": 40, "topic": LONGEST_TOPIC}


# Whose own writing the text is; what was said by telephone was written down by one of us, for us.
IN_THEIR_WORDS = (Channel.WEB, Channel.EMAIL, Channel.LETTER)


class TooMany(RuntimeError):
    """More complaints within an hour than a machine may file; the message says what to do."""


class IntakeError(ValueError):
    """A complaint that cannot be taken as it stands; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Complainant:
    """Who makes the complaint, as far as they told us."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Complaint:
    """An expression of dissatisfaction where an answer is expected (ISO 10002; RG 271.27).

    `received_at` is aware. `demand` is what the complainant asks for: recorded, never weighed.
    """

    text: str
    received_at: datetime
    complainant: Complainant = Complainant()
    subject: str = ""
    channel: Channel = Channel.DESK
    demand: str = ""
    topic: str = ""


def accepted(complaint: Complaint, now: datetime) -> Complaint:
    """The complaint with its subject filled in. Raises IntakeError when it cannot be taken."""
    if problem := _problem(complaint, now):
        raise IntakeError(problem)
    subject = in_one_line(complaint.subject or first_words(complaint.text))
    who = complaint.complainant
    return Complaint(
        text=complaint.text.strip(),
        received_at=complaint.received_at,
        complainant=replace(who, name=in_one_line(who.name), phone=in_one_line(who.phone)),
        subject=subject[:LONGEST_SUBJECT],
        channel=complaint.channel,
        demand=complaint.demand.strip(),
        topic=complaint.topic.strip(),
    )


def _problem(complaint: Complaint, now: datetime) -> str | None:
    who = complaint.complainant
    short = {"name": who.name, "email": who.email, "phone": who.phone, "topic": complaint.topic}
    if not complaint.text.strip():
        return "the complaint has no text: write what the customer said"
    long = (complaint.text, complaint.subject, complaint.demand)
    if any(map(unreadable, (*long, *short.values()))):
        return "the text has bytes that are no text: save the file as plain UTF-8 and try again"
    for field, said in short.items():
        if len(said) > _LONGEST[field]:
            return f"the {field} has {len(said):,} characters and {_LONGEST[field]} are allowed"
    if len(complaint.text) > LONGEST_TEXT:
        return (
            f"the text has {len(complaint.text):,} characters and {LONGEST_TEXT:,} are allowed: "
            "keep the letter as evidence and file a summary"
        )
    if complaint.received_at.tzinfo is None:
        return "the moment of receipt has no time zone: add it, such as 2026-11-02T09:30:00+00:00"
    if complaint.received_at < EARLIEST:
        return (
            f"received on {complaint.received_at:%Y-%m-%d}, which is before {EARLIEST.year}: "
            "mend the year"
        )
    if complaint.received_at > now:
        return (
            f"received on {complaint.received_at:%Y-%m-%d}, which is in the future: mend the date"
        )
    return None


# An address of one person: what parts two, or ends a header, or leads to a machine, is in none.
_ADDRESS = re.compile(r"""[^\s@,;:<>()\[\]\\"]+@[^\s@,;:<>()\[\]\\"]+""")


def in_one_line(text: str) -> str:
    """A name or a subject as it may stand beside other words, and in a letter."""
    return " ".join(TURNING.sub("", text).split())


def check_address(email: str) -> None:
    """Raises IntakeError for what is no address of one person; that there is none is right."""
    if email and not (_ADDRESS.fullmatch(email) and is_written_as_known(email)):
        told = in_one_line(email)[:80]
        raise IntakeError(f"{told!r} is no e-mail address: write one such as sally@example.org")


def unreadable(text: str) -> bool:
    """NUL, which PostgreSQL refuses, or half of a surrogate pair, which is no character."""
    return any(char == "\x00" or "\ud800" <= char <= "\udfff" for char in text)


def first_words(text: str, most: int = 72) -> str:
    """The first words of a text as a subject, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"
