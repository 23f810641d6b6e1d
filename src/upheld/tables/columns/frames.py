"""A table over a frame: what every row gives, as columns, just as the row engine gives it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from upheld.tables.columns.axes import axes_of
from upheld.tables.columns.lines import Line, lines_of
from upheld.tables.columns.outcomes import WALKED, Outcome
from upheld.tables.columns.outputs import Output, output_of, workable
from upheld.tables.columns.places import Places, places_of
from upheld.tables.columns.walk import Walk
from upheld.tables.compiled import Compiled
from upheld.tables.fields import Field
from upheld.tables.policy import Policy
from upheld.tables.syntax import Expression, names_in

_AT = "(outcome)"

Schema = Mapping[str, pl.DataType]


@dataclass(frozen=True, slots=True)
class TableColumns:
    """A table ready for frames of one schema. `walk` decides the rows that columns cannot."""

    places: Places
    outcomes: Sequence[Outcome]
    outputs: Sequence[Output]
    walk: Walk | None

    def over(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The frame with the table's outputs; a column of the same name gives way."""
        placed = self.places.over(frame, _AT)
        if self.walk:
            placed = self.walk.over(placed)
        given = {each.field.name: self._column(each) for each in self.outputs}
        return placed.with_columns(**given).select(pl.exclude(*self._inner()))

    def _column(self, output: Output) -> pl.Expr:
        found = output.column(pl.col(_AT), self.outcomes)
        return pl.coalesce(found, self.walk.column(output)) if self.walk else found

    def _inner(self) -> list[str]:
        return [_AT, *(self.walk.schema if self.walk else ())]


def run_table(policy: Policy, table: str, frame: pl.LazyFrame) -> pl.LazyFrame:
    """The frame with the table's outputs as columns.

    Inputs are columns named as in the policy; one that is missing is unknown throughout. Money is
    read in whole minor units (pence) or as Decimal, and given in whole minor units. Raises
    FactsError for a column of the wrong type and LookupError for an unknown table; and HitError,
    when the frame is collected, for a row on which the rules contradict each other.
    """
    return prepare(policy, table, frame.collect_schema()).over(frame)


def prepare(policy: Policy, table: str, schema: Schema) -> TableColumns:
    """The table ready for frames of this schema. Raises FactsError, LookupError."""
    compiled = policy.compiled(table)
    lines = lines_of(read_by(compiled), schema, policy.currency)
    places, found = places_of(compiled, axes_of(compiled.gates, lines))
    outcomes = [_settled(compiled, outcome, lines) for outcome in found]
    outputs = [
        output_of(field, outcomes, lines, policy.currency)
        for field in compiled.table.outputs.values()
    ]
    walked = [at for at, outcome in enumerate(outcomes) if outcome == WALKED]
    walk = Walk(compiled, lines, outputs, walked, _AT) if walked else None
    return TableColumns(places, outcomes, outputs, walk)


def read_by(compiled: Compiled) -> dict[str, Field]:
    """The names that decide or are reckoned with; those that are only told in `because` are not."""
    rules = compiled.table.rules
    cells = [cell for rule in rules for cell in rule.cells]
    trees = [tree for rule in rules for tree in rule.outputs.values()]
    asked = {cell.column for cell in cells}.union(*(names_in(cell.test) for cell in cells))
    return {name: compiled.names[name] for name in sorted(asked.union(*map(names_in, trees)))}


def _settled(compiled: Compiled, outcome: Outcome, lines: Mapping[str, Line]) -> Outcome:
    """Walked, where one of its expressions is beyond columns."""
    outputs = compiled.table.outputs
    able = all(
        workable(value, outputs[name], lines, compiled.currency)
        for name, value in (outcome.outputs or {}).items()
        if isinstance(value, Expression)
    )
    return outcome if able else WALKED
