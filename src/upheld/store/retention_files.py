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
    """The periods of one regime; none where it has no file, which says that none is known.

    Raises BadData."""
    return _read(settings.POLICIES / "regimes" / name / FILE, name, law=True)


def own() -> tuple[Period, ...]:
    """The firm's own period. Raises BadData."""
    from . import policies

    return _read(policies.folder() / FILE, "", law=False)


def everywhere() -> tuple[Period, ...]:
    """Every period of every regime, by name, and the firm's own last."""
    names = sorted(path.parent.name for path in (settings.POLICIES / "regimes").glob(f"*/{FILE}"))
    return (*(each for name in names for each in of_regime(name)), *own())


@cache
def _read(path: Path, regime: str, *, law: bool) -> tuple[Period, ...]:
    if not path.is_file():
        return ()
    rows = enumerate(read_rows(path), 2)
    return tuple(read(path, number, partial(_period, row, regime, law)) for number, row in rows)


def _period(row: dict[str, str], regime: str, law: bool) -> Period:
    told = _ROW.validate_python(row)
    if not (within := _WITHIN.fullmatch(told.keep)):
        raise ValueError(f'keep: "{told.keep}" is no period: write it as 3 years or 18 months')
    months = int(within[1]) * (12 if within[2] == "year" else 1)
    kinds = tuple(part for part in re.split(r"[;\s]+", told.kinds) if part)
    sure = told.verified == "yes"
    return Period(told.id, regime, kinds, months, told.begins, told.clause, told.source, sure, law)


__all__ = ["BadData", "everywhere", "of_regime", "own"]
