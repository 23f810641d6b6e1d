"""Fair: how each group was treated, in like cases, and what asks for attention."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from upheld.core import intervals
from upheld.core.intervals import Beside, Interval, by_chance, holm
from upheld.insight.past_cases import PastCase, of_the_newest
from upheld.store import policies
from upheld.tables import Policy

from . import groups
from .crude import crude
from .gaps import Floats, Ints, gap, numbered
from .measures import DECIDED, NOT_BY, Looked, Measure, alike, value
from .reading import by_policy, looked_at

SURE_ENOUGH = 0.05


@dataclass(frozen=True, slots=True)
class Group:
    """One group by one measure. `crude` is what it had, whatever its cases were; `gap` by how much
    more than others in like cases. `by_chance` is how often chance alone makes so large a gap
    somewhere among all that were looked at. None where too few cases tell, or where it is withheld
    so that no few people are told from the others."""

    name: str
    cases: int
    crude: Interval | None
    gap: Interval | None
    by_chance: float | None

    @property
    def stands_out(self) -> bool:
        return self.by_chance is not None and self.by_chance < SURE_ENOUGH

    @property
    def side(self) -> Beside:
        return self.gap.side if self.gap and self.stands_out else Beside.CANNOT_TELL


@dataclass(frozen=True, slots=True)
class Measured:
    """All groups by one measure; `widest` is how far the highest of them is from the lowest, facts
    aside (fairlearn's demographic parity difference where it is a share)."""

    measure: Measure
    groups: tuple[Group, ...]
    widest: float | None

    @property
    def standing_out(self) -> tuple[Group, ...]:
        found = [each for each in self.groups if each.stands_out and each.gap]
        return tuple(sorted(found, key=lambda each: -abs(each.gap.likely if each.gap else 0.0)))


@dataclass(frozen=True, slots=True)
class By:
    """Groups of one kind: how they were treated, and how the policy of today would treat the same
    cases; empty where that was not asked."""

    name: str
    measures: tuple[Measured, ...]
    by_policy: tuple[Measured, ...] = ()

    def under_policy(self, measure: Measure) -> Measured | None:
        return next((each for each in self.by_policy if each.measure is measure), None)


@dataclass(frozen=True, slots=True)
class Fairness:
    """`cases` were decided in the time; `policy` is the version that decided them again."""

    cases: int
    people: int
    kinds: tuple[By, ...]
    policy: str
    limits: tuple[str, ...]


def fairness(
    since: datetime | None,
    until: datetime,
    now: datetime,
    again: bool = True,
    held: Mapping[str, Mapping[int, str]] | None = None,
) -> Fairness:
    """Of complaints received from `since` and before `until`. With `again` the policy in force
    decides the same cases once more. `held` are groups that the firm may hold by law: a name and
    each customer's group by their number, read here and kept nowhere."""
    looked = looked_at(since, until, now)
    policy = policies.policy_in_force(timezone.localdate(now)) if again and looked else None
    anew = by_policy(looked, policy, now) if policy else []
    ways = _kinds(held or {})
    was, would = _valued(looked, Measure), _valued(anew, DECIDED)
    kinds = [
        By(*each)
        for each in zip(
            ways,
            _surely(_measured(was, of(looked), _by(name)) for name, of in ways.items()),
            _surely(_measured(would, of(anew), DECIDED) for of in ways.values()),
            strict=True,
        )
    ]
    people = {each.case.person for each in looked}
    shown = tuple(each for each in kinds if each.measures)
    return Fairness(
        len(looked),
        len(people),
        shown,
        policy.version if policy else "",
        tuple(_limits(looked, shown, anew, policy)),
    )


def _by(kind: str) -> list[Measure]:
    """What is measured by a kind of groups."""
    return [each for each in Measure if each not in NOT_BY.get(kind, ())]


def _kinds(
    held: Mapping[str, Mapping[int, str]],
) -> dict[str, Callable[[Sequence[Looked]], list[str]]]:
    """How to tell the group of each case, by the name of the kind."""
    kinds: dict[str, Callable[[PastCase], str]] = {**groups.BY}
    for name, told in held.items():
        kinds[name] = partial(_held, told)
    return {name: partial(_shown, of) for name, of in kinds.items()}


def _held(told: Mapping[int, str], case: PastCase) -> str:
    return told.get(case.person) or groups.NOT_KNOWN


def _shown(of: Callable[[PastCase], str], looked: Sequence[Looked]) -> list[str]:
    named = [of(each.case) for each in looked]
    return groups.shown(named, [each.case.person for each in looked])


@dataclass(frozen=True, slots=True)
class _Valued:
    """Cases of which something was measured, whatever groups they are in: their places, what came
    of each, whom it is like and whose it is."""

    at: tuple[int, ...]
    came: Floats
    kinds: Ints
    people: tuple[int, ...]
    who: Ints


def _valued(looked: Sequence[Looked], measures: Iterable[Measure]) -> Mapping[Measure, _Valued]:
    return {measure: _of_measure(looked, measure) for measure in measures}


def _of_measure(looked: Sequence[Looked], measure: Measure) -> _Valued:
    values = [value(measure, each) for each in looked]
    at = tuple(place for place, each in enumerate(values) if each is not None)
    cases = [looked[place].case for place in at]
    people = tuple(case.person for case in cases)
    return _Valued(
        at=at,
        came=np.array([values[place] for place in at], dtype=np.float64),
        kinds=numbered([alike(measure, case) for case in cases]),
        people=people,
        who=numbered(people),
    )


def _measured(
    valued: Mapping[Measure, _Valued], told: Sequence[str], measures: Iterable[Measure]
) -> tuple[Measured, ...]:
    """Every group by every measure that was taken of it."""
    found = (_one(measure, valued[measure], told) for measure in measures)
    return tuple(each for each in found if each.groups)


def _surely(kinds: Iterable[tuple[Measured, ...]]) -> list[tuple[Measured, ...]]:
    """By how many gaps one looks at, of whichever kind of groups, each must be surer."""
    found = list(kinds)
    gaps = [group.gap for kind in found for each in kind for group in each.groups if group.gap]
    sure = iter(holm([by_chance(each) for each in gaps]))
    return [tuple(_sure(measured, sure) for measured in kind) for kind in found]


def _sure(measured: Measured, sure: Iterator[float]) -> Measured:
    told = (replace(each, by_chance=next(sure)) if each.gap else each for each in measured.groups)
    return replace(measured, groups=tuple(told))


def _one(measure: Measure, valued: _Valued, told: Sequence[str]) -> Measured:
    """`told` are the groups of all that were looked at; none of them where none may be shown."""
    names = [name for place in valued.at if (name := told[place])]
    means, widest = crude(valued.came[: len(names)], names)
    if not means:
        return Measured(measure, (), None)
    group, sizes = np.array(names), Counter(names)
    hidden = groups.withheld(groups.people_in(names, valued.people))
    # Of two groups one is above the other by as much as the other is below it: one look, not two.
    compared = set(sizes) if len(sizes) > 2 else {min(sizes, key=lambda name: sizes[name])}
    of_each = [
        _group(name, group == name, valued, measure, hide=name in hidden, compare=name in compared)
        for name in sorted(sizes, key=lambda name: (-sizes[name], name))
    ]
    return Measured(measure, tuple(of_each), None if hidden else widest)


def _group(
    name: str,
    inside: NDArray[np.bool_],
    valued: _Valued,
    measure: Measure,
    *,
    hide: bool,
    compare: bool,
) -> Group:
    its = valued.came[inside]
    if hide:
        return Group(name, len(its), None, None, None)
    if measure.is_share:
        shown: Interval | None = intervals.share(int(its.sum()), len(its))
    else:
        shown = intervals.mean(len(its), float(its.sum()), float((its**2).sum()))
    found = gap(valued.came, inside, valued.kinds, valued.who) if compare else None
    return Group(name, len(its), shown, found, None)


def _limits(
    looked: Sequence[Looked], shown: Sequence[By], anew: Sequence[Looked], policy: Policy | None
) -> Iterator[str]:
    """What the figures cannot say, a sentence each."""
    if not looked:
        return
    yield from of_the_newest([each.case for each in looked])
    yield (
        "Like cases are those of the same kind, effect, size and rules; what else differed between "
        "them, and was not written down, is not held still."
    )
    if any(each.name == "area" for each in shown):
        yield (
            "An area is a proxy: it stands for people of whom the firm holds no trait, and says "
            "nothing about anybody in it."
        )
    if policy and len(anew) < len(looked):
        yield (
            f"On {len(looked) - len(anew):,} of {len(looked):,} cases {policy.version} would ask "
            "first, or cannot decide: they are left out where it decides again."
        )
