"""What a message says, once it is read, and how much of one we read at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .attached import Attached

LARGEST = 50 * 1024 * 1024  # bytes
MOST_LINES = 1_000_000
MOST_PARTS = 2_000
MOST_LEVELS = 30
MOST_HEADERS = 1_000  # in one part
MOST_TAGS = 200_000  # of all HTML that is read as the text; what is attached is not counted
LONGEST_HEADER = 100_000  # characters
MOST_PARAMETERS = 100  # of what a header says of a part, such as its name (RFC 2045, section 5.1)
LONGEST_OF_PART = 10_000  # characters of such a header
# By which servers tell of a message, each above what it came with.
RECEIVED, RESULTS = "received", "authentication-results"


class Unreadable(ValueError):
    """A message that is not read; says why. Its bytes are kept all the same."""


@dataclass(frozen=True, slots=True)
class Address:
    """Who wrote or was written to. `email` is in small letters, and empty where it is none, or not
    for certain."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Post:
    """A message as it is read. `headers` are those of the message itself by name in small letters,
    as they were written (RFC 2047, section 5: what is no text holds no encoded words), each on one
    line, and `trace` those by which servers tell of it in their order, with their names; `date` is
    aware, and None where the message gives none that is one. Long files stay in what it was read
    from, which is open for as long as they are wanted."""

    subject: str = ""
    senders: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    date: datetime | None = None
    message_id: str = ""
    answers: tuple[str, ...] = ()
    text: str = ""
    attachments: tuple[Attached, ...] = ()
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    trace: tuple[tuple[str, str], ...] = ()

    @property
    def sender(self) -> Address:
        """Who wrote it; an empty address where it does not say."""
        return next((each for each in self.senders if each.email), Address("", ""))

    def header(self, name: str) -> str:
        """The first header of this name; empty without one."""
        return next(iter(self.headers.get(name, ())), "")
