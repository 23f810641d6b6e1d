"""Which version of a row it is that was read, so that what is known of it is not read again."""

from typing import Any

from django.db.models import Func, TextField


class RowVersion(Func):
    """The number of a row and of the transaction that wrote it, as ",7:4711,": another whenever
    anything of the row was changed (PostgreSQL, system columns: xmin). SQLite keeps no such number
    and tells null."""

    output_field = TextField()

    def __init__(self, number: str = "pk") -> None:
        super().__init__(number)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return "NULL", ()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        number, places = compiler.compile(self.source_expressions[0])
        table = number.rpartition(".")[0]
        return f"(',' || {number} || ':' || {table}.xmin || ',')", places
