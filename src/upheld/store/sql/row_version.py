"""Which version of a row it is that was read, so that what is known of it is not read again."""

from typing import Any

from django.db.models import Func, TextField


class RowVersion(Func):
    """The number of a row, of the transaction that wrote it and where it stands: another whenever
    anything of the row was changed, in one transaction too (PostgreSQL 18, 5.6 System Columns: xmin
    and ctid). As ",7:4711:(0,1),", which is found whole among others. SQLite keeps no such numbers
    and tells null."""

    output_field = TextField()

    def __init__(self, number: str = "pk") -> None:
        super().__init__(number)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return "NULL", ()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        number, places = compiler.compile(self.source_expressions[0])
        table = number.rpartition(".")[0]
        return f"(',' || {number} || ':' || {table}.xmin || ':' || {table}.ctid || ',')", places
