"""Days as whole numbers, counted by the database: of a million rows none is made a date first."""

from typing import Any

from django.db.models import Func, IntegerField, Value
from django.db.models.functions import Coalesce


class Ordinal(Func):
    """A day as `date.toordinal` counts it; null where there is none."""

    arity = 1
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        # The Julian day of the day before the first of January of the year 1.
        told = "CAST(julianday(%(expressions)s) - 1721424.5 AS INTEGER)"
        return self.as_sql(compiler, connection, template=told, **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        told = "(%(expressions)s - DATE '0001-01-01' + 1)"
        return self.as_sql(compiler, connection, template=told, **more)


def ordinal(day: str) -> Coalesce:
    """The day in this column; 0 where there is none."""
    return Coalesce(Ordinal(day), Value(0))
