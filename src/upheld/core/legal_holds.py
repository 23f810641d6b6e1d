"""A legal hold: what may be evidence in a dispute is kept, whoever asks and whatever is over, until
somebody lifts it.

A duty to preserve goes before a period and before a request (GDPR, article 17(3)(e): legal claims).
It has a day of review, so that nothing is held for ever because nobody remembers why.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from .as_seen import is_blank

# Until it is looked at again. Our own choice: the law asks that it be no longer than is needed.
AT_MOST = timedelta(days=366)


class LegalHoldError(ValueError):
    """A legal hold that cannot be placed, reviewed or lifted so; says what to do."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold that stands, by its number: since which day, and by when it is looked at."""

    id: int
    since: date
    review_due: date

    @property
    def words(self) -> str:
        """Without its reason, which may be another team's own."""
        since, due = (f"{day:%-d %B %Y}" for day in (self.since, self.review_due))
        return f"legal hold {self.id} since {since}, to be reviewed by {due}"

    @property
    def code(self) -> str:
        """For a log, which has no words of anybody."""
        return f"legal-hold:{self.review_due}"


def said(text: str, missing: str) -> str:
    """The text without what surrounds it. Raises LegalHoldError where it says nothing."""
    if is_blank(text):
        raise LegalHoldError(missing)
    return text.strip()


def review_by(day: date, today: date) -> date:
    """The day by which it is looked at again. Raises LegalHoldError."""
    if day <= today:
        raise LegalHoldError("it is reviewed on a later day than today: choose one")
    if day - today > AT_MOST:
        raise LegalHoldError("it is reviewed within a year: choose an earlier day")
    return day
