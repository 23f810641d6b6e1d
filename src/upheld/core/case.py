"""The case: what is alleged, on what facts, and who asks. Three things kept apart.

An `Allegation` holds facts of what happened and nothing about the person; `Circumstances`
belong to the complaint; `Customer` is who this is to us. What is owed reads only the first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from upheld.tables import Value

from .words import AllegationKind

Facts = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Allegation:
    """One checkable statement of what went wrong, with the facts found about it.

    `because` is the reason that a person gave with a recorded finding, if one did.
    """

    id: str
    kind: AllegationKind
    statement: str = ""
    facts: Facts = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    because: str = ""

    @property
    def readable(self) -> dict[str, Value]:
        """What a table about an allegation may read."""
        return {**self.facts, "kind": self.kind.value}


@dataclass(frozen=True, slots=True)
class Customer:
    """Who this is to us: fit, vulnerability, relationship. Read only after what is owed."""

    name: str = ""
    facts: Facts = field(default_factory=dict)
    fit_evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One complaint as the decision sees it. Amounts are in `currency` (ISO 4217). `lot` is what a
    hold-out draws a lot for (core/hold_out.py), empty where none may be drawn."""

    received_on: date
    allegations: tuple[Allegation, ...]
    customer: Customer = Customer()
    circumstances: Facts = field(default_factory=dict)
    currency: str = "GBP"
    similar_a_year: int | None = None
    lot: str = ""
