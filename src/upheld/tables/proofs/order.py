"""What going up means for a name, and falling for an output: in bins and in values."""

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

from upheld.tables.bins import NULL, Bins, members
from upheld.tables.claims import Monotone, Never
from upheld.tables.proofs.amounts import at_least
from upheld.tables.proofs.pairs import Masks, Pair
from upheld.tables.reach.spans import ANY, Span, of_bins
from upheld.tables.reach.world import World
from upheld.tables.syntax import Expression, Literal, names_in
from upheld.tables.values import Kind, Scalar, Value

RISE = "+"  # how much higher the name is in the second case; no name is written like it
AMOUNTS = frozenset({Kind.NUMBER, Kind.MONEY})


def steps_up(claim: Monotone, world: World) -> list[tuple[int, int]]:
    """The steps up that decide the claim, as the bins before and after.

    An input can have every value between two others, so going further up is many small steps. What
    a table gives may leave some out: then every step counts.
    """
    bins, possible = world.bins[claim.across], world.possible[claim.across]
    known = [bins.index(value) for value in claim.order] or list(members(bins.known))
    places = [at for at in known if possible >> at & 1]
    small = claim.across in world.policy.inputs
    steps = pairwise(places) if small else combinations(places, 2)
    within = [at for at in places if not bins.is_single(at)]
    return [(1 << low, 1 << high) for low, high in (*steps, *zip(within, within, strict=True))]


def is_up(claim: Monotone, low: Value, high: Value) -> bool:
    """Whether the second value of the name is higher than the first."""
    if claim.order:
        order = claim.order
        return low in order and high in order and order.index(str(low)) < order.index(str(high))
    return low is not None and high is not None and _less(low, high)


def breaks(claim: Monotone, before: Value, after: Value) -> bool:
    """Whether an output that goes from one value to the other does what it never should."""
    if before is None or after is None:
        return before is not None
    lower, higher = (after, before) if claim.never is Never.FALLS else (before, after)
    if claim.ranks:
        return _rank(claim, lower) < _rank(claim, higher)
    return _less(lower, higher)


@dataclass(frozen=True, slots=True)
class Ends:
    """What the output is on both sides of a pair: its expression and its bins."""

    tree: Expression
    mask: int


def may_break(claim: Monotone, world: World, pair: Pair) -> bool:
    """Whether the pair may break the claim: False only where it is shown that it cannot."""
    low, high = (
        Ends(side.means[claim.output], side.masks[claim.output]) for side in (pair.low, pair.high)
    )
    bins = world.bins[claim.output]
    if not low.mask & bins.known:
        return False
    if _may_get_lost(low, high, world, pair):
        return True
    more, less = (high, low) if claim.never is Never.FALLS else (low, high)
    return bool(more.mask & bins.known) and not _never_less(claim, bins, world, pair, more, less)


def _may_get_lost(low: Ends, high: Ends, world: World, pair: Pair) -> bool:
    """Whether a known output may become unknown: some null name that the first does not read."""
    if not high.mask & NULL:
        return False
    masks = _all_masks(pair)
    null = {name for name in names_in(high.tree) if masks.get(name, -1) & NULL and name != RISE}
    return not null or not null <= names_in(low.tree)


def _never_less(
    claim: Monotone, bins: Bins, world: World, pair: Pair, more: Ends, less: Ends
) -> bool:
    if more.tree == less.tree:
        return True
    if isinstance(more.tree, Literal) and isinstance(less.tree, Literal):
        return not _below(claim, more.tree.value, less.tree.value)
    if bins.field.kind not in AMOUNTS:
        return False
    apart = of_bins(bins, more.mask).low >= of_bins(bins, less.mask).high
    return apart or at_least(more.tree, less.tree, _spans(world, pair))


def _below(claim: Monotone, more: Scalar, less: Scalar) -> bool:
    if claim.ranks:
        return _rank(claim, more) < _rank(claim, less)
    return _less(more, less)


def _spans(world: World, pair: Pair) -> dict[str, Span]:
    masks = _all_masks(pair)
    spans = {
        name: of_bins(bins, masks.get(name, world.possible[name]) & bins.known)
        if bins.field.kind in AMOUNTS
        else ANY
        for name, bins in world.bins.items()
    }
    return {**spans, RISE: Span(low=0, low_closed=False)}


def _all_masks(pair: Pair) -> Masks:
    return {**pair.shared, **pair.low.masks}


def _rank(claim: Monotone, value: object) -> int:
    """A text that has no rank counts as the lowest."""
    return claim.ranks.index(str(value)) if value in claim.ranks else -1


def _less(one: Any, other: Any) -> bool:
    return bool(one < other)
