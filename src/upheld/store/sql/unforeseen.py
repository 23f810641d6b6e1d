"""A value that the database plans a statement without."""

from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, Func, TextField, Value


class Unforeseen(Func):
    """A word, a number or a moment that PostgreSQL looks at when it runs the statement, and not
    when it plans it.

    Of a statement that is kept it compares the plan for these very values with one for any, and
    where it takes the first for the cheaper it plans the statement anew at every asking, which may
    take longer than to run it. A plan that may know no value is one for any.
    """

    template = "(SELECT %(expressions)s)"

    def __init__(self, value: str | int | datetime) -> None:
        kind = next(field for of, field in _FIELDS.items() if isinstance(value, of))
        super().__init__(Value(value, kind()), output_field=kind())

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="%(expressions)s", **extra)


_FIELDS = {str: TextField, int: BigIntegerField, datetime: DateTimeField}
