"""A policy as boxes: bins that fit every table at once, and what each name can hold at all."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from math import ceil, inf
from operator import or_

from upheld.tables.bins import NULL, Bins, members
from upheld.tables.evaluate import evaluate
from upheld.tables.kept import kept
from upheld.tables.policy import Policy
from upheld.tables.reach.aligned import aligned_bins, asked_tests
from upheld.tables.reach.chain import Step, steps
from upheld.tables.reach.cover import Box, Cover, meet
from upheld.tables.reach.ranking import beaten_by
from upheld.tables.reach.spans import Span, bins_in, of_bins, span
from upheld.tables.rollups import How, Rollup
from upheld.tables.syntax import Expression, Literal, Name, Test, names_in
from upheld.tables.table import AGGREGATED, Rule, Table, settled
from upheld.tables.values import Kind

_AMOUNTS = frozenset({Kind.NUMBER, Kind.MONEY})
Masks = Mapping[str, int]
Outputs = Mapping[str, Expression]


@dataclass(frozen=True, slots=True)
class Boxed:
    """A table as boxes: where each rule surely matches, and where it can match.

    The two differ only where a cell compares with a name. `beaten` has for each rule the rules
    that take a case away from it.
    """

    table: Table
    sure: Cover
    may: Cover
    beaten: tuple[int, ...]

    @property
    def exact(self) -> bool:
        return self.sure is self.may


class World:
    """The bins of every name of a policy, and its tables as boxes over them.

    `tests` are more tests to cut the bins by: those that a claim asks.
    """

    def __init__(self, policy: Policy, tests: Mapping[str, Iterable[Test]] | None = None) -> None:
        self.policy = policy
        self.asked = asked_tests(policy)
        for name, more in (tests or {}).items():
            self.asked[name].update(dict.fromkeys(more))
        self.bins: dict[str, Bins] = aligned_bins(policy, self.asked)
        self._gives: dict[tuple[str, Expression, tuple[int, ...]], int] = {}
        self._rolled_up: dict[tuple[str, int], int] = {}
        self._given_by: dict[tuple[str, int], int] = {}
        self._masks: dict[tuple[str, bool], dict[Test, int]] = {}
        self._decided: dict[tuple[str, Box], tuple[tuple[Box, Outputs], ...]] = {}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return steps(self.policy)

    @cached_property
    def boxed(self) -> dict[str, Boxed]:
        return {name: self._boxed(table) for name, table in self.policy.tables.items()}

    @cached_property
    def possible(self) -> dict[str, int]:
        """For each name the bins that some case can have, as far as one name alone tells."""
        found = {name: bins.inside for name, bins in self.bins.items()}
        self._count_up(found)
        for table in self.policy.tables.values():
            for output in table.outputs:
                found[output] = self._given(table, output, found)
            self._count_up(found)
        return found

    def full(self, table: Table) -> Box:
        """All the cases that a table can be asked, as far as each name alone tells."""
        return tuple(self.possible[column] for column in table.columns)

    def gives(self, tree: Expression, output: str, masks: Masks) -> int:
        """The bins that an output's cell can give, where each name is in the bins of its mask."""
        asked = output, tree, tuple(masks[name] for name in sorted(names_in(tree)))
        known = self._gives.get(asked)
        if known is None:
            known = self._gives[asked] = self._given_of(tree, output, masks)
        return known

    def _given_of(self, tree: Expression, output: str, masks: Masks) -> int:
        bins = self.bins[output]
        match tree:
            case Literal():
                return 1 << bins.index(settled(evaluate(tree, {}), bins.field, bins.currency))
            case Name(name) if bins.field.kind is self.bins[name].field.kind:
                return masks[name]
        if bins.field.kind in _AMOUNTS:
            return bins_in(bins, span(tree, self.bins, masks))
        return bins.all

    def giving(self, table: Table, output: str, mask: int) -> int:
        """The rules, as bits, that may give some of these bins; above them one for no rule."""
        known = self._given_by.get((output, mask))
        if known is None:
            trees = [rule.outputs[output] for rule in table.rules]
            trees.append(Literal(table.outputs[output].default))
            known = self._given_by[output, mask] = sum(
                1 << at
                for at, tree in enumerate(trees)
                if self.gives(tree, output, self.possible) & mask
            )
        return known

    def decided(self, table: Table, space: Box) -> tuple[tuple[Box, Outputs], ...]:
        """The parts of a space in each of which one rule decides, or none, and what is given there.

        The ways through the tables ask it of one space many times over.
        """
        known = self._decided.get((table.name, space))
        if known is None:
            known = self._decided[table.name, space] = tuple(self._parts(table, space))
        return known

    def counted(self, rollup: Rollup) -> int:
        """The bins of the rolled up column whose rows count."""
        bins = self.bins[rollup.column]
        return bins.all if rollup.where is None else bins.mask(rollup.where)

    def _parts(self, table: Table, space: Box) -> Iterator[tuple[Box, Outputs]]:
        boxed = self.boxed[table.name]
        for at, rule in enumerate(table.rules):
            box = meet(boxed.may.rules[at], space)
            for part in boxed.sure.uncovered(box, boxed.beaten[at]) if box else ():
                yield part, rule.outputs
        nothing = {name: Literal(output.default) for name, output in table.outputs.items()}
        for part in boxed.sure.uncovered(space, boxed.sure.every):
            yield part, nothing

    def _boxed(self, table: Table) -> Boxed:
        full = tuple(self.bins[column].inside for column in table.columns)
        sure = Cover([self._box(table, rule, False) for rule in table.rules], full)
        if all(self.bins[column].exact for column in table.columns):
            return Boxed(table, sure, sure, beaten_by(table))
        may = Cover([self._box(table, rule, True) for rule in table.rules], full)
        return Boxed(table, sure, may, beaten_by(table))

    def _box(self, table: Table, rule: Rule, may: bool) -> Box:
        box = {column: self.bins[column].all for column in table.columns}
        for cell in rule.cells:
            box[cell.column] = self.mask(cell.column, cell.test, may)
        return tuple(box.values())

    def mask(self, column: str, test: Test, may: bool) -> int:
        """The bins where the test matches, or may match."""
        bins = self.bins[column]
        may = may and not bins.exact
        known = self._masks.setdefault((column, may), {})
        found = known.get(test)
        if found is None:
            found = known[test] = bins.may(test) if may else bins.mask(test)
        return found

    # What a name can hold

    def _given(self, table: Table, output: str, possible: Masks) -> int:
        bins = self.bins[output]
        if table.hit in AGGREGATED or bins.field.many:
            return bins.all
        trees = dict.fromkeys(rule.outputs[output] for rule in table.rules)
        default = 1 << bins.index(table.outputs[output].default)
        return reduce(or_, (self.gives(tree, output, possible) for tree in trees), default)

    def _count_up(self, possible: dict[str, int]) -> None:
        for name, rollup in self.policy.rollups.items():
            asked = name, possible[rollup.column]
            if asked not in self._rolled_up:
                self._rolled_up[asked] = self._rolled(rollup, self.bins[name], asked[1])
            possible[name] = self._rolled_up[asked]

    def _rolled(self, rollup: Rollup, bins: Bins, column: int) -> int:
        """What a rollup can hold over any number of rows, a row being in these bins."""
        some = column & self.counted(rollup)
        match rollup.how:
            case How.COUNT:
                return _whole(bins) if some else 1 << bins.index(rollup.over(()))
            case How.SUM:
                nothing = 1 << bins.index(rollup.over(()))
                return nothing | some & NULL | bins_in(bins, _any_sum(of_bins(bins, some)))
        return some | NULL


# It is large: that of the policy which is being looked at, and no other.
_own_world = kept(World, most=1)


def world_of(policy: Policy, tests: Mapping[str, Iterable[Test]] | None = None) -> World:
    """The world of a policy, made once for all that its checks and claims ask: a new one only where
    the tests of a claim cut what no test of the policy's own does."""
    own = _own_world(policy)
    more = (
        test
        for name, asked in (tests or {}).items()
        for test in asked
        if test not in own.asked[name]
    )
    return own if next(more, None) is None else World(policy, tests)


def _any_sum(one: Span) -> Span:
    """What many such values can come to together."""
    return Span(
        low=one.low if one.low >= 0 else -inf,
        high=one.high if one.high <= 0 else inf,
        low_closed=one.low_closed,
        high_closed=one.high_closed,
        known=one.known,
        even=one.even,
    )


def _whole(bins: Bins) -> int:
    """The bins of a count: those that hold a whole number from 0 up."""
    mask = 0
    for at in members(bins.known):
        held = of_bins(bins, 1 << at)
        low = max(held.low, 0)
        first = ceil(low) + (low == held.low == ceil(low) and not held.low_closed)
        mask |= (first < held.high or (first == held.high and held.high_closed)) << at
    return mask
