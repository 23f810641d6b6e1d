"""retention.csv: how long the record of a complaint is kept, beside the rules of each regime.

The firm's own period stands in retention.csv beside its policy; it binds nobody.
"""

import re
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from django.conf import settings
from pydantic import ConfigDict, StringConstraints, TypeAdapter

from upheld.core.retention import Begins, Period

from .data_files import BadData, read, read_rows

FILE = "retention.csv"
NOT_KNOWN = "not known"
_WITHIN = re.compile(r"(\d{1,3}) (month|year)s?")
_Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


@dataclass(frozen=True)
class _Row:
    """One row as it is written."""

    id: _Said
    kinds: str
    keep: str
    begins: Begins
    clause: str
    source: _Said
    verified: Literal["yes", "no"]

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


_ROW = TypeAdapter(_Row)


def of_regime(name: str) -> tuple[Period, ...]:
    """The periods of one regime that are known. Raises BadData."""
    return tuple(each for each in told(name) if each.known)


def told(name: str) -> tuple[Period, ...]:
    """What the file of one regime says, with the kinds of complaint for which no period is known;
    nothing where it has no file. Raises BadData."""
    return _read(_place(settings.POLICIES, name), name, law=True)


@cache  # as a path that is made anew is hashed anew
def _place(policies: Path, regime: str) -> Path:
    return policies / "regimes" / regime / FILE


def own() -> tuple[Period, ...]:
    """The firm's own period. Raises BadData."""
    from upheld.store import policies

    return _read(policies.folder() / FILE, "", law=False)


def everywhere() -> tuple[Period, ...]:
    """Every period of every regime, by name, and the firm's own last."""
    from upheld.store import policies

    names = policies.with_file(FILE)
    return (*(each for name in names for each in told(name)), *own())


@cache
def _read(path: Path, regime: str, *, law: bool) -> tuple[Period, ...]:
    if not path.is_file():
        return ()
    rows = enumerate(read_rows(path), 2)
    return tuple(read(path, number, partial(_period, row, regime, law)) for number, row in rows)


def _period(row: dict[str, str], regime: str, law: bool) -> Period:
    told = _ROW.validate_python(row)
    months = _months(told.keep, law)
    kinds = tuple(part for part in re.split(r"[;\s]+", told.kinds) if part)
    sure = told.verified == "yes"
    return Period(told.id, regime, kinds, months, told.begins, told.clause, told.source, sure, law)


def _months(keep: str, law: bool) -> int | None:
    """How many; None where a regime says that none is known."""
    if law and keep == NOT_KNOWN:
        return None
    if not (within := _WITHIN.fullmatch(keep)):
        or_none = f", or {NOT_KNOWN}" if law else ""
        raise ValueError(f'keep: "{keep}" is no period: write it as 3 years or 18 months{or_none}')
    return int(within[1]) * (12 if within[2] == "year" else 1)


__all__ = ["BadData", "everywhere", "of_regime", "own", "told"]
