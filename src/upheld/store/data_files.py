"""Files under policies/ that a firm edits: a slip is named by file, row and mend."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from upheld.tables.plain_yaml import loaded

T = TypeVar("T")


class BadData(ValueError):
    """A file under policies/ that is not what it should be; the message names file and row."""


def read(path: Path, row: int | None, made: Callable[[], T]) -> T:
    """What `made` makes of a part of a file, or BadData that says where and what is amiss."""
    try:
        return made()
    except KeyError as error:
        told = f"there is no {error}: add it"
    except ValidationError as error:
        first = error.errors()[0]
        place = [".".join(map(str, first["loc"]))] if first["loc"] else []
        told = ": ".join([*place, _said(first["type"], first["msg"])])
    except ValueError as error:
        told = " ".join(str(error).split())
    where = f"{path.parent.name}/{path.name}" + (f", row {row}" if row else "")
    raise BadData(f"{where}: {told}")


def _said(kind: str, message: str) -> str:
    if kind == "unexpected_keyword_argument":
        return "it may say nothing of the kind: take it out, or correct its spelling"
    return message.removeprefix("Value error, ")


def read_yaml(path: Path, kind: TypeAdapter[T]) -> T:
    """A YAML file as what it should be; an empty one holds nothing but what goes without saying.

    Raises BadData.
    """
    return read(path, None, lambda: kind.validate_python(_yaml(path.read_text("utf-8"))))


def _yaml(text: str) -> object:
    try:
        told: object = loaded(text)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None
    return {} if told is None else told


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))
