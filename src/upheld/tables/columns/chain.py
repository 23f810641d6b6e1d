"""A whole policy over a frame of cases, whose lists (such as allegations) are columns of rows."""

from collections.abc import Iterable

import polars as pl

from upheld.tables.columns.frames import Schema, TableColumns, prepare
from upheld.tables.columns.lines import lines_of
from upheld.tables.columns.rollups import rolled_up
from upheld.tables.policy import Policy
from upheld.tables.problems import FactsError, Problem
from upheld.tables.rollups import How, Rollup
from upheld.tables.table import Table

_CASE = "(case)"
_ROWS = "(rows)"


def run_policy(policy: Policy, cases: pl.LazyFrame) -> pl.LazyFrame:
    """The cases with every output and rollup of the policy.

    A list is a column of List(Struct) named as the tables' `each`; its rows come back with what
    their tables gave. Otherwise as `run_table`. Cases are decided batch by batch: with the
    streaming engine a file need not fit in memory.
    """
    chain = Chain(policy)
    schema = cases.collect_schema()
    _check_lists(policy, schema)
    found = chain.over(pl.DataFrame(schema=schema)).schema
    return cases.map_batches(chain.over, projection_pushdown=False, schema=found, streamable=True)


class Chain:
    """The tables of a policy in their order. Each is prepared once, by the first frame."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._prepared: dict[str, TableColumns] = {}

    def over(self, cases: pl.DataFrame) -> pl.DataFrame:
        """The cases with all that the policy gives."""
        return _Batch(self, cases).decided()

    def run(self, table: str, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with the outputs of one table."""
        if table not in self._prepared:
            self._prepared[table] = prepare(self.policy, table, frame.schema)
        return self._prepared[table].over(frame.lazy()).collect()


class _Batch:
    """Some cases on their way through the chain, and the rows of their lists."""

    def __init__(self, chain: Chain, cases: pl.DataFrame) -> None:
        self.chain = chain
        self.policy = chain.policy
        # What an earlier run gave must not be taken for what this one gives.
        stale = self.policy.rollups.keys() & set(cases.columns)
        self.cases = cases.drop(stale).with_row_index(_CASE)
        self.lists = {each: _rows(self.cases, each) for each in _lists(self.policy)}
        self.to_come = {name for table in self.policy.tables.values() for name in table.outputs}

    def decided(self) -> pl.DataFrame:
        for table in self.policy.tables.values():
            if table.each:
                self._ask_rows(table)
            else:
                self._roll_up(name for name in table.reads if name in self.policy.rollups)
                self.cases = self.chain.run(table.name, self.cases)
            self.to_come -= table.outputs.keys()
        self._roll_up(self.policy.rollups)
        for each, rows in self.lists.items():
            self._put_back(each, rows)
        return self.cases.drop(_CASE)

    def _ask_rows(self, table: Table) -> None:
        self._roll_up(name for name in table.reads if name in self.policy.rollups)
        rows = self.lists[table.each]
        read = [name for name in self.cases.columns if name in table.reads - set(rows.columns)]
        beside = self.cases.select(_CASE, *read)
        asked = rows.join(beside, on=_CASE, how="left", maintain_order="left") if read else rows
        self.lists[table.each] = self.chain.run(table.name, asked).drop(read)

    def _roll_up(self, wanted: Iterable[str]) -> None:
        """Adds these rollups to the cases, and with them all that can be added by now."""
        if set(wanted) <= set(self.cases.columns):
            return
        ready = [
            rollup
            for name, rollup in self.policy.rollups.items()
            if name not in self.cases.columns and rollup.column not in self.to_come
        ]
        for each in {rollup.of for rollup in ready}:
            self._add(each, [rollup for rollup in ready if rollup.of == each])

    def _add(self, each: str, rollups: list[Rollup]) -> None:
        rows = self.lists[each]
        columns = {rollup.column: self.policy.names[rollup.column] for rollup in rollups}
        lines = lines_of(columns, rows.schema, self.policy.currency)
        found = rolled_up(rows, _CASE, rollups, lines).with_columns(pl.lit(True).alias(_ROWS))
        joined = self.cases.join(found, on=_CASE, how="left", maintain_order="left")
        self.cases = joined.with_columns(map(_of_none, rollups)).drop(_ROWS)

    def _put_back(self, each: str, rows: pl.DataFrame) -> None:
        whole = pl.struct(pl.exclude(_CASE)).alias(each)
        grouped = rows.group_by(_CASE, maintain_order=True).agg(whole)
        joined = self.cases.drop(each).join(grouped, on=_CASE, how="left", maintain_order="left")
        self.cases = joined.with_columns(pl.col(each).fill_null([]))


def _of_none(rollup: Rollup) -> pl.Expr:
    """No rows count 0 and sum to 0."""
    found = pl.col(rollup.field.name)
    nothing = 0 if rollup.how in (How.COUNT, How.SUM) else None
    return pl.when(pl.col(_ROWS).is_null()).then(nothing).otherwise(found).alias(rollup.field.name)


def _rows(cases: pl.DataFrame, each: str) -> pl.DataFrame:
    some = cases.select(_CASE, each).filter(pl.col(each).list.len() > 0)
    return some.explode(each).unnest(each)


def _lists(policy: Policy) -> set[str]:
    tables = {table.each for table in policy.tables.values() if table.each}
    return tables | {rollup.of for rollup in policy.rollups.values()}


def _check_lists(policy: Policy, schema: Schema) -> None:
    problems = [
        Problem("columns", None, each, "no list of rows", "Give it as a column of List(Struct)")
        for each in sorted(_lists(policy))
        if not isinstance(schema.get(each), pl.List)
    ]
    if problems:
        raise FactsError(problems)
