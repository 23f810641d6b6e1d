"""The row engine over a frame: each case decided alone, as the desk decides it."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl

from upheld.tables.columns.frames import Schema
from upheld.tables.columns.lines import lines_of, places
from upheld.tables.files.asked import Asked
from upheld.tables.policy import Policy
from upheld.tables.values import Kind, Months, Value

Facts = dict[str, Value]
Lists = dict[str, list[Facts]]
_CASE = "(case)"
_I64 = 2**63


class Rows:
    """Decides frames, and gives them the columns `found`: those that columns would give."""

    def __init__(self, asked: Asked, found: Schema) -> None:
        self.asked = asked
        self.found = found

    def over(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with every output. Raises HitError."""
        lists = {each: self._lists(frame, each) for each in self.asked.lists}
        decided = [
            self._decided(facts, {each: rows[at] for each, rows in lists.items()})
            for at, facts in enumerate(self._facts(frame))
        ]
        given = {
            name: self._series([case[name] for case, _ in decided], name, self.found[name])
            for name in self.asked.gives
            if name in self.found
        }
        for each in lists:
            given[each] = self._nested(frame, each, [rows[each] for _, rows in decided])
        return frame.with_columns(**given).select(*self.found)

    def _decided(self, facts: Facts, lists: Lists) -> tuple[Facts, Lists]:
        if self.asked.table is not None:
            return dict(self.asked.policy.run(self.asked.table, facts).outputs), lists
        return decide(self.asked.policy, facts, lists)

    def _facts(self, frame: pl.DataFrame) -> list[Facts]:
        """The facts of every row, of the columns that are read."""
        fields = {name: field for name, field in self.asked.reads.items() if name in frame.columns}
        lines = lines_of(fields, frame.schema, self.asked.policy.currency)
        if not lines:
            return [{} for _ in range(frame.height)]
        places = frame.select(**{name: line.expr for name, line in lines.items()})
        read = {name: cache(line.read) for name, line in lines.items()}
        columns = [map(read[name], places[name].to_list()) for name in lines]
        return [dict(zip(lines, values, strict=True)) for values in zip(*columns, strict=True)]

    def _lists(self, frame: pl.DataFrame, each: str) -> list[list[Facts]]:
        """For every case the facts of its rows."""
        found: list[list[Facts]] = [[] for _ in range(frame.height)]
        rows = _rows(frame, each)
        for case, facts in zip(rows[_CASE], self._facts(rows.drop(_CASE)), strict=True):
            found[case].append(facts)
        return found

    def _nested(self, frame: pl.DataFrame, each: str, lists: list[list[Facts]]) -> pl.Series:
        """The list as it came, its rows with what their tables gave."""
        dtype = self.found[each]
        assert isinstance(dtype, pl.List)
        assert isinstance(dtype.inner, pl.Struct)
        rows = _rows(frame, each)
        facts = [row for rows in lists for row in rows]
        outputs = {
            field.name: self._series([row[field.name] for row in facts], field.name, field.dtype)
            for field in dtype.inner.fields
            if field.name in self.asked.gives
        }
        whole = rows.with_columns(**outputs).select(
            _CASE, pl.struct(field.name for field in dtype.inner.fields).alias(each)
        )
        grouped = whole.group_by(_CASE, maintain_order=True).agg(each)
        numbered = frame.select(pl.row_index(_CASE))
        joined = numbered.join(grouped, on=_CASE, how="left", maintain_order="left")
        return joined[each].fill_null([])

    def _series(self, values: Iterable[Value], name: str, dtype: Any) -> pl.Series:
        held = _Held(self.asked.policy, name, dtype)
        return pl.Series([held(value) for value in values], dtype=dtype)


def decide(policy: Policy, facts: Facts, lists: Lists) -> tuple[Facts, Lists]:
    """One case through all tables of a policy: its facts and its lists' rows, with every output.

    Raises HitError and FactsError.
    """
    case, known = dict(facts), {each: [dict(row) for row in rows] for each, rows in lists.items()}
    for table in policy.tables.values():
        case |= _rolled_up(policy, known)
        if table.each:
            for row in known[table.each]:
                row |= policy.run(table.name, case | row).outputs
        else:
            case |= policy.run(table.name, case).outputs
    return case | _rolled_up(policy, known), known


def _rolled_up(policy: Policy, lists: Lists) -> Facts:
    found: Facts = {}
    for each in {rollup.of for rollup in policy.rollups.values()}:
        found |= policy.rollup(each, lists[each])
    return found


def _rows(frame: pl.DataFrame, each: str) -> pl.DataFrame:
    numbered = frame.select(pl.row_index(_CASE), each).filter(pl.col(each).list.len() > 0)
    return numbered.explode(each).unnest(each)


class _Held:
    """Writes a value as a column of the type holds it."""

    def __init__(self, policy: Policy, name: str, dtype: Any) -> None:
        self.field = policy.names[name]
        self.dtype = dtype.inner if isinstance(dtype, pl.List) else dtype
        self.places = places(policy.currency)

    def __call__(self, value: Value) -> Any:
        if isinstance(value, tuple):
            return [self(each) for each in value]
        if isinstance(value, Months):
            return value.count
        if isinstance(value, Decimal) and not isinstance(self.dtype, pl.Decimal):
            return self._number(value)
        return value

    def _number(self, value: Decimal) -> int | float:
        if self.dtype.is_float():
            return float(value)
        whole = int(value.scaleb(self.places) if self.field.kind is Kind.MONEY else value)
        if not -_I64 <= whole < _I64:
            raise OverflowError(whole)
        return whole
