"""Rows that only the row engine can decide: each different case once, inside a frame of columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from upheld.tables.columns.lines import Line
from upheld.tables.columns.outputs import Output
from upheld.tables.compiled import Compiled

_WALKED = "(walked) {}"


@dataclass(frozen=True, slots=True)
class Walk:
    """Decides the rows whose outcome, the number in the column `at`, is one of `outcomes`."""

    compiled: Compiled
    lines: Mapping[str, Line]
    outputs: Sequence[Output]
    outcomes: Sequence[int]
    at: str

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """The columns that are added."""
        return {_WALKED.format(each.field.name): each.dtype for each in self.outputs}

    def over(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The frame with a column for each output, null where the row was not walked."""
        schema = dict(frame.collect_schema()) | self.schema
        # Batch by batch, so that a file need not fit in memory.
        return frame.map_batches(
            self._batch, projection_pushdown=False, schema=schema, streamable=True
        )

    def column(self, output: Output) -> pl.Expr:
        """What was found for the output."""
        return pl.col(_WALKED.format(output.field.name))

    def _batch(self, frame: pl.DataFrame) -> pl.DataFrame:
        keys = frame.select(self.at, **{name: line.expr for name, line in self.lines.items()})
        asked = keys.filter(pl.col(self.at).is_in(self.outcomes)).unique(maintain_order=True)
        given = [self._give(case) for case in asked.drop(self.at).iter_rows(named=True)]
        found = asked.hstack(pl.DataFrame(given, self.schema, orient="row"))
        return frame.hstack(
            keys.join(
                found, on=keys.columns, how="left", nulls_equal=True, maintain_order="left"
            ).select(*self.schema)
        )

    def _give(self, case: Mapping[str, Any]) -> list[Any]:
        facts = {name: self.lines[name].read(place) for name, place in case.items()}
        outputs = self.compiled.outputs(facts)
        return [each.written(outputs[each.field.name]) for each in self.outputs]
