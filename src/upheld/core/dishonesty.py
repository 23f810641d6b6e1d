"""Knowingly untrue: a finding of its own about a statement, never about who made it.

Most complaints that are not so are honest: what was misread or could not be shown is no
dishonesty. This finding names its evidence, needs a second person, is reviewed on a set day, and
nothing that is owed can read it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .as_seen import is_blank
from .checks.phrases import about_the_person
from .reading import sentences

# How long a proposal may stand before somebody looks at it anew, and at most.
REVIEW_AFTER = timedelta(days=182)
LATEST_REVIEW = timedelta(days=366)


class DishonestyError(ValueError):
    """A finding of this kind that may not stand as it is; the message says what to mend."""


class DishonestyState(StrEnum):
    """`proposed` counts for nothing until a second person confirms it."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was knowingly untrue, and the ids of the evidence that shows that it was known."""

    statement: str
    evidence: tuple[int, ...]
    review_due: date


def proposed(
    statement: str,
    evidence: Collection[int],
    known: Collection[int],
    review_due: date | None,
    today: date,
) -> Proposal:
    """A proposal that a second person may look at. Raises DishonestyError.

    `known` are the ids of the evidence kept with the allegation.
    """
    _about_the_statement(statement)
    if not evidence:
        raise DishonestyError(
            "name the evidence that shows it was known to be untrue; without any, the finding is "
            "that it was not so"
        )
    if strange := set(evidence) - set(known):
        told = ", ".join(map(str, sorted(strange)))
        raise DishonestyError(f"evidence {told} is not kept with this allegation: add it there")
    due = review_due or today + REVIEW_AFTER
    _reviewed_in_time(due, today)
    return Proposal(statement.strip(), tuple(sorted(set(evidence))), due)


def _about_the_statement(statement: str) -> None:
    """Says what was untrue; what somebody is like has no place in it (promise 8)."""
    if is_blank(statement):
        raise DishonestyError("say which statement was untrue, and how we know that it was known")
    for sentence in sentences(statement):
        if about_the_person(sentence):
            raise DishonestyError(f"write about the statement, not the person: {sentence}")


def _reviewed_in_time(due: date, today: date) -> None:
    if not today < due <= today + LATEST_REVIEW:
        raise DishonestyError(f"the review is on {due}: choose a day after today and within a year")


def reviewed(why: str, upheld: bool, review_due: date | None, today: date) -> date | None:
    """The day of the next review, or None when the finding is withdrawn. Raises DishonestyError."""
    if is_blank(why):
        raise DishonestyError("say what was looked at, and why it stands or falls")
    if not upheld:
        return None
    due = review_due or today + REVIEW_AFTER
    _reviewed_in_time(due, today)
    return due
