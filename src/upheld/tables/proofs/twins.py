"""Two cases that can be given and run, alike but for one step up of one name."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from upheld.tables import grids
from upheld.tables.bins import NULL, Bins, members
from upheld.tables.claims import Monotone
from upheld.tables.proofs.order import RISE, breaks, is_up
from upheld.tables.proofs.pairs import Pair
from upheld.tables.proofs.proof import Case
from upheld.tables.reach.chain import work_through
from upheld.tables.reach.search import Found, cases, find
from upheld.tables.reach.world import World
from upheld.tables.syntax import names_in
from upheld.tables.values import Scalar, Value

_MOST_FIRSTS = 8


@dataclass(frozen=True, slots=True)
class Twins:
    """Both cases as given, and what the tables make of them."""

    given: tuple[Case, Case]
    facts: tuple[Case, Case]


def twins(world: World, claim: Monotone, pair: Pair) -> Twins | None:
    """Two cases of the pair which break the claim, or None where none were found."""
    for low in _firsts(world, claim, pair):
        first = work_through(world.policy, world.steps, low.given)
        for given in _seconds(world, claim, pair, low):
            second = work_through(world.policy, world.steps, given)
            if first and second and _breaking(claim, pair, first, second):
                return Twins((low.given, given), (first, second))
    return None


def _firsts(world: World, claim: Monotone, pair: Pair) -> Iterator[Found]:
    """Candidates for the lower case: all that the outputs read is known, or what it reads itself,
    or whatever there is."""
    wanted = {**pair.shared, **pair.low.masks}
    mine = names_in(pair.low.means[claim.output]) - {RISE}
    both = mine | names_in(pair.high.means[claim.output]) - {RISE}
    for names in (both, mine, frozenset[str]()):
        known = {name: wanted.get(name, world.possible[name]) & ~NULL for name in names}
        yield from islice(cases(world, {**wanted, **known}), _MOST_FIRSTS)


def _seconds(world: World, claim: Monotone, pair: Pair, low: Found) -> Iterator[Case]:
    """Candidates for the higher case: the lower one with only that name changed, if it can be."""
    up = pair.high.masks[claim.across]
    if claim.across in world.policy.inputs:
        values = _higher(world.bins[claim.across], up, low.facts.get(claim.across))
        yield from ({**low.given, claim.across: value} for value in values)
        return
    higher = find(world, {claim.across: up})
    if isinstance(higher, Found):
        origin = world.policy.closure(claim.across)
        kept = {name: value for name, value in low.given.items() if name not in origin}
        yield {**kept, **{name: value for name, value in higher.given.items() if name in origin}}
    higher = find(world, {**_pinned(world, pair, low), **pair.high.masks})
    if isinstance(higher, Found):
        yield higher.given


def _higher(bins: Bins, up: int, low: Value) -> Iterator[Scalar]:
    """Some values of the bins, one of them above `low` where they are the bins of `low` too."""
    for at in members(up):
        yield bins.sample(at)
        if low is not None and not isinstance(low, tuple) and bins.ordered:
            yield grids.between(bins.field.kind, low, bins.ends(at)[1], bins.currency)


def _pinned(world: World, pair: Pair, low: Found) -> dict[str, int]:
    """The bins that the lower case has in all that both share."""
    pinned = {}
    for name in pair.shared:
        value = low.facts.get(name)
        assert not isinstance(value, tuple), "no column holds a list"
        pinned[name] = 1 << world.bins[name].index(value)
    return pinned


def _breaking(claim: Monotone, pair: Pair, first: Case, second: Case) -> bool:
    alike = all(first.get(name) == second.get(name) for name in pair.shared)
    higher = is_up(claim, first.get(claim.across), second.get(claim.across))
    return alike and higher and breaks(claim, first[claim.output], second[claim.output])
