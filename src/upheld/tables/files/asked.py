"""What is asked of a file: the tables to run, the columns that they read, and what they give."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from upheld.tables.columns import run_policy, run_table
from upheld.tables.columns.frames import Schema, read_by
from upheld.tables.fields import Field
from upheld.tables.policy import Policy
from upheld.tables.table import Table


@dataclass(frozen=True, slots=True)
class Asked:
    """A whole policy, or `table` alone."""

    policy: Policy
    table: str | None = None

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables to run. Raises LookupError for an unknown one."""
        if self.table is None:
            return tuple(self.policy.tables.values())
        return (self.policy.compiled(self.table).table,)

    @property
    def lists(self) -> tuple[str, ...]:
        """The columns that hold rows. A table alone is asked of plain columns."""
        if self.table is not None:
            return ()
        each = [table.each for table in self.tables if table.each]
        return tuple(dict.fromkeys([*each, *(one.of for one in self.policy.rollups.values())]))

    @property
    def reads(self) -> Mapping[str, Field]:
        """What the file may give, by name."""
        found: dict[str, Field] = {}
        for table in self.tables:
            found |= read_by(self.policy.compiled(table.name))
        if self.table is None:
            columns = {one.column for one in self.policy.rollups.values()}
            found |= {name: self.policy.names[name] for name in columns}
        return {name: field for name, field in found.items() if name not in self.gives}

    @property
    def gives(self) -> Mapping[str, Field]:
        """What is added to the file, by name."""
        found = {name: field for table in self.tables for name, field in table.outputs.items()}
        if self.table is None:
            found |= {name: rollup.field for name, rollup in self.policy.rollups.items()}
        return found

    def needs(self, schema: Schema) -> list[str]:
        """The file's columns that reach an answer."""
        return [name for name in schema if name in self.reads or name in self.lists]

    def unknown(self, schema: Schema) -> list[str]:
        """What the file could give and does not."""
        given = set(schema)
        for each in self.lists:
            given |= _inner(schema[each])
        return sorted(self.reads.keys() - given)

    def over(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The frame by columns, money in whole minor units. Raises FactsError, and HitError when
        it is collected."""
        if self.table is None:
            return run_policy(self.policy, frame)
        return run_table(self.policy, self.table, frame)


def _inner(dtype: pl.DataType) -> set[str]:
    """The columns of a list's rows."""
    rows = dtype.inner if isinstance(dtype, pl.List) else None
    return {field.name for field in rows.fields} if isinstance(rows, pl.Struct) else set()
