"""A table over a frame: what every row gives, as columns, just as the row engine gives it."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_

import polars as pl

from upheld.tables.columns.axes import Axis, axes_of
from upheld.tables.columns.cells import Leaf, Node, join
from upheld.tables.columns.lines import Line, lines_of
from upheld.tables.columns.outcomes import WALKED, Outcome, outcome_of
from upheld.tables.columns.outputs import looked_up, output_of, workable
from upheld.tables.columns.walk import Walk
from upheld.tables.compiled import Compiled
from upheld.tables.fields import Field
from upheld.tables.policy import Policy
from upheld.tables.syntax import Expression, names_in
from upheld.tables.table import Hit

_AT = "(outcome)"
_NODE = "(cell {})"
_BITS = 64

Placed = tuple[pl.LazyFrame, list[Outcome]]


def run_table(policy: Policy, table: str, frame: pl.LazyFrame) -> pl.LazyFrame:
    """The frame with the table's outputs as columns.

    Inputs are columns named as in the policy; one that is missing is unknown throughout. Money is
    read in whole minor units (pence) or as Decimal, and given in whole minor units. Raises
    FactsError for a column of the wrong type and LookupError for an unknown table; and HitError,
    when the frame is collected, for a row on which the rules contradict each other.
    """
    compiled = policy.compiled(table)
    lines = lines_of(_read(compiled), frame.collect_schema(), policy.currency)
    placed, found = _placed(compiled, lines, frame)
    outcomes = [_settled(compiled, outcome, lines) for outcome in found]
    outputs = [
        output_of(field, outcomes, lines, policy.currency)
        for field in compiled.table.outputs.values()
    ]
    columns = {each.field.name: each.column(pl.col(_AT), outcomes) for each in outputs}
    if walked := [at for at, outcome in enumerate(outcomes) if outcome == WALKED]:
        walk = Walk(compiled, lines, outputs, walked, _AT)
        placed = walk.over(placed)
        columns = {
            each.field.name: pl.coalesce(columns[each.field.name], walk.column(each))
            for each in outputs
        }
    return placed.select(*_kept(frame, columns), **columns)


def _kept(frame: pl.LazyFrame, columns: Mapping[str, pl.Expr]) -> list[str]:
    return [name for name in frame.collect_schema() if name not in columns]


def _read(compiled: Compiled) -> dict[str, Field]:
    """The names that decide or are reckoned with; those that are only told in `because` are not."""
    table = compiled.table
    cells = [cell for rule in table.rules for cell in rule.cells]
    trees = [tree for rule in table.rules for tree in rule.outputs.values()]
    read = {cell.column for cell in cells}.union(
        *(names_in(cell.test) for cell in cells), *map(names_in, trees)
    )
    return {name: compiled.names[name] for name in sorted(read)}


def _settled(compiled: Compiled, outcome: Outcome, lines: Mapping[str, Line]) -> Outcome:
    """Walked, where one of its expressions is beyond columns."""
    outputs = compiled.table.outputs
    able = all(
        workable(value, outputs[name], lines, compiled.currency)
        for name, value in (outcome.outputs or {}).items()
        if isinstance(value, Expression)
    )
    return outcome if able else WALKED


def _placed(compiled: Compiled, lines: Mapping[str, Line], frame: pl.LazyFrame) -> Placed:
    """The frame with the number of each row's outcome, and the outcomes."""
    gates, first = compiled.gates, compiled.table.hit is Hit.FIRST
    axes = axes_of(gates, lines)
    nodes = join([axis.sets for axis in axes], gates.open, first)
    if not nodes:
        at = pl.repeat(0, pl.len(), dtype=pl.UInt32)
        return frame.with_columns(at.alias(_AT)), [outcome_of(compiled, gates.open)]
    if len(nodes) == 1:
        (node,) = nodes
        outcomes = [outcome_of(compiled, rules) for rules in node.sets]
        return frame.with_columns(_place(node, axes).alias(_AT)), outcomes
    if not first:
        at = pl.repeat(0, pl.len(), dtype=pl.UInt32)
        return frame.with_columns(at.alias(_AT)), [WALKED]
    return _by_bits(compiled, nodes, axes, frame)


def _place(node: Node, axes: Sequence[Axis]) -> pl.Expr:
    """The class of each row at the node."""
    if isinstance(node, Leaf):
        return axes[node.axis].index
    cell = _place(node.parts[0], axes).cast(pl.UInt32)
    for part in node.parts[1:]:
        cell = cell * pl.lit(len(part.sets), pl.UInt32) + _place(part, axes).cast(pl.UInt32)
    return looked_up(node.classes, _least(len(node.sets)), cell)


def _least(count: int) -> pl.DataType:
    """The smallest type that counts so far: a small table stays in the processor's cache."""
    return pl.UInt8() if count <= 1 << 8 else pl.UInt16() if count <= 1 << 16 else pl.UInt32()


def _by_bits(
    compiled: Compiled, nodes: Sequence[Node], axes: Sequence[Axis], frame: pl.LazyFrame
) -> Placed:
    """Where the cells are too many: the sets of all nodes meet, 64 rules at a time."""
    cells = {_NODE.format(at): _place(node, axes) for at, node in enumerate(nodes)}
    count = len(compiled.table.rules)
    found = pl.lit(count, pl.UInt32)
    for start in reversed(range(0, count, _BITS)):
        word = reduce(and_, (_word(node, start, _NODE.format(at)) for at, node in enumerate(nodes)))
        lowest = word.bitwise_trailing_zeros() + start
        found = pl.when(word != 0).then(lowest).otherwise(found)
    outcomes = [outcome_of(compiled, 1 << at) for at in range(count)]
    placed = frame.with_columns(**cells).with_columns(found.alias(_AT)).drop(cells)
    return placed, [*outcomes, outcome_of(compiled, 0)]


def _word(node: Node, start: int, name: str) -> pl.Expr:
    words = [rules >> start & (1 << _BITS) - 1 for rules in node.sets]
    return looked_up(words, pl.UInt64(), pl.col(name))
