"""Rows of several tables read by one statement.

The database makes JSON of each row. What JSON has no kind of (a moment, an amount) goes as text,
and the fields of the model make of it what they make of text.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC
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
from django.db.models.functions import Cast, JSONObject
from django.utils.timezone import is_naive


def rows_of(asked: Mapping[str, "QuerySet[Any]"]) -> dict[str, list[Model]]:
    """The rows of each, in the order of their model. One statement, or none for nothing."""
    found: defaultdict[str, list[Model]] = defaultdict(list)
    told = [_told(name, query) for name, query in asked.items()]
    for name, row in told[0].union(*told[1:], all=True) if told else ():
        found[name].append(_made(asked[name].model, row))
    return {name: _ordered(query.model, found[name]) for name, query in asked.items()}


def _told(name: str, query: "QuerySet[Any]") -> "QuerySet[Any, Any]":
    each = {field.attname: _as_json(field) for field in _fields(query.model)}
    row = Cast(JSONObject(**each), TextField())
    return query.order_by().values_list(Value(name, TextField()), row)


def _as_json(field: "Field[Any, Any]") -> Any:
    exact = isinstance(field, DateTimeField | DecimalField | JSONField)
    return Cast(F(field.attname), TextField()) if exact else F(field.attname)


def _made(model: type[Model], row: str) -> Model:
    told = json.loads(row)
    values = [_value(field, told[field.attname]) for field in _fields(model)]
    return model.from_db(connection.alias, [each.attname for each in _fields(model)], values)


def _value(field: "Field[Any, Any]", value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, JSONField):
        return json.loads(value)
    made = field.to_python(value)
    if isinstance(field, DateTimeField):
        return made.replace(tzinfo=UTC) if is_naive(made) else made.astimezone(UTC)
    if isinstance(field, DecimalField):
        return round(made, field.decimal_places)
    return made


def _fields(model: type[Model]) -> "Iterable[Field[Any, Any]]":
    return model._meta.concrete_fields


def _ordered(model: type[Model], found: list[Model]) -> list[Model]:
    for name in reversed(model._meta.ordering or ()):
        found.sort(key=attrgetter(str(name).lstrip("-")), reverse=str(name).startswith("-"))
    return found
