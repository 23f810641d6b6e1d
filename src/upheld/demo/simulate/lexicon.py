"""The word files as lists of lines, checked for the parts that every scene needs."""

from collections.abc import Mapping
from functools import cache

from upheld.demo.simulate.words import read

Lines = tuple[str, ...]

SCENE_FILES = (
    "delivery", "small", "faults", "goods_and_money", "services", "people_and_rest", "template",
)  # fmt: skip
MANNER_FILES = ("manners", "manners_of_some")


@cache
def lists() -> Mapping[str, Lines]:
    """Every list that a line may draw on by `<name>`."""
    return {name: _lines(text) for file in ("common", "moves") for name, text in read(file).items()}


@cache
def scenes() -> Mapping[str, Mapping[str, Lines]]:
    """What is told, by scene: statement, subject, tell, formal, short, note, more."""
    return {
        name: _parts(scene)
        for file in SCENE_FILES
        for name, scene in read(f"topics/{file}").items()
    }


@cache
def manners() -> Mapping[str, Mapping[str, Lines]]:
    return {name: _parts(manner) for file in MANNER_FILES for name, manner in read(file).items()}


@cache
def asks() -> Mapping[str, Mapping[str, Lines]]:
    return {name: _parts(ask) for name, ask in read("asks").items()}


@cache
def shapes() -> Mapping[str, Lines]:
    return _parts(read("shapes") | read("notes"))


def _parts(parts: Mapping[str, str]) -> dict[str, Lines]:
    return {name: _lines(text) for name, text in parts.items()}


def _lines(text: str) -> Lines:
    return tuple(line for line in text.splitlines() if line.strip())
