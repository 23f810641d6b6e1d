"""Where each row falls: the number of its outcome, by one lookup a join of axes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

import polars as pl

from upheld.tables.columns.axes import Axis
from upheld.tables.columns.cells import Leaf, Node, join
from upheld.tables.columns.lookups import least, looked_up
from upheld.tables.columns.outcomes import WALKED, Outcome, outcome_of
from upheld.tables.compiled import Compiled
from upheld.tables.table import Hit

_CELL = "(cell {})"
_BITS = 64


@dataclass(frozen=True, slots=True)
class Places:
    """`at` is the number of a row's outcome; it may read `cells`, columns that go before it."""

    at: pl.Expr
    cells: Mapping[str, pl.Expr]

    def over(self, frame: pl.LazyFrame, name: str) -> pl.LazyFrame:
        """The frame with the number of each row's outcome in a column of that name."""
        # Every output looks up by the number, and would have to widen it first.
        at = self.at.cast(pl.UInt32).alias(name)
        placed = frame.with_columns(**self.cells).with_columns(at)
        return placed.drop(self.cells) if self.cells else placed


def places_of(compiled: Compiled, axes: Sequence[Axis]) -> tuple[Places, list[Outcome]]:
    """Where the rows of a table fall on these axes, and what is given there."""
    first = compiled.table.hit is Hit.FIRST
    nodes = join([axis.sets for axis in axes], compiled.gates.open, first)
    if len(nodes) == 1:
        outcomes = [outcome_of(compiled, rules) for rules in nodes[0].sets]
        return Places(_place(nodes[0], axes), {}), outcomes
    if nodes and first:
        return _by_bits(compiled, nodes, axes)
    nowhere = Places(pl.repeat(0, pl.len(), dtype=pl.UInt32), {})
    return nowhere, [WALKED if nodes else outcome_of(compiled, compiled.gates.open)]


def _place(node: Node, axes: Sequence[Axis]) -> pl.Expr:
    """The class of each row at the node."""
    if isinstance(node, Leaf):
        return axes[node.axis].index
    cell, count = _place(node.parts[0], axes), len(node.parts[0].sets)
    for part in node.parts[1:]:
        # As narrow as it can be: a byte costs a quarter of four.
        count *= len(part.sets)
        wide = least(count + 1)  # the count itself is a factor
        cell = cell.cast(wide) * pl.lit(len(part.sets), wide) + _place(part, axes).cast(wide)
    return looked_up(node.classes, least(len(node.sets)), cell)


def _by_bits(
    compiled: Compiled, nodes: Sequence[Node], axes: Sequence[Axis]
) -> tuple[Places, list[Outcome]]:
    """Where the cells are too many: the sets of all nodes meet, 64 rules at a time."""
    cells = {_CELL.format(at): _place(node, axes) for at, node in enumerate(nodes)}
    count = len(compiled.table.rules)
    found: pl.Expr = pl.lit(count, pl.UInt32)
    for start in reversed(range(0, count, _BITS)):
        words = (_word(node, start, name) for node, name in zip(nodes, cells, strict=True))
        word = reduce(and_, words)
        found = pl.when(word != 0).then(word.bitwise_trailing_zeros() + start).otherwise(found)
    outcomes = [outcome_of(compiled, 1 << at) for at in range(count)]
    return Places(found, cells), [*outcomes, outcome_of(compiled, 0)]


def _word(node: Node, start: int, cell: str) -> pl.Expr:
    words = [rules >> start & (1 << _BITS) - 1 for rules in node.sets]
    return looked_up(words, pl.UInt64(), pl.col(cell))
