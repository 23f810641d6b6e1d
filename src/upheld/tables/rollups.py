"""Rollups: what a table of the whole case reads about the rows of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from upheld.tables.evaluate import Facts, matches
from upheld.tables.fields import Field
from upheld.tables.functions import call
from upheld.tables.syntax import Test
from upheld.tables.values import Scalar


class How(StrEnum):
    """How a column becomes one value."""

    COUNT = "count"
    SUM = "sum"
    MIN = "min"
    MAX = "max"


@dataclass(frozen=True, slots=True)
class Rollup:
    """`how` over `column` of the list `of`, in the rows where `where` matches that column."""

    field: Field
    of: str
    how: How
    column: str
    where: Test | None

    def over(self, rows: Sequence[Facts]) -> Scalar:
        """One value for the rows. No rows count 0 and sum to 0; their least and most are null.

        A null among the summed or compared rows makes the result null: a total with an unknown
        part is unknown. `where: "not(null)"` leaves the unknown rows out.
        """
        values = tuple(row.get(self.column) for row in rows if self._counts(row))
        if self.how is How.COUNT:
            return Decimal(len(values))
        if not values:
            return Decimal(0) if self.how is How.SUM else None
        scalars = tuple(value for value in values if not isinstance(value, tuple))
        return call(self.how, scalars)

    def _counts(self, row: Facts) -> bool:
        return self.where is None or matches(self.where, row.get(self.column), row) is True
