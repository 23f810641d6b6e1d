"""Publish a draft: a second person lets it decide, from its first day on, when nothing hinders it.

On the way there it is sent for review, and may be returned or dropped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from upheld.core.as_seen import is_blank
from upheld.core.event_kinds import EventKind
from upheld.core.review import Hindrance, promises_lost
from upheld.core.undone import undone
from upheld.core.words import DraftState
from upheld.store import drafts, policies
from upheld.store.models import Person, PolicyDraft, PolicyVersion
from upheld.store.record import events
from upheld.tables import Policy

from . import may
from .as_read import check_read


class NotReady(ValueError):
    """What is asked cannot be done with this draft yet; the message says why and the mend."""


class Hindered(NotReady):
    """A draft that may not be published as it stands; `problems` says each reason and its mend."""

    def __init__(self, problems: tuple[Hindrance, ...]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


@transaction.atomic
def send_for_review(draft_id: int, by: Person, now: datetime, read: str | None = None) -> None:
    """Asks a second person to look. `read` is what was read of the draft (as_read.py). Raises
    Hindered while something keeps it from being published: a reviewer's time is for judgement.
    Raises NotRead, NotReady, NotAllowed or WrongState too."""
    draft = drafts.held(draft_id)
    may.check("send", by, draft.state)
    check_read(draft, read)
    _ready(draft, now)
    if not draft.done:
        raise NotReady("nothing is changed yet: there is nothing to review")
    kind = EventKind.POLICY_DRAFT_SENT_FOR_REVIEW
    drafts.moved(draft, DraftState.IN_REVIEW, kind, by, now, {})


@transaction.atomic
def return_draft(
    draft_id: int, why: str, by: Person, now: datetime, read: str | None = None
) -> None:
    """Back to be written on, with the reason as a comment. Raises NotReady without one, NotRead."""
    draft = drafts.held(draft_id)
    may.check("return", by, draft.state)
    check_read(draft, read)
    if is_blank(why):
        raise NotReady("say why it goes back, so that its author knows what to change")
    draft.reviewer = by
    drafts.commented(draft, "", "", why.strip(), by, now)
    told = {"why": why.strip()}
    drafts.moved(draft, DraftState.DRAFT, EventKind.POLICY_DRAFT_RETURNED, by, now, told)


@transaction.atomic
def publish(draft_id: int, by: Person, now: datetime, read: str | None = None) -> PolicyVersion:
    """Lets the draft decide every complaint that is received from its first day on. `read` is what
    was read of it (as_read.py).

    Raises NotRead, Hindered with each reason why it may not, NotReady for whoever wrote in it, or
    undid or did again what was written, and for a day that does not do, NotAllowed or WrongState.
    """
    events.hold()  # two drafts that are published at once would each miss the other
    draft = drafts.held(draft_id)
    may.check("publish", by, draft.state)
    check_read(draft, read)
    if by.pk in drafts.editors_of(draft):
        raise NotReady(_OWN)
    _ready(draft, now)
    return drafts.published(draft, drafts.policy_of(draft), by, now)


_OWN = (
    "a second person publishes it: you wrote in this draft yourself, or undid or did again what "
    "was written"
)


@transaction.atomic
def drop(draft_id: int, why: str, by: Person, now: datetime, read: str | None = None) -> None:
    """Gives the draft up; it stays in the record. Raises NotReady without a reason, NotRead."""
    draft = drafts.held(draft_id)
    may.check("drop", by, draft.state)
    check_read(draft, read)
    if is_blank(why):
        raise NotReady("say why it is given up: it stays in the record")
    told = {"why": why.strip()}
    drafts.moved(draft, DraftState.DROPPED, EventKind.POLICY_DRAFT_DROPPED, by, now, told)


def may_publish(draft: PolicyDraft, by: may.Actor) -> bool:
    """Whether `by` is a second person who may publish the draft."""
    person = by if isinstance(by, Person) else None
    wrote = person is None or person.pk in drafts.editors_of(draft)
    return may.allowed("publish", by, draft.state) and not wrote


def _ready(draft: PolicyDraft, now: datetime) -> None:
    if problems := drafts.hindrances_of(draft.files):
        raise Hindered(problems)
    for trouble in troubles(draft, now):
        raise NotReady(trouble)


def troubles(draft: PolicyDraft, now: datetime) -> Iterator[str]:
    """What does not fit between the draft and the versions there are, each with its mend."""
    try:
        check_day(draft.valid_from, now)
    except NotReady as error:
        yield str(error)
    before = policies.policy_in_force(draft.valid_from)
    if before.version != draft.based_on and before.valid_from != draft.valid_from:
        yield (
            f"this draft began as {draft.based_on}, and {before.version} would be in force before "
            "it: what was changed there would be lost, so begin a draft from it"
        )
    policy = drafts.review_of(draft.files).policy
    if policy is not None:
        yield from promises_lost(before, policy)
        yield from (_told(each) for each in _drops(before, policy) if not each.back)
    for what in ("name", "currency"):
        now_is, was = getattr(policy, what, None), getattr(before, what)
        if policy is not None and now_is != was:
            yield f"the {what} of the policy is {was} and must stay so, not {now_is}"


@dataclass(frozen=True, slots=True)
class _Drop:
    """A version to come that has otherwise what a draft changes, and where. Where the very next day
    brings it `back`, whoever published that day knew of it."""

    later: Policy
    places: tuple[str, ...]
    back: bool


def _drops(before: Policy, policy: Policy) -> Iterator[_Drop]:
    """The versions that would drop again what `policy` changes: they were made without it, and
    never change."""
    days = sorted(each.valid_from for each in drafts.versions())
    to_come = [policies.policy_in_force(day) for day in days if day > policy.valid_from]
    lost = {later.valid_from: undone(before, policy, later) for later in to_come}
    for later in to_come:
        if places := lost[later.valid_from]:
            yield _Drop(later, places, not lost.get(_next_day(later.valid_from), places))


def _next_day(day: date) -> date:
    """The last day there is has none."""
    return day + timedelta(days=1) if day < date.max else day


def days_without(draft: PolicyDraft) -> list[date]:
    """The days on which what the draft changes will not hold, though it may be published: a version
    to come was made without it, and the next day's was not."""
    policy = drafts.review_of(draft.files).policy
    if policy is None:
        return []
    drops = _drops(policies.policy_in_force(draft.valid_from), policy)
    return [each.later.valid_from for each in drops if each.back]


_MOST_NAMED = 5


def _told(drop: _Drop) -> str:
    day, many = drop.later.valid_from, len(drop.places) - _MOST_NAMED
    named = [*drop.places[:_MOST_NAMED], *([f"{many} more"] if many > 0 else [])]
    return (
        f"{drop.later.version} is to come, and was made without this: from {day} on what is "
        f"changed here would be gone ({'; '.join(named)}). Write it in a draft for a day after "
        f"{day}, which begins as that version; where it cannot wait, publish that draft for "
        f"{_next_day(day)} first, and then this one"
    )


def check_day(valid_from: date, now: datetime) -> None:
    """Raises NotReady for a day that has begun anywhere, or that another version begins on.

    A complaint that was received is never decided by a rule that was made afterwards: there is
    no exception to it.
    """
    today = max(policies.days_of_today(now))
    if valid_from <= today:
        raise NotReady(
            f"it must be valid from a day after today, and {valid_from} is not: a complaint that "
            "was received is never decided by a rule made afterwards"
        )
    if any(version.valid_from == valid_from for version in drafts.versions()):
        raise NotReady(f"another version is valid from {valid_from}: choose another day")
