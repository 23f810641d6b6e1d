"""fit_evidence.csv and fit.yaml of a policy's folder: how persona fit is assessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter

from upheld.core.fit_rules import Rule, rule_of
from upheld.core.fitting import Limits
from upheld.store import policies

from .data_files import read, read_rows, read_yaml

_COLUMNS = (
    "rule", "kind", "words", "least", "most", "values_what", "values_how", "mutual_value",
    "weight", "months", "sentence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Told:
    half: Decimal = Decimal(2)
    least: Decimal = Decimal("0.3")
    months: int = 12
    anew: int = 30
    kept_after: int = 60

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    def __post_init__(self) -> None:
        if self.half <= 0:
            raise ValueError("half: write a weight above 0, such as 2")
        if not 0 <= self.least < 1:
            raise ValueError("least: write a share from 0 to below 1, such as 0.3")
        if not 1 <= self.months <= 120:
            raise ValueError("months: write a whole number from 1 to 120")
        if not 1 <= self.anew <= 3650:
            raise ValueError("anew: write days from 1 to 3650")
        if not 0 <= self.kept_after <= 3650:
            raise ValueError("kept_after: write days from 0 to 3650")


_KIND = TypeAdapter(_Told)


@cache
def limits() -> Limits:
    """What fit.yaml says, and what goes without saying where there is none. Raises BadData."""
    path = policies.folder() / "fit.yaml"
    told = read_yaml(path, _KIND) if path.is_file() else _Told()
    return Limits(told.half, told.least, told.months, told.anew, told.kept_after)


@cache
def rules() -> tuple[Rule, ...]:
    """The table of evidence; none where there is no file. Raises BadData for a row that is not
    one, a protected trait among them."""
    path = policies.folder() / "fit_evidence.csv"
    if not path.is_file():
        return ()
    rows = enumerate(read_rows(path), 2)
    made = tuple(read(path, number, partial(_rule, row)) for number, row in rows)
    read(path, None, partial(_once, made))
    return made


def _rule(row: Mapping[str, str | None]) -> Rule:
    if unknown := [name for name in row if name not in _COLUMNS]:
        raise ValueError(f"it has a column {unknown[0]!r}, which is none of {', '.join(_COLUMNS)}")
    return rule_of({name: row[name] or "" for name in _COLUMNS})


def _once(made: tuple[Rule, ...]) -> None:
    seen: set[str] = set()
    for rule in made:
        if rule.id in seen:
            raise ValueError(f"two rows are called {rule.id}: give each a name of its own")
        seen.add(rule.id)
