"""A complaint from elsewhere with what was said since, and what is amiss with a row of a file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from upheld.core.intake import Complaint

_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Message:
    """Something that was said after the complaint. What is `internal` is for staff alone, for ever.

    `files` are names: nothing is fetched.
    """

    at: datetime
    text: str
    by_customer: bool
    internal: bool = False
    author: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """A complaint from elsewhere: `key` is its own within `source`, `response` what was done there.

    `customer_key` is what the source knows the customer by. `past` was closed there: it comes in
    closed, without clocks, because nobody here knows which were met. `particulars` are kept for
    people and never become a table's input.
    """

    source: str
    key: str
    complaint: Complaint
    response: str = ""
    particulars: Mapping[str, str] = field(default_factory=dict)
    customer_key: str = ""
    messages: tuple[Message, ...] = ()
    past: bool = False
    order: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be taken: its column (empty for the row), the value, and the mend."""

    column: str
    value: str
    why: str
    mend: str

    def __str__(self) -> str:
        where = f"{self.column}: " if self.column else ""
        return f"{where}{self.why}: {self.mend}"


# What is no address that mail can reach; what can is said by whoever asks for it (Reaches).
NO_ADDRESS = "no e-mail address"
ANOTHER_ADDRESS = "write one such as sally@example.org, or leave it empty"
Reaches = Callable[[str], bool]


class RowRefused(ValueError):
    """A row that cannot be taken; the rest of its file can."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


def shortened(value: object) -> str:
    """A value as a list of errors shows it: on one line, without control characters, not long."""
    text = " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


A_NUL = "a NUL (U+0000), which is in no text"


def is_no_text(text: str) -> bool:
    """Whether it has NUL, which PostgreSQL refuses, or half of a surrogate pair, which is no
    character."""
    return any(char == "\x00" or "\ud800" <= char <= "\udfff" for char in text)


def no_text(column: str, text: str) -> Problem:
    value = shortened(text.encode("utf-8", "replace").decode())
    if "\x00" in text:
        return Problem(column, value, A_NUL, "take it out of the cell, or export the file anew")
    return Problem(column, value, "bytes that are no text", "save the row as plain text")
