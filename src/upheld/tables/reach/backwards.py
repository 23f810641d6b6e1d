"""From what is wanted of a policy's outputs back to the bins of its inputs.

A table's output is traced to the rules that give it, a rule to the bins that it asks and that no
rule before it takes, a rollup to the rows that count. Each way back is a box. Together the ways
hold every case that there is, and perhaps more: where an expression gives a number, only its
bounds are known.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from upheld.tables.bins import NULL, Bins, members
from upheld.tables.reach.aligned import with_value
from upheld.tables.reach.chain import Step
from upheld.tables.reach.cover import Box, meet
from upheld.tables.reach.world import World
from upheld.tables.rollups import How, Rollup
from upheld.tables.syntax import (
    Arithmetic,
    Call,
    Expression,
    Literal,
    Name,
    Negate,
    names_in,
)
from upheld.tables.table import AGGREGATED, MANY, Cell, Rule, Table

Masks = Mapping[str, int]


class Backwards:
    """The ways back. `free` names may hold all that is possible, whatever gives them.

    With `single` each list has one row; without it rollups are free.
    """

    def __init__(self, world: World, free: frozenset[str], single: bool) -> None:
        self.world = world
        chain = (step for step in reversed(world.steps) if not step.gives & free)
        self.steps = [step for step in chain if single or isinstance(step.does, Table)]

    def ways(self, wanted: Masks) -> Iterator[Masks]:
        """The bins of the names from which what is wanted may come, one box after the other."""
        start = {name: mask & self.world.possible[name] for name, mask in wanted.items()}
        if all(start.values()):
            yield from self._back(start, 0)

    def _back(self, masks: Masks, at: int) -> Iterator[Masks]:
        while at < len(self.steps) and not self._asked(masks, self.steps[at]):
            at += 1
        if at == len(self.steps):
            yield masks
            return
        for before in self._before(masks, self.steps[at]):
            yield from self._back(before, at + 1)

    def _asked(self, masks: Masks, step: Step) -> bool:
        """Whether something is wanted of what the step gives that it does not always give."""
        possible = self.world.possible
        return any(possible[name] & ~masks[name] for name in step.gives if name in masks)

    def _before(self, masks: Masks, step: Step) -> Iterator[Masks]:
        if isinstance(step.does, Rollup):
            return self._through_rollup(masks, step.does)
        if step.does.hit in MANY or step.does.hit in AGGREGATED:
            return iter([masks])
        return self._through_table(masks, step.does)

    # A table

    def _through_table(self, masks: Masks, table: Table) -> Iterator[Masks]:
        asked = {name: masks[name] for name in table.outputs if name in masks}
        boxed = self.world.boxed[table.name]
        space = tuple(self._mask(masks, name) for name in table.columns)
        for at, rule in enumerate(table.rules):
            if self._can_give(masks, rule.outputs, asked) and (
                box := meet(boxed.may.rules[at], space)
            ):
                for part in boxed.sure.uncovered(box, boxed.beaten[at]):
                    for way in self._compared(_put(masks, table, part), rule):
                        yield from self._giving(way, rule.outputs, asked)
        nothing = {name: Literal(output.default) for name, output in table.outputs.items()}
        if self._can_give(masks, nothing, asked):
            for part in boxed.sure.uncovered(space, boxed.sure.every):
                yield _put(masks, table, part)

    def _compared(self, masks: Masks, rule: Rule) -> Iterator[Masks]:
        """The masks bin by bin of every name that a cell of the rule compares with."""
        ways = [masks]
        for cell in rule.cells:
            for name in sorted(names_in(cell.test)):
                ways = [way for each in ways for way in self._where(each, cell, name)]
        yield from ways

    def _where(self, masks: Masks, cell: Cell, name: str) -> Iterator[Masks]:
        bins, here = self.world.bins[cell.column], self._mask(masks, cell.column)
        for at in members(self._mask(masks, name)):
            test = cell.test
            if self.world.bins[name].is_single(at):
                test = with_value(test, name, self.world.bins[name].sample(at))
            if both := here & bins.may(test):
                yield {**masks, cell.column: both, name: 1 << at}

    def _can_give(self, masks: Masks, outputs: Mapping[str, Expression], asked: Masks) -> bool:
        return all(self._gives(masks, outputs[name], name) & mask for name, mask in asked.items())

    def _gives(self, masks: Masks, tree: Expression, output: str) -> int:
        read = {name: self._mask(masks, name) for name in names_in(tree)}
        return self.world.gives(tree, output, read)

    def _mask(self, masks: Masks, name: str) -> int:
        return masks.get(name, self.world.possible[name])

    def _giving(
        self, masks: Masks, outputs: Mapping[str, Expression], asked: Masks
    ) -> Iterator[Masks]:
        """The masks under which a rule's cells can give all that is asked of them."""
        ways = [masks]
        for name, mask in asked.items():
            ways = [way for each in ways for way in self._cell(each, outputs[name], name, mask)]
        yield from ways

    def _cell(self, masks: Masks, tree: Expression, output: str, mask: int) -> Iterator[Masks]:
        if isinstance(tree, Name):
            if both := self._mask(masks, tree.name) & mask:
                yield {**masks, tree.name: both}
        elif not names_in(tree) or not _hands_on_null(tree):
            if self._gives(masks, tree, output) & mask:
                yield masks
        else:
            yield from self._worked_out(masks, tree, output, mask)

    def _worked_out(
        self, masks: Masks, tree: Expression, output: str, mask: int
    ) -> Iterator[Masks]:
        """Null comes of any null name; a known value of known names alone."""
        read = {name: self._mask(masks, name) for name in sorted(names_in(tree))}
        if mask & NULL:
            yield from ({**masks, name: NULL} for name in read if read[name] & NULL)
        known = {**masks, **{name: found & ~NULL for name, found in read.items()}}
        if all(known[name] for name in read) and self._gives(known, tree, output) & mask & ~NULL:
            yield known

    # A rollup

    def _through_rollup(self, masks: Masks, rollup: Rollup) -> Iterator[Masks]:
        """One row counts, or it does not and the rollup is that of no rows."""
        name, column = rollup.field.name, self._mask(masks, rollup.column)
        bins, counted = self.world.bins[name], self.world.counted(rollup)
        if masks[name] >> bins.index(rollup.over(())) & 1 and column & ~counted:
            yield {**masks, rollup.column: column & ~counted}
        if here := column & counted & self._of_one(masks[name], rollup, bins):
            yield {**masks, rollup.column: here}

    def _of_one(self, wanted: int, rollup: Rollup, bins: Bins) -> int:
        """The bins of the column from which one row gives what is wanted of the rollup."""
        if rollup.how is How.COUNT:
            return -1 if wanted >> bins.index(Decimal(1)) & 1 else 0
        return wanted  # the column and its total have the same bins


def _put(masks: Masks, table: Table, part: Box) -> Masks:
    return {**masks, **dict(zip(table.columns, part, strict=True))}


def _hands_on_null(tree: Expression) -> bool:
    """Whether the value is null just when one of its names is."""
    match tree:
        case Arithmetic("+" | "-" | "*", left, right):
            return _hands_on_null(left) and _hands_on_null(right)
        case Call("min" | "max" | "sum" | "abs" | "floor" | "ceiling", arguments):
            return all(map(_hands_on_null, arguments))
        case Negate(operand):
            return _hands_on_null(operand)
        case Literal(value):
            return value is not None
    return isinstance(tree, Name)
