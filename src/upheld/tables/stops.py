"""A line for every rule of a table: that it fired, or the first cell that stopped it.

Column by column the rules that it stops are taken away: never every cell of every rule.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from upheld.tables.bins import members
from upheld.tables.evaluate import Facts, matches
from upheld.tables.gates import Gate, Gates
from upheld.tables.problems import RuleRef
from upheld.tables.table import Cell, Table
from upheld.tables.trace import Line, Stop
from upheld.tables.values import Scalar, Value


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """A column as the rules ask it: by the place of each that does, the rule and its cell.

    `ready` keeps the lines for the values of a column that has only a few.
    """

    gate: Gate
    cells: Mapping[int, tuple[RuleRef, Cell]]
    ready: dict[Scalar, dict[int, Line]] = field(default_factory=dict)

    def stopped(self, left: int, facts: Facts, loose: bool) -> int:
        """Those of the rules that the column does not let pass."""
        found = left & ~self.gate.passing[self.gate.bins.index(_single(facts, self.gate.column))]
        if loose:
            for at in members(left & ~found):
                if at in self.cells and not passes(self.cells[at][1], facts):
                    found |= 1 << at
        return found

    def lines(self, stopped: int, facts: Facts) -> Iterator[tuple[int, Line]]:
        """The line of each rule that it stopped, by the rule's place."""
        value = _single(facts, self.gate.column)
        known = self._known(value)
        if known is not None:
            return ((at, known[at]) for at in members(stopped))
        return ((at, self._line(at, value)) for at in members(stopped))

    def _known(self, value: Scalar) -> Mapping[int, Line] | None:
        bins = self.gate.bins
        if bins.ordered:
            return None
        if value not in self.ready and (value is None or value in bins.cuts):
            self.ready[value] = {at: self._line(at, value) for at in self.cells}
        return self.ready.get(value)

    def _line(self, at: int, value: Scalar) -> Line:
        ref, cell = self.cells[at]
        return Line(ref, False, Stop(cell.column, cell.text, value))


def asking(table: Table, gates: Gates) -> tuple[Asking, ...]:
    """The columns that ask something, in the order in which a reader meets them."""
    ordered = sorted(gates.columns, key=lambda gate: table.columns.index(gate.column))
    return tuple(Asking(gate, _cells(table, gate.column)) for gate in ordered)


def lines(
    table: Table, columns: Collection[Asking], facts: Facts, fired: Collection[RuleRef], loose: bool
) -> tuple[Line, ...]:
    """A line for every rule, in row order. `loose`: some cells compare with a name."""
    left = (1 << len(table.rules)) - 1
    found: dict[int, Line] = {}
    for column in columns:
        stopped = column.stopped(left, facts, loose)
        left ^= stopped
        found.update(column.lines(stopped, facts))
    for at in members(left):
        ref = table.rules[at].ref
        found[at] = Line(ref, ref in fired, None)
    return tuple(map(found.__getitem__, range(len(found))))


def passes(cell: Cell, facts: Facts) -> bool:
    """Whether the cell matches, asked by walking its tree."""
    return matches(cell.test, facts.get(cell.column), facts) is True


def _cells(table: Table, column: str) -> dict[int, tuple[RuleRef, Cell]]:
    return {
        at: (rule.ref, cell)
        for at, rule in enumerate(table.rules)
        for cell in rule.cells
        if cell.column == column
    }


def _single(facts: Facts, name: str) -> Scalar:
    value: Value = facts.get(name)
    assert not isinstance(value, tuple), "no column holds many values"
    return value
