"""Files under policies/ that a firm edits: a slip is named by file, row and mend."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

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
        told = f"{'.'.join(map(str, first['loc']))}: {first['msg'].removeprefix('Value error, ')}"
    except ValueError as error:
        told = " ".join(str(error).split())
    where = f"{path.parent.name}/{path.name}" + (f", row {row}" if row else "")
    raise BadData(f"{where}: {told}")


def read_yaml(path: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as error:
        raise BadData(f"{path.parent.name}/{path.name}: {' '.join(str(error).split())}") from None
    return told


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))
