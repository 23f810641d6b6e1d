"""Two cases side by side that differ in one name alone, followed through the chain of tables.

What does not hang on that name is the same for both and is held once, in `shared`; what does is
held by each side. Where both have gone through every table, each side knows its output as an
expression of names that no table on the way gives.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from upheld.tables.reach.chain import Step
from upheld.tables.reach.cover import Box
from upheld.tables.reach.world import World
from upheld.tables.rollups import How, Rollup
from upheld.tables.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Expression,
    Literal,
    Name,
    Negate,
    names_in,
)
from upheld.tables.table import AGGREGATED, MANY, Table

Masks = Mapping[str, int]


class Unfollowed(ValueError):
    """A table that gives lists or totals stands between the two names."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two cases: the bins of the names that differ, and what gives each of them."""

    masks: Masks
    means: Mapping[str, Expression]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cases: `shared` are the bins of all that is the same in both."""

    shared: Masks
    low: Side
    high: Side


def follow(world: World, pair: Pair, steps: list[Step]) -> Iterator[Pair]:
    """The pair after these steps, once for each way through them. Raises Unfollowed."""
    if not steps:
        yield pair
        return
    for shared, low in _after(world, pair.shared, pair.low, steps[0]):
        for both, high in _after(world, shared, pair.high, steps[0]):
            yield from follow(world, Pair(both, low, high), steps[1:])


def _after(world: World, shared: Masks, side: Side, step: Step) -> Iterator[tuple[Masks, Side]]:
    if isinstance(step.does, Rollup):
        return _rolled(world, shared, side, step.does)
    if step.does.hit in MANY or step.does.hit in AGGREGATED:
        raise Unfollowed(f"table {step.does.name} gives lists or totals")
    return _asked(world, shared, side, step.does)


def _asked(world: World, shared: Masks, side: Side, table: Table) -> Iterator[tuple[Masks, Side]]:
    space = tuple(_mask(world, shared, side, name) for name in table.columns)
    for part, outputs in world.decided(table, space) if all(space) else ():
        for narrowed in _narrowed(world, shared, side, table, part):
            yield _giving(world, *narrowed, outputs)


def _narrowed(
    world: World, shared: Masks, side: Side, table: Table, part: Box
) -> Iterator[tuple[Masks, Side]]:
    """The pair narrowed to a part of what a table asks; none where that leaves nothing."""
    others, mine = dict(shared), dict(side.masks)
    narrowed = Side(mine, side.means)
    for name, mask in zip(table.columns, part, strict=True):
        for each in {name, _same(side, name)}:
            masks = mine if each in side.masks else others
            masks[each] = mask & _mask(world, others, narrowed, each)
            if not masks[each]:
                return
    yield others, narrowed


def _same(side: Side, name: str) -> str:
    """The name that this one is the value of, as it stands; else the name itself."""
    meant = side.means.get(name)
    return meant.name if isinstance(meant, Name) else name


def _giving(
    world: World, shared: Masks, side: Side, outputs: Mapping[str, Expression]
) -> tuple[Masks, Side]:
    masks, means = dict(side.masks), dict(side.means)
    for output, tree in outputs.items():
        read = {name: _mask(world, shared, side, name) for name in names_in(tree)}
        masks[output] = world.gives(tree, output, read)
        means[output] = put_in(tree, side.means)
    return shared, Side(masks, means)


def _rolled(
    world: World, shared: Masks, side: Side, rollup: Rollup
) -> Iterator[tuple[Masks, Side]]:
    """One row, which counts or does not."""
    counted = world.counted(rollup)
    one = Literal(Decimal(1)) if rollup.how is How.COUNT else Name(rollup.column)
    for rows, tree in ((~counted, Literal(rollup.over(()))), (counted, one)):
        mask = _mask(world, shared, side, rollup.column) & rows
        if mask:
            row = Side({**side.masks, rollup.column: mask}, side.means)
            yield _giving(world, shared, row, {rollup.field.name: tree})


def _mask(world: World, shared: Masks, side: Side, name: str) -> int:
    """The bins that a name is in: its own, and those of the name that it is the value of."""
    found = world.possible[name] & _held(shared, side, name, -1)
    same = _same(side, name)
    return found if same == name else found & _held(shared, side, same, world.possible[same])


def _held(shared: Masks, side: Side, name: str, otherwise: int) -> int:
    found = side.masks.get(name)
    return shared.get(name, otherwise) if found is None else found


def put_in(tree: Expression, means: Mapping[str, Expression]) -> Expression:
    """The expression with each name replaced by what it means."""
    match tree:
        case Name(name):
            return means.get(name, tree)
        case Negate(operand):
            return Negate(put_in(operand, means))
        case Arithmetic(operator, left, right):
            return Arithmetic(operator, put_in(left, means), put_in(right, means))
        case Comparison(comparator, left, right):
            return Comparison(comparator, put_in(left, means), put_in(right, means))
        case Call(function, arguments):
            return Call(function, tuple(put_in(each, means) for each in arguments))
    return tree
