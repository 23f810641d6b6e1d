"""Mappings of columns as data: read from YAML or from what the desk keeps, and proposed."""

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from upheld.core.imports import ColumnMap, MapError
from upheld.core.imports.columns import DELIMITERS, ENCODINGS, as_data, from_data, no_column
from upheld.core.imports.proposal import proposed
from upheld.core.imports.shapes import COMPLAINTS, SHAPES
from upheld.core.imports.table_map import Kind, TableMap
from upheld.core.imports.table_map import as_data as table_data
from upheld.store import models as rows
from upheld.tables.plain_yaml import loaded

from .files import kind_of, sheet
from .lines import Open, Sheet

_MAP, _TABLE = TypeAdapter(ColumnMap), TypeAdapter(TableMap)
T = TypeVar("T")
_LOOKED_AT = 1_000
_MOST_VALUES = 20
_LONGEST_MAP = 1 << 20


def read(told: Mapping[str, Any]) -> ColumnMap:
    """Raises MapError, with the place and the mend."""
    return _read(told, _MAP)


def _read(told: Mapping[str, Any], shape: TypeAdapter[T]) -> T:
    fields = told.get("fields") if isinstance(told, Mapping) else None
    plain = dict(told) if isinstance(told, Mapping) else {}
    if isinstance(fields, Mapping):
        # `subject: Title` is short for the column of that name.
        plain["fields"] = {
            name: {"column": each} if isinstance(each, str) else each
            for name, each in fields.items()
        }
    try:
        return shape.validate_python(plain)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        said = first["msg"].removeprefix("Value error, ")
        raise MapError(": ".join(part for part in (place, said) if part)) from None


def read_file(path: Path) -> ColumnMap:
    """A mapping in YAML. Raises MapError."""
    return _read_file(path, _MAP)


def read_table(path: Path, kind: Kind) -> TableMap:
    """A mapping of customers, orders or contacts in YAML. Raises MapError."""
    return _read_file(path, _TABLE, kind=kind)


def _read_file(path: Path, shape: TypeAdapter[T], **more: str) -> T:
    try:
        with path.open(encoding="utf-8-sig") as file:
            told = loaded(file.read(_LONGEST_MAP))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise MapError(f"{path}: {' '.join(str(error).split())[:200]}") from None
    if not isinstance(told, dict):
        raise MapError(f"{path} holds no mapping: begin it with source: and fields:")
    try:
        return _read({**told, **more}, shape)
    except MapError as error:
        raise MapError(f"{path}: {error}") from None


def written(given: ColumnMap) -> str:
    """The mapping as YAML."""
    told = as_data(given)
    short = {
        name: each["column"] if each.keys() == {"column"} else each
        for name, each in told["fields"].items()
    }
    return yaml.safe_dump({**told, "fields": short}, sort_keys=False, allow_unicode=True)


def check_columns(given: ColumnMap | TableMap, told: Sheet) -> None:
    """Raises MapError for a column that the file does not have."""
    wanted = [each.column for each in given.fields.values() if each.column]
    missing = [each for each in wanted if each not in told.columns]
    if missing:
        raise no_column(missing[0], told.columns)


def saved(name: str) -> rows.SavedMapping | None:
    return rows.SavedMapping.objects.filter(name=name).first()


def read_for(kind: str, told: Mapping[str, Any]) -> ColumnMap | TableMap:
    """The mapping of an import of this kind. Raises MapError."""
    if kind == COMPLAINTS:
        return read(told)
    if told.get("kind", kind) != kind:
        raise MapError(f"it is a mapping of {told['kind']}: choose one of {kind}")
    return _read({**told, "kind": kind}, _TABLE)


def table(row: rows.Import) -> TableMap:
    """The mapping of an import of customers, orders or contacts. Raises MapError."""
    given = read_for(row.kind, row.mapping)
    if isinstance(given, TableMap):
        return given
    raise MapError(f"import {row.pk} is no table of customers, orders or contacts")


def data_of(given: ColumnMap | TableMap) -> dict[str, Any]:
    """The mapping as it is kept."""
    return table_data(given) if isinstance(given, TableMap) else as_data(given)


def propose(
    opened: Open, name: str, source: str, zone: str, kind: str = COMPLAINTS
) -> tuple[dict[str, Any], list[str]]:
    """A mapping for a file that nobody described, as data: fields may still be missing in it.

    With what a person should look at. Raises FileRefused.
    """
    encoding, doubts = _encoding(opened, name)
    delimiter = _delimiter(opened, encoding)
    told = sheet(opened, name, encoding, delimiter)
    fields, more = proposed(told.columns, samples(told), SHAPES[kind])
    drawn = {each: from_data(found) for each, found in fields.items()}
    rest = {"zone": zone, "encoding": encoding, "delimiter": delimiter}
    return {"source": source, "fields": drawn, **rest}, [*doubts, *more, *told.notes]


def samples(told: Sheet) -> dict[str, list[str]]:
    """For each column its first different values, among the first rows."""
    found: dict[str, dict[str, None]] = {column: {} for column in told.columns}
    for line in islice(told.lines(), _LOOKED_AT):
        for column, value in line.values.items():
            kept = found[column]
            if (plain := str(value).strip()) and len(kept) < _MOST_VALUES:
                kept.setdefault(plain)
    return {column: list(values) for column, values in found.items()}


def _encoding(opened: Open, name: str) -> tuple[str, list[str]]:
    with opened() as file:
        start = file.read(4096)
        if kind_of(start, name) == "parquet":
            return "utf-8", []
        if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16", []
        file.seek(0)
        try:
            for line in file:
                line.decode("utf-8")
        except UnicodeDecodeError:
            return ENCODINGS[1], ["it is not UTF-8: read as Windows-1252, look at the accents"]
    return "utf-8", []


def _delimiter(opened: Open, encoding: str) -> str:
    with opened() as file:
        start = file.read(65_536).decode(encoding, "replace")
    first = next((line for line in start.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=first.count)
