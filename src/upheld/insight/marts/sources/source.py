"""Some rows of the store as they are written down: by what they are read, and their columns."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import polars as pl
from django.db.models import QuerySet

from upheld.core.placing import Placing, What
from upheld.insight.marts.declared import Kind
from upheld.store import placing
from upheld.store.counted import standing

# How many rows the database hands over at once.
_AT_ONCE = 10_000
_TYPES: Mapping[Kind, Any] = {
    Kind.NUMBER: pl.Int64(),
    Kind.MONEY: pl.Decimal(18, 2),
    Kind.DECIMAL: pl.Float64(),
    Kind.TEXT: pl.String(),
    Kind.DAY: pl.Date(),
    Kind.MOMENT: pl.Datetime("us", "UTC"),
    Kind.IS_SO: pl.Boolean(),
}
# As many groups of rows as are placed once and remembered.
_MOST_REMEMBERED = 100_000
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Reading:
    """One reading of the store at a moment: what every row of it is held against."""

    now: datetime

    @cached_property
    def by(self) -> Placing:
        return placing.placing()

    @cached_property
    def _placed(self) -> dict[tuple[What, str], str]:
        return {}

    def place(self, what: What, group: str) -> str:
        """Where a group stands; each is asked about once, as long as there are not too many."""
        if (what, group) not in self._placed:
            if len(self._placed) > _MOST_REMEMBERED:
                self._placed.clear()
            self._placed[what, group] = standing.placed(what, group, self.by)
        return self._placed[what, group]


@dataclass(frozen=True, slots=True)
class Source:
    """Some rows of the store. `days` are columns beside those that are read: the day, in the
    firm's zone, of a moment."""

    name: str
    columns: Mapping[str, Kind]
    read: Callable[[Reading], Iterable[Row]]
    days: Mapping[str, str] = field(default_factory=dict)

    @property
    def schema(self) -> dict[str, Any]:
        return {name: _TYPES[kind] for name, kind in self.columns.items()}


# What stands in a column, as short as a table of them is read.
N, T, S = Kind.NUMBER, Kind.TEXT, Kind.IS_SO
AT, DAY, M = Kind.MOMENT, Kind.DAY, Kind.MONEY


def read(found: "QuerySet[Any, Any]", *names: str) -> Iterator[Row]:
    """Rows of one statement, in chunks that the server holds and not we."""
    told: QuerySet[Any, Any] = found.order_by("pk").values_list(*names)
    yield from told.iterator(chunk_size=_AT_ONCE)
