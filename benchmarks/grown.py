"""A store of any size: the demo company's rows again and again, each copy under numbers of its own.

A copy is a copy in every table that leads to a customer or a case, in the record and in the words
to search. Its events are no chain: a page does not read that.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

Model = type[models.Model]
# By engine: 64 hexadecimal signs for whatever must be like no other.
_UNIQUE = {
    "sqlite": "lower(hex(randomblob(32)))",
    "postgresql": "md5(random()::text) || md5(random()::text)",
}


class Grown:
    """The store as it was built, and how many copies of it there are."""

    def __init__(self) -> None:
        from upheld.store.models import Case

        self.models = _around()
        self.first = {model: _last(model) for model in self.models}
        self.step = 10 ** len(str(max(self.first.values())))
        self.cases = Case.objects.count()
        self.copies = 1

    def to(self, cases: int) -> None:
        """As many copies as make this many cases."""
        while self.copies * self.cases < cases:
            with transaction.atomic(), connection.cursor() as cursor:
                if connection.vendor == "sqlite":
                    cursor.execute("PRAGMA defer_foreign_keys = ON")
                else:
                    cursor.execute("SET session_replication_role = replica")
                for statement in self._copy(self.copies * self.step):
                    cursor.execute(statement)
            self.copies += 1
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET session_replication_role = DEFAULT")
                for model in self.models:
                    _number_on(cursor, model)
                cursor.execute("VACUUM ANALYZE")
            else:
                cursor.execute("ANALYZE")

    def _copy(self, more: int) -> Iterator[str]:
        for model in self.models:
            columns = [self._column(model, field, more) for field in model._meta.concrete_fields]
            names = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
            table, key = model._meta.db_table, _key(model).column
            yield (
                f'INSERT INTO "{table}" ({names}) SELECT {", ".join(columns)} FROM "{table}" '
                f'WHERE "{key}" <= {self.first[model]}'
            )
        key = "rowid" if connection.vendor == "sqlite" else "case_id"
        last = next(last for model, last in self.first.items() if model._meta.model_name == "case")
        yield (
            f"INSERT INTO case_search ({key}, words) SELECT {key} + {more}, words "
            f"FROM case_search WHERE {key} <= {last}"
        )

    def _column(self, model: Model, field: "models.Field[Any, Any]", more: int) -> str:
        column = f'"{field.column}"'
        to = field.related_model if field.is_relation else None
        if (field is _key(model) and not to) or to in self.first:
            return f"{column} + {more}"
        if field.unique and isinstance(field, models.CharField):
            return f"substr({_UNIQUE[connection.vendor]}, 1, {field.max_length})"
        return column


def _around() -> Sequence[Model]:
    """Customers, cases and whatever leads to one of them, over any number between."""
    every = list(apps.get_app_config("store").get_models())
    found = {model for model in every if model._meta.model_name in ("customer", "case")}
    while more := {
        model
        for model in every
        if model not in found
        and any(field.related_model in found for field in model._meta.concrete_fields)
    }:
        found |= more
    return [model for model in every if model in found and model.objects.exists()]  # type: ignore[attr-defined]


def _key(model: Model) -> "models.Field[Any, Any]":
    key = model._meta.pk
    assert key
    return key


def _last(model: Model) -> int:
    found = model._default_manager.aggregate(models.Max("pk"))["pk__max"]
    return int(found)


def _number_on(cursor: Any, model: Model) -> None:
    """The next row that is written has a number of its own."""
    table, column = model._meta.db_table, _key(model).column
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, column])
    (sequence,) = cursor.fetchone()
    if sequence:
        cursor.execute(f'SELECT setval(%s, (SELECT max("{column}") FROM "{table}"))', [sequence])
