"""Erasure: why something may go, what speaks against it, and the words for both."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .legal_holds import Hold
from .retention import Period


class ErasureState(StrEnum):
    PROPOSED = "proposed"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class ErasureWhy(StrEnum):
    """They asked for it (GDPR and UK GDPR, article 17), or the time to keep it is over."""

    REQUEST = "request"
    PERIOD = "period"


# The words for what cannot go yet since more of theirs comes, or is written, while it is to go.
CAME = "more of it came in at this moment: try again"


class ErasureError(ValueError):
    """Something cannot be erased, or not now; each of `lines` says why and until when, and `code`
    the first of it in one word, for a log that has no words of anybody."""

    def __init__(self, *lines: str, code: str = "refused") -> None:
        super().__init__("\n".join(lines))
        self.lines, self.code = lines, code


@dataclass(frozen=True, slots=True)
class Stays:
    """One case that stays, or a customer as `customer 12`, and why; `until` is the last day, None
    where none can be told yet."""

    case: str
    why: str
    until: date | None
    period: Period | None = None
    hold: Hold | None = None

    @property
    def code(self) -> str:
        """`fca-record:2029-11-02`, `legal-hold:2027-03-01` with the day of its review, or `open`
        where no day can be told yet."""
        if self.hold:
            return self.hold.code
        rule = self.period.id if self.period else "open"
        return f"{rule}:{self.until}" if self.until else rule

    @property
    def words(self) -> str:
        if self.hold:
            return f"{self.case} is under {self.hold.words}"
        if self.period is None or self.until is None:
            return f"{self.case}: {self.why}"
        unsure = "" if self.period.verified else ", which nobody has verified"
        return (
            f"{self.case} must be kept until {self.until:%-d %B %Y}: {self.period.clause}, "
            f"{self.period.words}{unsure}"
        )
