"""policies/silence: what share of those who had a problem complains, as others measured it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass as checked

from upheld.core.silence import Complains, HeardAt, check_each_once
from upheld.core.words import AllegationKind

from .data_files import read, read_rows, read_yaml


@checked(frozen=True, config={"extra": "forbid"})
class _Told:
    stage: HeardAt = HeardAt.FRONT_LINE


@dataclass(frozen=True, slots=True)
class Shares:
    """Where complaints are heard in this firm, and every share that is known."""

    stage: HeardAt
    known: tuple[Complains, ...]


_FILE = TypeAdapter(_Told)
_YES = {"yes": True, "no": False}


def shares() -> Shares:
    """Raises BadData."""
    return _shares(Path(settings.POLICIES) / "silence")


@cache
def _shares(folder: Path) -> Shares:
    path = folder / "complains.csv"
    told = read_yaml(folder / "silence.yaml", _FILE)
    rows = read_rows(path)
    known = tuple(read(path, at, lambda row=row: _one(row)) for at, row in enumerate(rows, 2))  # type: ignore[misc]
    read(path, None, lambda: check_each_once(known))
    return Shares(told.stage, known)


def _one(row: dict[str, str]) -> Complains:
    if row["verified"] not in _YES:
        raise ValueError(f"verified: {row['verified']!r} is neither yes nor no")
    return Complains(
        type=row["type"],
        stage=HeardAt(row["stage"]),
        kinds=tuple(AllegationKind(kind.strip()) for kind in row["kinds"].split(",")),
        low=float(row["low"]),
        high=float(row["high"]),
        because=row["because"],
        source=row["source"].strip(),
        verified=_YES[row["verified"]],
    )
