"""Personas and touchpoints as tables: CSV or YAML, out of the store and in."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import yaml
from pydantic import ConfigDict, TypeAdapter

from upheld.core.journey import NAMES as OF_A_TOUCHPOINT
from upheld.core.journey import Touchpoint
from upheld.core.personas import NAMES as OF_A_PERSONA
from upheld.core.personas import SAID, Persona
from upheld.core.words import JourneyStage
from upheld.core.words import Touchpoint as Nature
from upheld.tables.problems import unknown
from upheld.tables.spreadsheet import guarded, unguarded

from .data_files import BadData, read, read_rows, read_yaml

T = TypeVar("T")
_YES = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Tables:
    """What a file declares; one of CSV holds either kind, one of YAML both."""

    personas: tuple[Persona, ...] = ()
    touchpoints: tuple[Touchpoint, ...] = ()

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


_KIND = TypeAdapter(Tables, config=None)


def read_tables(path: Path) -> Tables:
    """The personas and touchpoints of a file. Raises BadData with the row and the mend."""
    if path.suffix in (".yaml", ".yml"):
        return read_yaml(path, _KIND)
    if path.suffix != ".csv":
        raise BadData(f"{path.name}: name a file that ends in .csv, .yaml or .yml")
    rows = read_rows(path)
    columns = set(rows[0]) if rows else set()
    if "stage" in columns:
        return Tables(touchpoints=tuple(_each(path, rows, OF_A_TOUCHPOINT, _touchpoint)))
    return Tables(personas=tuple(_each(path, rows, OF_A_PERSONA, _persona)))


def _each(
    path: Path,
    rows: Sequence[Mapping[str, str]],
    names: Sequence[str],
    made: Callable[[Mapping[str, str]], T],
) -> Iterator[T]:
    for number, row in enumerate(rows, 2):
        yield read(path, number, partial(_checked, row, names, made))


def _checked(
    row: Mapping[str, Any], names: Sequence[str], made: Callable[[Mapping[str, str]], T]
) -> T:
    for name in row:
        if name not in names:
            raise ValueError(f"column {unknown(name, names)}")
    return made({name: unguarded(value.strip()) for name, value in row.items()})


def _persona(row: Mapping[str, str]) -> Persona:
    said = {name: row.get(name, "") for name in SAID}
    designed, retired = _yes(row, "designed_for", "yes"), _yes(row, "retired", "no")
    return Persona(row["key"], **{**said, "name": row["name"]}, designed_for=designed,
                   retired=retired)  # fmt: skip


def _touchpoint(row: Mapping[str, str]) -> Touchpoint:
    place = row.get("place") or "0"
    if not place.isdecimal() or int(place) > 1_000:
        raise ValueError(f"place: {place!r} is not a whole number from 0 to 1000")
    return Touchpoint(
        key=row["key"],
        name=row["name"],
        stage=JourneyStage(_word("stage", row["stage"], [*JourneyStage])),
        nature=Nature(_word("nature", row["nature"], [*Nature])),
        promise=row.get("promise", ""),
        place=int(place),
        personas=tuple(row.get("personas", "").split()),
        retired=_yes(row, "retired", "no"),
    )


def _word(name: str, text: str, words: Sequence[str]) -> str:
    if text not in words:
        raise ValueError(f"{name}: {unknown(text, words)}")
    return text


def _yes(row: Mapping[str, str], name: str, left_out: str) -> bool:
    text = row.get(name) or left_out
    if text not in _YES:
        raise ValueError(f"{name}: {text!r} is neither yes nor no")
    return _YES[text]


def as_yaml(tables: Tables) -> str:
    told = {
        "personas": [_plain(each) for each in tables.personas],
        "touchpoints": [_plain(each) for each in tables.touchpoints],
    }
    return yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=100)


def as_csv(declared: Sequence[Persona] | Sequence[Touchpoint], names: Sequence[str]) -> str:
    """One kind as CSV, with a header where there is none of it yet."""
    text = StringIO()
    # RFC 4180. By `\n` a lone CR would go unquoted, and part a line.
    writer = csv.DictWriter(text, names, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(
        {name: _cell(value) for name, value in asdict(each).items()} for each in declared
    )
    return text.getvalue()


def _plain(one: Persona | Touchpoint) -> dict[str, Any]:
    told = asdict(one)
    return {
        name: list(value) if isinstance(value, tuple) else getattr(value, "value", value)
        for name, value in told.items()
    }


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    told = " ".join(value) if isinstance(value, tuple) else value
    return guarded(told) if isinstance(told, str) else told
