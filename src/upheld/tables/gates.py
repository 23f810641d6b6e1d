"""What each bin of a column lets pass: the rules of a table as the bits of a whole number.

Bit 0 is the first rule. The rules that match a case are those that every column lets pass, so
that a case costs one look a column, whatever the number of rules.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from operator import xor

from upheld.tables.bins import Bins, bins_of, boxed, members
from upheld.tables.fields import Field
from upheld.tables.syntax import Test
from upheld.tables.table import Cell, Table

Asked = Iterable[tuple[int, Test]]


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """One column; a gate is equal to itself alone.

    `passing` has the set of rules for each bin: those whose cell can match there.
    """

    column: str
    bins: Bins
    passing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Gates:
    """The columns that ask something, in the table's order. `open` is the set of all rules.

    `loose` are the cells that compare with a name, by the place of their rule: a gate lets them
    pass wherever they can match, and they are asked on their own afterwards.
    """

    columns: tuple[Gate, ...]
    open: int
    loose: Mapping[int, tuple[Cell, ...]]


def gates_of(table: Table, names: Mapping[str, Field], currency: str) -> Gates:
    """The gates of a table whose columns and names are declared in `names`."""
    everything = (1 << len(table.rules)) - 1
    asked: dict[str, list[tuple[int, Test]]] = {}
    for at, rule in enumerate(table.rules):
        for cell in rule.cells:
            asked.setdefault(cell.column, []).append((at, cell.test))
    bins = bins_of(table, names, currency)
    return Gates(
        columns=tuple(
            Gate(column, bins[column], passing(bins[column], asked[column], everything))
            for column in table.columns
            if column in asked
        ),
        open=everything,
        loose={at: cells for at, rule in enumerate(table.rules) if (cells := _loose(rule.cells))},
    )


def passing(bins: Bins, asked: Asked, everything: int) -> tuple[int, ...]:
    """The rules that each bin lets pass; a rule that asks nothing of the column passes always."""
    # A rule enters and leaves a few times as one walks along the bins: only that is kept.
    turns = [0] * (bins.count + 1)
    turns[0] = everything
    known: dict[Test, list[int]] = {}
    for at, test in asked:
        if test not in known:
            found = bins.may(test)
            known[test] = list(members(found ^ found << 1))
        turns[0] ^= 1 << at
        for turn in known[test]:
            turns[turn] ^= 1 << at
    return tuple(accumulate(turns[:-1], xor))


def _loose(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(cell for cell in cells if not boxed(cell.test))
