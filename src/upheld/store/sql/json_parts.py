"""Some parts of a JSON column, read by themselves: the database reads the column once for all of
them, and what a decision was made from stays where it is."""

from typing import Any

from django.db.models import Func, JSONField


class _AsWritten(JSONField):
    """JSON as the database gives it: its text."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return value


class JsonParts(Func):
    """The parts of a column as the text of one array, by their paths ("fit.band"): null where there
    is none."""

    output_field = _AsWritten()

    def __init__(self, column: str, *paths: str, **extra: Any) -> None:
        if len(paths) < 2:
            raise ValueError("of one path SQLite gives no array: ask for two at least")
        super().__init__(column, paths=paths, **extra)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        asked = (f"'$.{path}'" for path in self.extra["paths"])
        template = f"JSON_EXTRACT(%(expressions)s, {', '.join(asked)})"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        # Each "#>" would unpack the whole column anew; a record of its first names does so once.
        paths = [path.partition(".") for path in self.extra["paths"]]
        names = ", ".join(f'"{name}" jsonb' for name in dict.fromkeys(path[0] for path in paths))
        told = (f"told.\"{name}\" #> '{{{rest.replace('.', ',')}}}'" for name, _, rest in paths)
        template = (
            f"(SELECT JSONB_BUILD_ARRAY({', '.join(told)})"
            f" FROM JSONB_TO_RECORD(%(expressions)s) AS told({names}))"
        )
        return self.as_sql(compiler, connection, template=template, **extra)
