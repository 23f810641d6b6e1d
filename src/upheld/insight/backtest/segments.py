"""Who gains and who loses by group, so that no few people can be told from the others.

A group of fewer than ten cases goes together with others. Where fewer than ten of a group gain,
lose or stay, the three counts are withheld, in so many groups that what is withheld cannot be found
by taking what is shown from the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce

LEAST = 10
# A longer list is not read; the smaller groups of it go together.
_LONGEST = 25


@dataclass(frozen=True, slots=True)
class Group:
    """How many cases of a group get more, less or the same, and what the change costs there; None
    where that is withheld."""

    name: str
    cases: int
    gain: int | None
    lose: int | None
    same: int | None
    difference: Decimal | None

    @property
    def withheld(self) -> bool:
        return self.gain is None


@dataclass(frozen=True, slots=True)
class Segment:
    """The groups of one kind, the largest first. None at all where they are too small to show."""

    name: str
    groups: tuple[Group, ...]


def shown(name: str, groups: Sequence[Group]) -> Segment:
    """The groups as they may be shown."""
    ranked = sorted(groups, key=lambda group: (-group.cases, group.name))
    large = [group for group in ranked if group.cases >= LEAST][:_LONGEST]
    small = ranked[len(large) :]
    while small and (len(small) < 2 or _cases(small) < LEAST):
        if not large:
            return Segment(name, ())
        small.append(large.pop())
    pooled = [*large, _pooled(small)] if small else large
    return Segment(name, tuple(_with_some_withheld(pooled)))


def _pooled(groups: Sequence[Group]) -> Group:
    return replace(reduce(_sum, groups), name=f"{len(groups)} smaller groups")


def _sum(one: Group, other: Group) -> Group:
    summed = {name: getattr(one, name) + getattr(other, name) for name in _COUNTED}
    return Group(one.name, **summed)


_COUNTED = ("cases", "gain", "lose", "same", "difference")
_CELLS = ("gain", "lose", "same")


def _cases(groups: Sequence[Group]) -> int:
    return sum(group.cases for group in groups)


def _with_some_withheld(groups: Sequence[Group]) -> list[Group]:
    hidden = [group for group in groups if any(_few(getattr(group, cell)) for cell in _CELLS)]
    others = [group for group in groups if group not in hidden]
    while hidden and others and _tells(hidden):
        hidden.append(others.pop())  # the smallest one left
    return [_without_counts(group) if group in hidden else group for group in groups]


def _tells(hidden: Sequence[Group]) -> bool:
    """Whether the whole less what is shown tells of a single group, or of too few people."""
    whole = reduce(_sum, hidden)
    return len(hidden) == 1 or any(_few(getattr(whole, cell)) for cell in _CELLS)


def _few(count: int | None) -> bool:
    return count is not None and 0 < count < LEAST


def _without_counts(group: Group) -> Group:
    return replace(group, gain=None, lose=None, same=None, difference=None)
