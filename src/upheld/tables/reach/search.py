"""Finds a case that puts given names into given bins, or shows that there is none.

None of the ways back leading anywhere means that there is no such case; a case that is found is
run forwards before it is believed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product

from upheld.tables.bins import Bins, members
from upheld.tables.reach.backwards import Backwards, Masks
from upheld.tables.reach.chain import work_through
from upheld.tables.reach.world import World
from upheld.tables.values import Scalar, Value

# How far one search goes before it says that it does not know.
_MOST_WAYS = 2_000
_MOST_VALUES = 64


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


def find(world: World, wanted: Masks, free: frozenset[str] = frozenset()) -> Reached:
    """A case in which every wanted name is in its bins.

    Names that are `free` may hold anything possible, whatever the tables that give them say.
    """
    ways = Backwards(world, free, single=True).ways(wanted)
    way = None
    for way in islice(ways, _MOST_WAYS):
        for given, fixed in _cases(world, way, free):
            facts = work_through(world.policy, given, fixed)
            if facts is not None and _as_wanted(world, facts, wanted):
                return Found(given, facts)
    if way is not None:
        return Unknown("the values of an expression, or of two names compared, would decide it")
    for _ in Backwards(world, free, single=False).ways(wanted):
        return Unknown("it would take several rows of a list", single=True)
    return Impossible()


def _as_wanted(world: World, facts: Mapping[str, Value], wanted: Masks) -> bool:
    for name, mask in wanted.items():
        value = facts.get(name)
        if isinstance(value, tuple) or not mask >> world.bins[name].index(value) & 1:
            return False
    return True


def _cases(
    world: World, way: Masks, free: frozenset[str]
) -> Iterator[tuple[dict[str, Value], dict[str, Value]]]:
    """Some cases of a box: its inputs, and the free names. What may be anything is left out."""
    asked = {
        name: list(_values(world.bins[name], mask))
        for name, mask in way.items()
        if (name in world.policy.inputs or name in free) and world.possible[name] & ~mask
    }
    for values in islice(product(*asked.values()), _MOST_VALUES):
        case: dict[str, Value] = dict(zip(asked, values, strict=True))
        fixed = {name: case.pop(name) for name in free & case.keys()}
        yield case, fixed


def _values(bins: Bins, mask: int) -> Iterator[Scalar]:
    """A value of each bin, the known ones first, and for a number its outermost too."""
    places = list(members(mask & bins.inside))
    known = [at for at in places if at] or places
    yield from (bins.sample(at) for at in known)
    if len(known) < len(places):
        yield None
