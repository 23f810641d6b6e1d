"""The behaviours that a firm words for itself: policies/<folder>/conduct.csv."""

from contextlib import suppress
from functools import cache

from upheld.core.conduct import Behaviour, Family
from upheld.store import policies

from .data_files import BadData, read, read_rows

FILE = "conduct.csv"


@cache
def listed() -> tuple[Behaviour, ...]:
    """Every behaviour, in the order of the file. Raises BadData."""
    path = policies.folder() / FILE
    return tuple(
        read(path, number, lambda row=row: _behaviour(row))  # type: ignore[misc]
        for number, row in enumerate(read_rows(path), start=2)
    )


def _behaviour(row: dict[str, str]) -> Behaviour:
    return Behaviour(
        row["behaviour"], Family(row["family"]), row["words"], row["source"],
        row["verified"] == "true",
    )  # fmt: skip


def named(key: str) -> Behaviour | None:
    """One behaviour by its key; None where the list has none of that name."""
    return next((each for each in listed() if each.key == key), None)


def words_of(key: str) -> str:
    """How the list words it; one that was taken out of the list since is told by its key, and so
    is each while the list cannot be read."""
    with suppress(BadData):
        if found := named(key):
            return found.words
    return key.replace("_", " ")
