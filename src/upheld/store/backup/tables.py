"""The rows of every table as JSON and back, without a loss, whatever the engine."""

import base64
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import IO, Any

from django.apps.registry import Apps
from django.db import models

_AT_ONCE = 2_000
_WRITTEN_AT_ONCE = 500
_LONGEST_LINE = 1 << 28
_SESSIONS = ("django_session", "usersessions_usersession")


def all_of(apps: Apps) -> list[type[models.Model]]:
    """Every table but that of who is signed in now: a session must not outlive its store."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.db_table not in _SESSIONS]


def told(model: type[models.Model]) -> Iterator[tuple[int, bytes]]:
    """The rows in parts, each with their number: the names of the columns, then a row a line."""
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    rows = model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=_AT_ONCE)
    while batch := [row for _, row in zip(range(_AT_ONCE), rows, strict=False)]:
        lines = [names, *([_plain(value) for value in row] for row in batch)]
        yield len(batch), "\n".join(map(_line, lines)).encode()


def put_back(model: type[models.Model], part: IO[bytes]) -> int:
    """Writes the rows of one part, some at a time, and returns their number."""
    lines = _lines(part)
    names: Sequence[str] = json.loads(next(lines, b""))
    fields = {field.attname: field for field in model._meta.concrete_fields}
    chosen = [fields[name] for name in names]
    made, count = (model(**_read(chosen, json.loads(line))) for line in lines), 0
    while batch := list(islice(made, _WRITTEN_AT_ONCE)):
        model._base_manager.bulk_create(batch)
        count += len(batch)
    return count


def _lines(part: IO[bytes]) -> Iterator[bytes]:
    """Raises ValueError for one that is longer than any row: it would fill the memory."""
    while line := part.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            raise ValueError(f"a line is longer than {_LONGEST_LINE >> 20} MB")
        yield line


def _read(fields: "Sequence[models.Field[Any, Any]]", row: Sequence[Any]) -> dict[str, Any]:
    return {field.attname: _value(field, value) for field, value in zip(fields, row, strict=True)}


def _value(field: "models.Field[Any, Any]", value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return target.to_python(value)


def _plain(value: Any) -> Any:
    match value:
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
        case datetime() | date():  # with microseconds, which Django's own encoder cuts
            return value.isoformat()
        case Decimal():
            return str(value)
    return value


def _line(row: Sequence[Any]) -> str:
    # U+2028 and its like would end a line for str.splitlines: ASCII alone has one end of line.
    return json.dumps(row, separators=(",", ":"))
