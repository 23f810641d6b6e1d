"""From what is wanted of a policy's outputs back to the bins of its inputs.

A table's output is traced to the rules that give it, a rule to the bins that it asks and that no
rule before it takes, a rollup to the rows that count. Each way back is a box. Together the ways
hold every case that there is, and perhaps more: where an expression gives a number, only its
bounds are known.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from upheld.tables.bins import NULL, members
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
    """The ways back. With `single` each list has one row; without it a rollup may hold anything
    that some rows can give it."""

    def __init__(self, world: World, single: bool) -> None:
        self.world = world
        chain = reversed(world.steps)
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
            if self._hopeful(before, at + 1):
                yield from self._back(before, at + 1)

    def _hopeful(self, masks: Masks, at: int) -> bool:
        """A quick look ahead: each step can give what is wanted of it, taken for itself."""
        columns: dict[str, int] = {}
        for step in self.steps[at:]:
            if self._asked(masks, step):
                if isinstance(step.does, Rollup):
                    name = step.does.column
                    rows = self._rows(masks, step.does)
                    columns[name] = columns.get(name, self._mask(masks, name)) & rows
                elif not self._rules(masks, step.does):
                    return False
        return all(columns.values())

    def _rules(self, masks: Masks, table: Table) -> int:
        """The rules, as bits, that may give what is wanted; above them one for no rule."""
        boxed = self.world.boxed[table.name]
        if _gives_many(table):
            return 1
        found = boxed.may.meeting(tuple(self._mask(masks, name) for name in table.columns))
        found |= 1 << len(table.rules)
        for output in table.outputs:
            if output in masks:
                found &= self.world.giving(table, output, masks[output])
        return found

    def _asked(self, masks: Masks, step: Step) -> bool:
        """Whether something is wanted of what the step gives that it does not always give."""
        possible = self.world.possible
        return any(possible[name] & ~masks[name] for name in step.gives if name in masks)

    def _before(self, masks: Masks, step: Step) -> Iterator[Masks]:
        if isinstance(step.does, Rollup):
            return self._through_rollup(masks, step.does)
        if _gives_many(step.does):
            return iter([masks])
        return self._through_table(masks, step.does)

    # A table

    def _through_table(self, masks: Masks, table: Table) -> Iterator[Masks]:
        asked = {name: masks[name] for name in table.outputs if name in masks}
        boxed = self.world.boxed[table.name]
        space = tuple(self._mask(masks, name) for name in table.columns)
        rules = self._rules(masks, table)
        for at in members(rules & boxed.may.every):
            rule, box = table.rules[at], meet(boxed.may.rules[at], space)
            if box and self._can_give(masks, rule.outputs, asked):
                for part in boxed.sure.uncovered(box, boxed.beaten[at]):
                    for way in self._compared(_put(masks, table, part), rule):
                        yield from self._giving(way, rule.outputs, asked)
        if rules > boxed.may.every:
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
        counted, rows = self.world.counted(rollup), self._rows(masks, rollup)
        for here in (rows & ~counted, rows & counted):
            if here:
                yield {**masks, rollup.column: here}

    def _rows(self, masks: Masks, rollup: Rollup) -> int:
        """The bins of the column from which one row gives what is wanted of the rollup."""
        name, column = rollup.field.name, self._mask(masks, rollup.column)
        bins, counted, wanted = self.world.bins[name], self.world.counted(rollup), masks[name]
        rows = column & ~counted if wanted >> bins.index(rollup.over(())) & 1 else 0
        if rollup.how is not How.COUNT:
            return rows | column & counted & wanted  # a column and its total have the same bins
        return rows | column & counted if wanted >> bins.index(Decimal(1)) & 1 else rows


def _gives_many(table: Table) -> bool:
    return table.hit in MANY or table.hit in AGGREGATED


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
