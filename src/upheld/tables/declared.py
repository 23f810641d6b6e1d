"""What policy.yaml declares, before any table's file is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from upheld.tables.claims import Claim
from upheld.tables.fields import Field
from upheld.tables.rollups import Rollup
from upheld.tables.sections import Section
from upheld.tables.table import Hit


@dataclass(frozen=True, slots=True)
class Head:
    """What policy.yaml says of a table, before its file is read."""

    name: str
    title: str
    file: str
    each: str
    hit: Hit
    outputs: Mapping[str, Field]
    section: Section


@dataclass(frozen=True, slots=True)
class Declared:
    """All that policy.yaml says. `broken` are names whose declaration has a problem."""

    name: str
    title: str
    valid_from: date
    currency: str
    inputs: Mapping[str, Field]
    heads: tuple[Head, ...]
    rollups: Mapping[str, Rollup]
    broken: frozenset[str]
    claims: tuple[Claim, ...] = ()

    @property
    def outputs(self) -> dict[str, Field]:
        return {name: field for head in self.heads for name, field in head.outputs.items()}

    @property
    def names(self) -> dict[str, Field]:
        rollups = {name: rollup.field for name, rollup in self.rollups.items()}
        return {**self.inputs, **self.outputs, **rollups}
