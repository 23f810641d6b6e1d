"""Finds a case that puts given names into given bins, or shows that there is none.

None of the ways back leading anywhere means that there is no such case; a case that is found is
run forwards before it is believed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from upheld.tables.bins import Bins, members
from upheld.tables.reach.backwards import Backwards, Masks
from upheld.tables.reach.chain import needed, work_through
from upheld.tables.reach.world import World
from upheld.tables.values import Scalar, Value

# How far one search goes before it says that it does not know.
_MOST_CASES = 2_000
_MOST_VALUES = 16


@dataclass(frozen=True, slots=True)
class Found:
    """A case with one row in each list: its inputs, and all that the tables make of them."""

    given: Mapping[str, Value]
    facts: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Impossible:
    """There is no such case, whatever the number of rows."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Neither a case nor a proof that there is none; `single`: one row in a list cannot do it."""

    why: str
    single: bool = False


Reached = Found | Impossible | Unknown


def find(world: World, wanted: Masks) -> Reached:
    """A case in which every wanted name is in its bins, if there is one."""
    for case in cases(world, wanted):
        return case
    if any(True for _ in Backwards(world, single=True).ways(wanted)):
        return Unknown("the values of an expression, or of two names compared, would decide it")
    if can_be(world, wanted):
        return Unknown("it would take several rows of a list", single=True)
    return Impossible()


def cases(world: World, wanted: Masks) -> Iterator[Found]:
    """Some cases in which every wanted name is in its bins, each of them run."""
    ways = Backwards(world, single=True).ways(wanted)
    chain = needed(world.steps, wanted, ())
    tried = (given for way in ways for given in _one_changed(world, way))
    for given in islice(tried, _MOST_CASES):
        facts = work_through(world.policy, chain, given)
        if facts is not None and _as_wanted(world, facts, wanted):
            yield Found(given, facts)


def can_be(world: World, wanted: Masks) -> bool:
    """Whether there may be such a case: False only where it is shown that there is none."""
    return any(True for _ in Backwards(world, single=False).ways(wanted))


def _as_wanted(world: World, facts: Mapping[str, Value], wanted: Masks) -> bool:
    for name, mask in wanted.items():
        value = facts.get(name)
        if isinstance(value, tuple) or not mask >> world.bins[name].index(value) & 1:
            return False
    return True


def _one_changed(world: World, way: Masks) -> Iterator[dict[str, Value]]:
    """Cases of a box: the first value of each input, then each other value of one input alone.
    What may be anything is left out."""
    asked = {
        name: list(_values(world.bins[name], mask))
        for name, mask in way.items()
        if name in world.policy.inputs and world.possible[name] & ~mask
    }
    plain: dict[str, Value] = {name: values[0] for name, values in asked.items()}
    yield plain
    for name, values in asked.items():
        yield from ({**plain, name: value} for value in values[1:_MOST_VALUES])


def _values(bins: Bins, mask: int) -> Iterator[Scalar]:
    """A value of each bin, the known ones first."""
    places = list(members(mask & bins.inside))
    known = [at for at in places if at] or places
    yield from (bins.sample(at) for at in known)
    if len(known) < len(places):
        yield None
