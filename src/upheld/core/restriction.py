"""A restriction: how somebody reaches us for a while, and never whether they are heard.

It rests on conduct that is on record, is decided by a named lead and looked at by another, is told
with the way to appeal, ends by itself, and closes the door to no complaint (promise 8).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .conduct import ConductError, Family, about_what_was_done


class RestrictionError(ValueError):
    """A restriction that may not stand as it is; the message says what to mend."""


class Scope(StrEnum):
    """What is limited: the way, the time or the place, and never the complaint."""

    SINGLE_CONTACT = "single_contact"
    SUBJECT = "subject"
    WRITTEN_ONLY = "written_only"
    LIMITED_TIMES = "limited_times"
    PLACE = "place"


class RestrictionState(StrEnum):
    """`decided` binds nobody: it waits for the second lead, and for its letter."""

    DECIDED = "decided"
    IN_FORCE = "in_force"
    REFUSED = "refused"
    ENDED = "ended"


STANDING = (RestrictionState.DECIDED, RestrictionState.IN_FORCE)

# Our own aims: no law that we read sets them. Half a year is long for anybody to be kept apart, and
# a review that nobody makes within two weeks of its day ends the restriction.
LONGEST = timedelta(days=183)
REVIEW_AFTER = timedelta(days=91)
GRACE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record of conduct by its id: of which family, whether it stands, and whether it names a
    contact or a case."""

    id: int
    family: Family
    stands: bool
    placed: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """What a lead decides. `detail` says who, what, when or where, as the letter tells it."""

    scope: Scope
    detail: str
    reason: str
    alternatives: str
    vulnerability: str
    expires_on: date
    review_due: date | None = None


@dataclass(frozen=True, slots=True)
class Restriction:
    """A measure that may stand, with the ids of the conduct that it rests on."""

    measure: Measure
    conduct: tuple[int, ...]
    review_due: date


def decided(
    measure: Measure, evidence: Collection[Evidence], vulnerable: bool | None, today: date
) -> Restriction:
    """A restriction that a second lead may look at. Raises RestrictionError.

    `vulnerable` is what is known of the customer: None where nobody has looked.
    """
    _worded(measure)
    _vulnerability_first(evidence, vulnerable)
    named = tuple(sorted(each.id for each in evidence if each.stands and each.placed))
    if not named:
        raise RestrictionError(
            "name conduct that is on record with its contact or its case: a restriction rests on "
            "what happened"
        )
    due = measure.review_due or _half_way(today, measure.expires_on)
    _in_time(due, measure.expires_on, today)
    return Restriction(measure, named, due)


def _worded(measure: Measure) -> None:
    asked = {
        measure.reason: "say why: what happened, and whom it harmed or kept from their work",
        measure.detail: "say what it means for them: whom they reach, where, when or about what",
        measure.alternatives: "say what milder ways were considered, and why they will not do",
        measure.vulnerability: "say how it was looked whether they need more help, before anything",
    }
    for text, missing in asked.items():
        try:
            about_what_was_done(text, missing)
        except ConductError as error:
            raise RestrictionError(str(error)) from None


def still_borne(evidence: Collection[Evidence], vulnerable: bool | None) -> None:
    """Whether one that was decided may begin, or go on: by what stands and what is known today.
    Raises RestrictionError."""
    if not any(each.stands for each in evidence):
        raise RestrictionError(
            "all the conduct that it rests on was withdrawn: it does not begin, or ends"
        )
    _vulnerability_first(evidence, vulnerable)


def _vulnerability_first(evidence: Collection[Evidence], vulnerable: bool | None) -> None:
    """FCA FG21/1: health, a life event, resilience or capability may be what is seen as conduct."""
    if vulnerable is None:
        raise RestrictionError(
            "nobody has recorded whether this customer may need more help: look first, and say so"
        )
    safety = any(each.family is Family.BEHAVIOUR and each.stands for each in evidence)
    if vulnerable and not safety:
        raise RestrictionError(
            "this customer may need more help now: help first. Only conduct that harms somebody "
            "can be answered by a restriction, and none of that kind is named"
        )


def _half_way(today: date, ends: date) -> date:
    """When it is looked at where nobody says: half way, and in three months at the latest."""
    half = max((ends - today) // 2, timedelta(days=1))
    return today + min(half, REVIEW_AFTER)


def _in_time(review_due: date, expires_on: date, today: date) -> None:
    if not today < expires_on <= today + LONGEST:
        last = today + LONGEST
        raise RestrictionError(
            f"it ends on {expires_on}: choose a day after today and no later than {last}"
        )
    if not today < review_due <= expires_on:
        raise RestrictionError(
            f"the review is on {review_due}: choose a day after today and no later than its end"
        )


def last_day(expires_on: date, review_due: date) -> date:
    """The last day on which it holds: its own end, or the one when a review was missed."""
    return min(expires_on, review_due + GRACE)


def looked_at(because: str, stands: bool, review_due: date | None, ends: date, today: date) -> date:
    """The day of the next review of one that stands. Raises RestrictionError.

    For one that does not stand it is today: it is over.
    """
    try:
        about_what_was_done(because, "say what was looked at, and why it stands or ends")
    except ConductError as error:
        raise RestrictionError(str(error)) from None
    if not stands:
        return today
    due = review_due or _half_way(today, ends)
    _in_time(due, ends, today)
    return due
