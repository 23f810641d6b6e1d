"""What an assistant said is so and nobody has looked at yet: it counts for nothing until then."""

from dataclasses import dataclass

from upheld.store import models as rows
from upheld.tables import Policy

from .facts import Fact, told
from .folds import Fold, Folds


@dataclass(frozen=True, slots=True)
class Sourced:
    fact: Fact
    source: str


@dataclass(frozen=True, slots=True)
class ClaimPart:
    """`new` where nothing of it is alleged yet; then taking it alleges it."""

    row: rows.Claim
    new: bool
    facts: list[Sourced]
    folds: list[Fold]


def claim_parts(case: rows.Case, folds: Folds) -> list[ClaimPart]:
    """Those that wait; what was taken or left is in the timeline."""
    waiting = [row for row in case.claims.all() if row.taken is None]
    return [
        ClaimPart(row, row.allegation_id is None, _facts(row, folds.policy), folds.of_claim(row))
        for row in waiting
    ]


def _facts(row: rows.Claim, policy: Policy) -> list[Sourced]:
    named = [name for name in policy.inputs if row.facts.get(name) is not None]
    return [
        Sourced(fact, row.sources.get(name, ""))
        for name, fact in zip(named, told(row.facts, policy), strict=True)
    ]
