"""What an assistant said is so and nobody has looked at yet: it counts for nothing until then."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse_lazy

from upheld.desk.forms.answer import NothingToFill
from upheld.desk.forms.claims import LeavingForm
from upheld.store import models as rows
from upheld.tables import Policy

from .facts import Fact, label, told
from .fold import Fold
from .folds import Folds


@dataclass(frozen=True, slots=True)
class Sourced:
    """A fact as it is claimed; `known` is what is written down, where that is something else."""

    fact: Fact
    source: str
    known: str


@dataclass(frozen=True, slots=True)
class ClaimPart:
    """`new` where nothing of it is alleged yet; then taking it alleges it."""

    row: rows.Claim
    new: bool
    facts: list[Sourced]
    folds: list[Fold]


def claim_parts(case: rows.Case, folds: Folds) -> list[ClaimPart]:
    """Those that wait; what was taken or left is in the timeline."""
    known = {row.pk: row.facts for row in case.allegations.all()}
    return [
        ClaimPart(
            row=row,
            new=row.allegation_id is None,
            facts=_facts(row, known.get(row.allegation_id or 0, {}), folds.policy),
            folds=_folds(row, folds),
        )
        for row in case.claims.all()
        if row.taken is None
    ]


def _folds(row: rows.Claim, folds: Folds) -> list[Fold]:
    """What an assistant said is so is taken by a person, or left."""
    at = [row.case_id, row.pk]
    return [
        *folds.of(
            "investigate", f"take-{row.pk}", "Take it", "It is so",
            reverse_lazy("desk:claim_take", args=at), lambda key: NothingToFill(key=key),
        ),
        *folds.of(
            "investigate", f"leave-{row.pk}", "Leave it", "Leave it",
            reverse_lazy("desk:claim_leave", args=at), lambda key: LeavingForm(key=key),
        ),
    ]  # fmt: skip


def _facts(row: rows.Claim, known: Mapping[str, Any], policy: Policy) -> list[Sourced]:
    written = {fact.label: fact.value for fact in told(known, policy)}
    named = {label(name): source for name, source in row.sources.items()}
    return [
        Sourced(fact, named.get(fact.label, ""), _other(fact, written.get(fact.label, "")))
        for fact in told(row.facts, policy)
    ]


def _other(fact: Fact, known: str) -> str:
    return known if known != fact.value else ""
