"""Claims that an output never falls (or rises) as a name goes up, all else equal.

Two cases that differ in that name alone, by one step up, are followed through every table that
lies between; what does not hang on the name may be anything that the tables before can give. If
no way breaks the claim it is proved. A way that may break it is searched for two cases that can
be given and run; only such a pair refutes.
"""

from collections.abc import Iterator

from upheld.tables.bins import Bins
from upheld.tables.claims import Monotone
from upheld.tables.policy import Policy
from upheld.tables.proofs.order import AMOUNTS, RISE, may_break, steps_up
from upheld.tables.proofs.pairs import Pair, Side, Unfollowed, follow
from upheld.tables.proofs.proof import Proof, Verdict
from upheld.tables.proofs.twins import Twins, twins
from upheld.tables.reach.chain import Step, needed
from upheld.tables.reach.search import can_be
from upheld.tables.reach.world import World, world_of
from upheld.tables.rollups import Rollup
from upheld.tables.syntax import Arithmetic, Compare, Expression, Literal, Name
from upheld.tables.telling import tell

# How many ways that may break a claim are searched before it is left undecided.
_MOST_DOUBTS = 100


def prove_monotone(claim: Monotone, policy: Policy) -> Proof:
    """Decides the claim over the chained tables, with one row in each list between."""
    order = [Compare("=", Literal(value)) for value in claim.order]
    world = world_of(policy, {claim.across: order})
    between = _between(world, claim)
    if not between:
        why = f"{claim.output} does not rest on {claim.across}"
        return Proof(claim, Verdict.PROVED, why)
    try:
        return _decided(world, claim, between)
    except Unfollowed as reason:
        return Proof(claim, Verdict.UNDECIDED, str(reason))


def _between(world: World, claim: Monotone) -> list[Step]:
    """The steps that hang on the name and that the output rests on."""
    hanging = {claim.across}
    found = []
    for step in needed(world.steps, [claim.output], [claim.across]):
        if step.reads & hanging:
            hanging |= step.gives
            found.append(step)
    return found if claim.output in hanging else []


def _decided(world: World, claim: Monotone, between: list[Step]) -> Proof:
    doubts = ways = 0
    for pair in _pairs(world, claim, between):
        ways += 1
        if not may_break(claim, world, pair) or not _can_be(world, pair):
            continue
        if found := twins(world, claim, pair):
            told = _told(world, claim, found)
            return Proof(claim, Verdict.REFUTED, told, found.given)
        doubts += 1
        if doubts == _MOST_DOUBTS:
            break
    if doubts:
        why = "Some ways through the tables may lead to such a case, and none was found"
        return Proof(claim, Verdict.UNDECIDED, why)
    rows = any(isinstance(step.does, Rollup) for step in between)
    single = ", with one row in each list; with several it is not decided" if rows else ""
    why = f"It holds on each of {ways} ways through the tables{single}"
    return Proof(claim, Verdict.PROVED, why)


def _pairs(world: World, claim: Monotone, between: list[Step]) -> Iterator[Pair]:
    for low, high in steps_up(claim, world):
        sides = (_side(world, claim, low, False), _side(world, claim, high, True))
        yield from follow(world, Pair({}, *sides), between)


def _side(world: World, claim: Monotone, mask: int, higher: bool) -> Side:
    tree = _meaning(world.bins[claim.across], mask, higher)
    return Side({claim.across: mask}, {claim.across: tree})


def _meaning(bins: Bins, mask: int, higher: bool) -> Expression:
    """The name itself in the lower case; in the higher one as much again as it is higher."""
    name = Name(bins.field.name)
    if bins.field.kind in AMOUNTS:
        return Arithmetic("+", name, Name(RISE)) if higher else name
    low, high = bins.ends(mask.bit_length() - 1)
    if low is not None and low == high:
        return Literal(low)
    return Name(RISE) if higher else name


def _can_be(world: World, pair: Pair) -> bool:
    sides = (pair.low, pair.high)
    return all(can_be(world, {**pair.shared, **side.masks}) for side in sides)


def _told(world: World, claim: Monotone, found: Twins) -> str:
    names, currency = world.policy.names, world.policy.currency
    told = [
        f"{tell(facts[claim.output], names[claim.output], currency)} where {claim.across} is "
        f"{tell(facts[claim.across], names[claim.across], currency)}"
        for facts in found.facts
    ]
    return f"{claim.output} is {' and '.join(told)}"
