"""Rows of several tables read by one statement.

The database makes JSON of each row. What JSON has no kind of (a moment, an amount) goes as text,
and the fields of the model make of it what they make of text.

Such a statement is long, and writing it down takes longer than the database takes to answer it. One
that is asked again and again is written once by each process, with places for the numbers that it
is asked about (`Prepared`).
"""

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import (
    DateTimeField,
    DecimalField,
    F,
    Field,
    JSONField,
    Model,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, JSONArray, JSONObject
from django.utils.timezone import is_naive

from upheld.store.made_once import readings_made_once
from upheld.store.sight import seen

from .spelt_out import spelt_out

Asked = Mapping[str, "QuerySet[Any]"]


def rows_of(asked: Asked) -> dict[str, list[Any]]:
    """The rows of each, in the order of their model. One statement, or none for nothing."""
    readers = {name: _Reader(query) for name, query in asked.items()}
    return _rows(readers, _statement(asked) if asked else ())


def _statement(asked: Asked) -> "QuerySet[Any, Any]":
    first, *others = [_told(name, query) for name, query in asked.items()]
    return first.union(*others, all=True)


class _Reader:
    """Makes rows of a query's model of what the database gave for each: its fields in their
    order."""

    def __init__(self, query: "QuerySet[Any]") -> None:
        fields = _fields(query)
        self.model = query.model
        self._names = [field.attname for field in fields]
        self._read = [_reading(field) for field in fields]
        self._alias = connection.alias

    def made(self, row: str) -> Any:
        values = [
            None if value is None else read(value)
            for read, value in zip(self._read, json.loads(row), strict=True)
        ]
        return self.model.from_db(self._alias, self._names, values)


def _rows(readers: Mapping[str, _Reader], told: Iterable[tuple[str, str]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {name: [] for name in readers}
    for name, row in told:
        found[name].append(readers[name].made(row))
    return {name: _ordered(reader.model, found[name]) for name, reader in readers.items()}


class Prepared:
    """The rows about some numbers, such as those of cases, and beside them what is counted about
    each number, by a statement that is written once.

    `asked` and `counted` make the queries for given numbers, at least one of them. A query of
    `counted` has its number as `pk`, and gives what it annotates.

    What is kept from somebody is a part of their statement. Where `told_apart` gives all that it is
    made of beside whose cases are hidden, such as `as_one.apart`, it is kept for all who are told
    the same; without it, theirs is written down anew each time.
    """

    def __init__(
        self,
        asked: Callable[[Sequence[int]], Asked],
        counted: Callable[[Sequence[int]], "QuerySet[Any]"] | None = None,
        told_apart: Callable[[], Mapping[int, int]] | None = None,
    ) -> None:
        self._asked, self._counted, self._told_apart = asked, counted, told_apart
        self._written = lru_cache(maxsize=64)(lambda many, *_: self._write(many))

    def read(
        self, numbers: Sequence[int]
    ) -> tuple[dict[str, list[Any]], dict[int, dict[str, Any]]]:
        """The rows by their name, and what is counted by its number. One statement."""
        sql, places, readers = self._statement(len(numbers))
        with connection.cursor() as cursor:
            cursor.execute(sql, [numbers[-1 - at] if _stands_in(at) else at for at in places])
            told = cursor.fetchall()
        counted = [json.loads(row) for name, row in told if name == _COUNTED]
        found = _rows(readers, [each for each in told if each[0] != _COUNTED])
        return found, {each[_NUMBER]: each for each in counted}

    def _statement(self, many: int) -> "_Statement":
        if not seen.hides():
            return self._written(many)
        if self._told_apart is None:
            return self._write(many)
        with readings_made_once():  # as the queries ask for it too
            apart: Hashable = tuple(sorted(self._told_apart().items()))
            return self._written(many, seen.audience(), apart)

    def _write(self, many: int) -> "_Statement":
        """The statement for so many numbers, with -1, -2 and so on in their places."""
        numbers = [-1 - at for at in range(many)]
        asked = self._asked(numbers)
        told = [_told(name, query) for name, query in asked.items()]
        if self._counted:
            counted = self._counted(numbers)
            names = {name: F(name) for name in counted.query.annotation_select}
            row = Cast(JSONObject(**{_NUMBER: F("pk")}, **names), TextField())
            told.append(counted.order_by().values_list(Value(_COUNTED, TextField()), row))
        sql, places = told[0].union(*told[1:], all=True).query.sql_with_params()
        sql, left = spelt_out(sql, places)
        return sql, tuple(left), {name: _Reader(query) for name, query in asked.items()}


_Statement = tuple[str, tuple[Any, ...], dict[str, _Reader]]
_COUNTED, _NUMBER = "counted", "number"


def _stands_in(place: object) -> bool:
    return isinstance(place, int) and not isinstance(place, bool) and place < 0


def _told(name: str, query: "QuerySet[Any]") -> "QuerySet[Any, Any]":
    # An array, whose fields have no names: SQLite is given each name anew with every statement.
    row = Cast(JSONArray(*map(_as_json, _fields(query))), TextField())
    return query.order_by().values_list(Value(name, TextField()), row)


def _as_json(field: "Field[Any, Any]") -> Any:
    exact = isinstance(field, DateTimeField | DecimalField | JSONField)
    return Cast(F(field.attname), TextField()) if exact else F(field.attname)


def _reading(field: "Field[Any, Any]") -> Callable[[Any], Any]:
    if isinstance(field, JSONField):
        return json.loads
    if isinstance(field, DateTimeField):
        return lambda value: _in_utc(field.to_python(value))
    if isinstance(field, DecimalField):
        return lambda value: round(field.to_python(value), field.decimal_places)
    return field.to_python


def _in_utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if is_naive(value) else value.astimezone(UTC)


def _fields(query: "QuerySet[Any]") -> "list[Field[Any, Any]]":
    names, left_out = query.query.deferred_loading
    if not left_out and names:
        raise ValueError("say which fields are left out, not which are read")
    return [field for field in query.model._meta.concrete_fields if field.attname not in names]


def _ordered(model: type[Model], found: list[Model]) -> list[Model]:
    for name in reversed(model._meta.ordering or ()):
        found.sort(key=attrgetter(str(name).lstrip("-")), reverse=str(name).startswith("-"))
    return found
