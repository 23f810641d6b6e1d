"""Asking the tables over columns: `core.ruling.Inquiry`, for many subjects at once."""

from collections.abc import Iterable

import polars as pl

from upheld.tables import Policy
from upheld.tables.columns.frames import TableColumns, prepare


class Tables:
    """The tables of one policy, each made ready once for each form of what it is asked."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._ready: dict[tuple[object, ...], TableColumns] = {}

    def run(self, table: str, facts: pl.DataFrame) -> pl.DataFrame:
        """What the table gives for each row, as columns. Raises HitError."""
        reads = self.policy.tables[table].reads
        known = {name: facts.schema[name] for name in sorted(reads & set(facts.columns))}
        key = (table, *known.items())
        if key not in self._ready:
            self._ready[key] = prepare(self.policy, table, known)
        asked = facts.select(*known, pl.lit(None).alias("(row)"))
        found = self._ready[key].over(asked.lazy()).collect()
        return found.select(*self.policy.tables[table].outputs)


class Inquiry:
    """What is known so far about each subject, a row each. It knows only what it was opened with:
    a table cannot see what was left out."""

    def __init__(self, tables: Tables, facts: pl.DataFrame) -> None:
        self.tables = tables
        self.facts = facts

    def ask(self, table: str) -> None:
        """Adds what the table gives, after those tables that it needs. Raises HitError."""
        for needed in self._needed(table):
            self.ask(needed)
        self.facts = self.facts.with_columns(self.tables.run(table, self.facts).get_columns())

    def ask_rest(self, each: str) -> None:
        """Asks every table about a row of the list `each` that has not spoken yet."""
        for table in self.tables.policy.tables.values():
            if table.each == each and not table.outputs.keys() <= set(self.facts.columns):
                self.ask(table.name)

    def _needed(self, table: str) -> Iterable[str]:
        missing = self.tables.policy.tables[table].reads - set(self.facts.columns)
        for other in self.tables.policy.tables.values():
            if missing & other.outputs.keys():
                yield other.name
