"""A store of any size: the demo company's rows again and again, each copy under numbers of its own.

A copy is a copy in every table that leads to a case or to a customer who complained, in the record
and in the words to search. Its events are no chain, which a page does not read and `upheld verify`
would call broken: a grown store is for measuring alone.

Beyond 200,000 cases a copy is light, so that a million take 11 GB and not 22: without the orders of
its customers, their notes of fit and the rules that fired, the bodies of letters, and of closed
cases the documents that they were decided by and the contents of their events. What a list, a
count, a search or an open case reads is whole; an open case of a light copy has no orders.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

Model = type[models.Model]
# By engine: a text like no other. It rises with the number, so that an index only grows at its end.
_UNIQUE = {"sqlite": "printf('%064x', {number})", "postgresql": "lpad(to_hex({number}), 64, '0')"}
_WHOLE_MOST = 200_000
_NOT_IN_LIGHT = ("order", "fitnote", "rulefired")
_OPEN = "case_id IN (SELECT id FROM store_case WHERE state <> 'closed')"
_SHORT: dict[tuple[str, str | None], str] = {
    ("decision", "document"): f"CASE WHEN {_OPEN} THEN document ELSE '{{}}' END",
    ("decision", "record"): f"CASE WHEN {_OPEN} THEN record ELSE '{{}}' END",
    ("letter", "body"): "substr(body, 1, 80)",
    ("event", "data"): f"CASE WHEN {_OPEN} THEN data ELSE '{{}}' END",
    ("event", "previous"): "''",
}


class Grown:
    """The store as it was built, and how many copies of it there are."""

    def __init__(self) -> None:
        from upheld.store.models import Case
        from upheld.store.tallied import anew as tallied_anew

        tallied_anew.catch_up()
        self.models = _around()
        self.first = {model: _last(model) for model in self.models}
        self.step = 10 ** len(str(max(self.first.values())))
        self.cases = Case.objects.count()
        self.copies = 1

    def to(self, cases: int) -> None:
        """As many copies as make this many cases; tells on standard error how far it is."""
        if self.copies * self.cases < cases:
            with _LIGHT[connection.vendor](), connection.cursor() as cursor:
                _without_indexes(cursor)
                while self.copies * self.cases < cases:
                    began = time.monotonic()
                    with transaction.atomic():
                        for statement in self._copy():
                            cursor.execute(statement)
                    self.copies += 1
                    took = time.monotonic() - began
                    print(f"{self.copies * self.cases:,} cases, {took:.1f} s", file=sys.stderr)
        self._add_up()
        with connection.cursor() as cursor:
            _with_indexes(cursor)
            if connection.vendor == "postgresql":
                for model in self.models:
                    _number_on(cursor, model)
            for statement in _LOOKED_THROUGH[connection.vendor]:
                cursor.execute(statement)

    def _copy(self) -> Iterator[str]:
        more = self.copies * self.step
        for model in self._copied():
            columns = [self._column(model, field, more) for field in model._meta.concrete_fields]
            names = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
            table, key = model._meta.db_table, _key(model).column
            yield (
                f'INSERT INTO "{table}" ({names}) SELECT {", ".join(columns)} FROM "{table}" '
                f'WHERE "{key}" <= {self.first[model]}{self._complained(model)}'
            )
        for table, read in _SEARCHED[connection.vendor]:
            key = read.partition(",")[0]
            yield (
                f"INSERT INTO {table} ({read}) SELECT {read.replace(key, f'{key} + {more}')} "
                f"FROM {table} WHERE {key} <= {self._last_case}"
            )

    def _add_up(self) -> None:
        """What each copied case counts for was copied with it, and no event of a copy is newer. One
        that was begun before there were such sums is read anew."""
        from upheld.store.models import TalliedTo, TallyPart
        from upheld.store.record import events
        from upheld.store.tallied import anew as tallied_anew

        if TallyPart not in self.models:
            tallied_anew.rebuild()
            return
        with transaction.atomic():
            tallied_anew.add_up()
            TalliedTo.objects.update(number=events.head()[0])

    @property
    def _light(self) -> bool:
        return self.copies * self.cases > _WHOLE_MOST

    def _copied(self) -> Sequence[Model]:
        left_out = _NOT_IN_LIGHT if self._light else ()
        return [model for model in self.models if model._meta.model_name not in left_out]

    @property
    def _last_case(self) -> int:
        return next(last for model, last in self.first.items() if model._meta.model_name == "case")

    def _complained(self, model: Model) -> str:
        """Customers who never complained are in no copy, nor what they bought."""
        whose = {"customer": "id", "order": "customer_id", "fitnote": "customer_id",
                 "contact": "customer_id"}.get(model._meta.model_name or "")  # fmt: skip
        if whose is None:
            return ""
        return (
            f' AND "{whose}" IN (SELECT customer_id FROM store_case WHERE id <= {self._last_case})'
        )

    def _column(self, model: Model, field: "models.Field[Any, Any]", more: int) -> str:
        column = f'"{field.column}"'
        to = field.related_model if field.is_relation else None
        name = model._meta.model_name or ""
        if self._light and (name, field.column) in _SHORT:
            return _SHORT[name, field.column]
        if (field is _key(model) and not to) or to in self._copied():
            return f"{column} + {more}"
        if isinstance(field, models.CharField) and _unique(model, field):
            number = f'"{_key(model).column}" + {more}'
            least = max(65 - (field.max_length or 64), 1)
            return f"substr({_UNIQUE[connection.vendor].format(number=number)}, {least})"
        return column


@contextmanager
def _light_sqlite() -> Iterator[None]:
    """No second copy of what is written: a store that is only measured may be lost."""
    with connection.cursor() as cursor:
        for pragma in ("foreign_keys = OFF", "journal_mode = MEMORY", "synchronous = OFF",
                       "cache_size = -500000"):  # fmt: skip
            cursor.execute(f"PRAGMA {pragma}")
        yield
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA foreign_keys = ON")


@contextmanager
def _light_postgres() -> Iterator[None]:
    """Neither foreign keys nor triggers are asked, nor is a commit waited for."""
    with connection.cursor() as cursor:
        for said in ("session_replication_role = replica", "synchronous_commit = off",
                     "maintenance_work_mem = '256MB'"):  # fmt: skip
            cursor.execute(f"SET {said}")
        yield
        cursor.execute("SET session_replication_role = DEFAULT")


def _without_indexes(cursor: Any) -> None:
    """They are made once at the end: the words' alone took most of the time. How, is written down
    in the store, so that one that was stopped between gets them back."""
    cursor.execute("CREATE TABLE IF NOT EXISTS grown_without (made text)")
    cursor.execute(_INDEXES[connection.vendor])
    for name, made in cursor.fetchall():
        with transaction.atomic():
            cursor.execute("INSERT INTO grown_without VALUES (%s)", [made])
            cursor.execute(f"DROP INDEX {name}")


def _with_indexes(cursor: Any) -> None:
    cursor.execute("CREATE TABLE IF NOT EXISTS grown_without (made text)")
    cursor.execute("SELECT made FROM grown_without")
    for (made,) in cursor.fetchall():
        with transaction.atomic():
            cursor.execute(made)
            cursor.execute("DELETE FROM grown_without WHERE made = %s", [made])


# The words to search, by their table and its columns.
_SEARCHED = {
    "sqlite": (("case_search", "rowid, words"), ("open_search", "rowid, words")),
    "postgresql": (("case_search", "case_id, words, open"),),
}
_LIGHT = {"sqlite": _light_sqlite, "postgresql": _light_postgres}
_LOOKED_THROUGH = {
    "sqlite": (),  # without statistics, as every store of ours is
    "postgresql": ("VACUUM ANALYZE",),
}
# Those that stand for no key and no constraint.
_INDEXES = {
    "sqlite": """
SELECT '"' || name || '"', sql FROM sqlite_master
WHERE type = 'index' AND sql IS NOT NULL AND tbl_name LIKE 'store!_%' ESCAPE '!'
""",
    "postgresql": """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE (indrelid::regclass::text LIKE 'store!_%' ESCAPE '!'
       OR indrelid::regclass::text = 'case_search')
AND NOT indisprimary AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
""",
}


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


def _unique(model: Model, field: "models.Field[Any, Any]") -> bool:
    """Whether no two rows may have the same, be it under a condition."""
    held = (each for each in model._meta.constraints if isinstance(each, models.UniqueConstraint))
    return field.unique or any(each.fields == (field.name,) for each in held)


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
