"""A line for every rule of a table: that it fired, or the first cell that stopped it.

Column by column the rules that it stops are taken away: never every cell of every rule.
"""

from collections.abc import Collection, Mapping, Sequence
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

    def loosely(self, left: int, facts: Facts) -> int:
        """Those of the rules whose comparison with a name stops them here."""
        cells = self.cells
        asked = (at for at in members(left) if at in cells and not passes(cells[at][1], facts))
        return sum(1 << at for at in asked)

    def tell(self, stopped: int, value: Scalar, found: list[Line]) -> None:
        """Puts the line of each rule that it stopped at the rule's place."""
        known = self._known(value)
        while stopped:  # as `members` does: a generator would be a fifth of a trace
            lowest = stopped & -stopped
            at = lowest.bit_length() - 1
            found[at] = known[at] if known is not None else self._line(at, value)
            stopped ^= lowest

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


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a table: `columns` that ask something, and the line of each rule that
    matches and is not taken. `loose`: some cells compare with a name."""

    columns: tuple[Asking, ...]
    matching: tuple[Line, ...]
    loose: bool

    def lines(self, bins: Sequence[int], facts: Facts, fired: Collection[RuleRef]) -> list[Line]:
        """A line for every rule, in row order; `bins` has the case's place in each column."""
        found = list(self.matching)
        left = (1 << len(found)) - 1
        for column, at in zip(self.columns, bins, strict=True):
            stopped = left & ~column.gate.passing[at]
            if self.loose:
                stopped |= column.loosely(left & ~stopped, facts)
            if stopped:
                left ^= stopped
                column.tell(stopped, single(facts, column.gate.column), found)
        for at in members(left):
            if found[at].rule in fired:
                found[at] = found[at]._replace(fired=True)
        return found


def told(table: Table, gates: Gates) -> Told:
    """The columns in the order in which a reader meets them."""
    columns = tuple(Asking(gate, _cells(table, gate.column)) for gate in gates.columns)
    matching = tuple(Line(rule.ref, False, None) for rule in table.rules)
    return Told(columns, matching, bool(gates.loose))


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


def single(facts: Facts, name: str) -> Scalar:
    """The case's value in a column."""
    value: Value = facts.get(name)
    assert not isinstance(value, tuple), "no column holds many values"
    return value
