"""Asking the tables over columns: `core.ruling.Inquiry`, for many subjects at once."""

from collections.abc import Iterable, Mapping

import polars as pl

from upheld.tables import Policy
from upheld.tables.columns.frames import TableColumns, prepare


class Tables:
    """The tables of one policy, each made ready once for each form of what it is asked.

    A draft is mostly what it was drawn from: a table that is the same in `like` is ready there.
    """

    def __init__(self, policy: Policy, like: "Tables | None" = None) -> None:
        self.policy = policy
        self._like = like
        self._ready: dict[tuple[object, ...], TableColumns] = {}

    def run(self, table: str, facts: pl.DataFrame) -> pl.DataFrame:
        """What the table gives for each row, as columns. Raises HitError."""
        reads = self.policy.tables[table].reads
        known = {name: facts.schema[name] for name in sorted(reads & set(facts.columns))}
        asked = facts.select(*known, pl.lit(None).alias("(row)"))
        found = self._made_ready(table, known).over(asked.lazy()).collect()
        return found.select(*self.policy.tables[table].outputs)

    def _made_ready(self, table: str, known: Mapping[str, pl.DataType]) -> TableColumns:
        if self._like and self._same(self._like.policy, table):
            return self._like._made_ready(table, known)
        key = (table, *known.items())
        if key not in self._ready:
            self._ready[key] = prepare(self.policy, table, known)
        return self._ready[key]

    def _same(self, other: Policy, name: str) -> bool:
        """Whether the other policy has the very same table, reading the same names."""
        table = self.policy.tables[name]
        names = (self.policy.names.get(each) == other.names.get(each) for each in table.reads)
        same = self.policy.currency == other.currency and other.tables.get(name) == table
        return same and all(names)


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
