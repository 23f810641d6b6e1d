"""The team in a span of time, in a few statements however many complaints came."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from upheld.store.counted import case_days
from upheld.store.counted.answers_right import NEW

from .praise import Praise, newest, of_each, praises
from .reading import Counting, Step, Way, counting, ways
from .right import Checked, Right, checked, right
from .survival import Days, Took, took

# Of fewer complaints no time is told, and of fewer people none that is not the whole firm's: it
# would be the time of one of them.
LEAST, LEAST_PEOPLE = 10, 3
LONGEST = 90


@dataclass(frozen=True, slots=True)
class Timed:
    """One step: how long it takes from the day of receipt, in days of the calendar or `working`
    ones, and the moment that is its `target`, told as the regime does."""

    step: Step
    took: Took
    working: bool
    target: str


@dataclass(frozen=True, slots=True)
class Group:
    """Complaints of one team or one topic, with the time of each step."""

    name: str
    complaints: int
    steps: tuple[Timed, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """`untold` are how many teams and topics are too small to be told. People were `praised` so
    often; `praise` is the newest of each. `limits` are what cannot be said."""

    since: datetime
    until: datetime
    complaints: int
    steps: tuple[Timed, ...]
    teams: tuple[Group, ...]
    topics: tuple[Group, ...]
    untold: int
    right: Right
    checked: Checked
    praised: int
    praise: tuple[Praise, ...]
    limits: tuple[str, ...]

    def step(self, step: Step) -> Timed | None:
        return next((each for each in self.steps if each.step is step), None)

    def praise_of(self, whose: int | None) -> list[Praise]:
        """The newest praise in one person's cases, for themself; None: of all."""
        return newest(each for each in self.praise if whose in (None, each.owner))


def team(since: datetime, until: datetime, now: datetime) -> Team:
    """Complaints that came from `since` until before `until`, as far as they are `now`; what was
    right the first time, of those that were first answered in that time."""
    found = ways(since, case_days.seen(until, now))
    count = counting(found, timezone.localdate(now))
    # Where fewer people work in all, a topic tells no more of anybody than the whole does.
    least = min(LEAST_PEOPLE, len(_people(found)))
    steps = [_reached(step, found, count(step), now) for step in Step]
    teams, small_teams = _groups(found, lambda way: way.team, LEAST_PEOPLE, steps)
    topics, small_topics = _groups(found, lambda way: way.topic, least, steps)
    was_right, praised = right(since, until, now), praises(since, until)
    return Team(
        since=since,
        until=until,
        complaints=len(found),
        steps=tuple(step.of(slice(None), LONGEST) for step in steps),
        teams=teams,
        topics=topics,
        untold=small_teams + small_topics,
        right=was_right,
        checked=checked(since, until),
        praised=len(praised),
        praise=tuple(of_each(praised)),
        limits=tuple(_limits(found, was_right, small_teams + small_topics)),
    )


@dataclass(frozen=True, slots=True)
class _Reached:
    """Of every complaint, in their order: the days until it was through a step, or as many as it
    has waited, and whether it was through."""

    step: Step
    days: Days
    done: NDArray[np.bool_]
    how: Counting

    def of(self, at: Sequence[int] | slice, longest: int = 0) -> Timed:
        """Of some of them, by their places."""
        found = took(self.days[at], self.done[at], longest)
        return Timed(self.step, found, self.how.working is not None, self.how.target)


def _reached(step: Step, found: Sequence[Way], how: Counting, now: datetime) -> _Reached:
    """A case that was closed without the step waits for it no longer: it counts up to then."""
    reached = [getattr(way, step) for way in found]
    ended = [at or way.closed or now for at, way in zip(reached, found, strict=True)]
    done = np.array([at is not None and at <= now for at in reached], dtype=np.bool_)
    return _Reached(step, how.between([way.received_at for way in found], ended), done, how)


def _groups(
    found: Sequence[Way], key: Callable[[Way], str], people: int, steps: Sequence[_Reached]
) -> tuple[tuple[Group, ...], int]:
    """Those that are large enough to be told, by their names, and how many are not: of so many
    `people` at least, where it is known who worked on them."""
    named: defaultdict[str, list[int]] = defaultdict(list)
    for at, way in enumerate(found):
        if name := key(way):
            named[name].append(at)
    told = {
        name: places
        for name, places in named.items()
        if _may_be_told([found[at] for at in places], people)
    }
    groups = (
        Group(name, len(told[name]), tuple(step.of(told[name]) for step in steps))
        for name in sorted(told)
    )
    return tuple(groups), len(named) - len(told)


def _may_be_told(some: Sequence[Way], people: int) -> bool:
    return len(some) >= LEAST and not 0 < len(_people(some)) < people


def _people(some: Sequence[Way]) -> set[int]:
    return {way.owner for way in some if way.owner is not None}


def _limits(found: Sequence[Way], was_right: Right, untold: int) -> Iterator[str]:
    if not found:
        yield "No complaint came in this time, so no time can be told."
    elif len(found) < LEAST:
        yield f"Times rest on {len(found)} complaints: the next one may change them."
    if untold:
        yield (
            f"Teams and topics with fewer than {LEAST} complaints, or worked on by fewer than "
            f"{LEAST_PEOPLE} people, are not told: {untold}."
        )
    if was_right.new:
        yield (
            f"{was_right.new:,} of {was_right.answered:,} were answered less than {NEW.days} days "
            "ago: some of them will still come back."
        )
    if was_right.answered and not was_right.ruled:
        yield "No ruling of an outside body is on record for these complaints."


__all__ = ["LEAST", "LEAST_PEOPLE", "Group", "Team", "Timed", "team"]
