"""Files under policies/ that a firm edits: a slip is named by file, row and mend."""

import csv
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

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
    except BadData:
        raise
    except FileNotFoundError:
        told = "the file is missing: put it there"
    except OSError as error:
        told = f"it cannot be read ({error.strerror}): see who may read it"
    except UnicodeDecodeError:
        told = "it is not UTF-8: save it again as UTF-8"
    except csv.Error as error:
        told = f"{error}: mend the quotes there"
    except ArithmeticError:
        told = "what stands for a number is none: write one such as 12.50"
    except KeyError as error:
        told = f"there is no {error}: add it"
    except ValidationError as error:
        first = error.errors()[0]
        place = [".".join(map(str, first["loc"]))] if first["loc"] else []
        told = ": ".join([*place, _said(first["type"], first["msg"])])
    except ValueError as error:
        told = " ".join(str(error).split())
    where = _called(path) + (f", row {row}" if row else "")
    raise BadData(f"{where}: {told}")


def _called(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _said(kind: str, message: str) -> str:
    if kind == "unexpected_keyword_argument":
        return "it may say nothing of the kind: take it out, or correct its spelling"
    return message.removeprefix("Value error, ")


def read_yaml(path: Path, kind: TypeAdapter[T]) -> T:
    """A YAML file as what it should be; an empty one holds nothing but what goes without saying.

    Raises BadData.
    """
    return read(path, None, lambda: kind.validate_python(_yaml(path)))


def _yaml(path: Path) -> object:
    text = path.read_text("utf-8")
    try:
        told: object = loaded(text)
    except yaml.MarkedYAMLError as error:
        mark, last = error.problem_mark, len(text.splitlines())
        where = f"{_called(path)}, line {min(mark.line + 1, last)}" if mark else _called(path)
        mend = "check the indent, the colons and the quotes"
        raise BadData(f"{where}: this is not YAML ({error.problem}): {mend}") from None
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None
    return {} if told is None else told


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by its header's columns, each as long as it. Raises BadData."""
    rows = read(path, None, partial(_rows, path))
    for number, row in enumerate(rows, 2):
        read(path, number, partial(_whole, row))
    return rows


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def _whole(row: Mapping[Any, Any]) -> None:
    if None in row or None in row.values():
        raise ValueError("it has more or fewer cells than the header: mend the commas and quotes")
