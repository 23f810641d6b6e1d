"""What nobody sees to: it is of somebody who has left, or whose role may not. As far as whoever
looks may see it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from upheld.core.changes import RootCauseState
from upheld.core.promises.commitments import CommitmentState
from upheld.core.words import CaseState

from . import models as rows
from .erased.left_open import not_in_an_erased_case

MOST = 50


@dataclass(frozen=True, slots=True)
class Hands:
    """The roles that may work on a case, and those that may see to a root cause (steps/may.py)."""

    cases: frozenset[str]
    root_causes: frozenset[str]


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Open cases, promises to keep in cases that are closed, and root causes, where their owner or
    that of a change on its way sees to it no more: `MOST` of each."""

    cases: list[rows.Case]
    promises: list[rows.Commitment]
    root_causes: list[rows.RootCause]

    @property
    def count(self) -> int:
        return len(self.cases) + len(self.promises) + len(self.root_causes)

    @property
    def may_be_more(self) -> bool:
        return MOST in (len(self.cases), len(self.promises), len(self.root_causes))


def left_behind(hands: Hands) -> LeftBehind:
    cases, promises, causes = each_kind(hands)
    return LeftBehind(
        list(cases.select_related("owner").order_by("next_due", "pk")[:MOST]),
        list(promises.select_related("case__owner").order_by("due", "pk")[:MOST]),
        list(causes.select_related("owner").prefetch_related("changes__owner")[:MOST]),
    )


def each_kind(hands: Hands) -> tuple["QuerySet[Any]", "QuerySet[Any]", "QuerySet[Any]"]:
    """All of it: the cases, the promises, and the root causes."""
    gone = nobody_of(hands.cases)
    return _cases(gone), _promises(gone), _root_causes(nobody_of(hands.root_causes))


def nobody_of(roles: Collection[str]) -> "QuerySet[Any]":
    """Whoever is here no more, or has none of these roles."""
    return rows.Person.objects.filter(Q(is_active=False) | ~Q(role__in=roles)).values("pk")


def _cases(gone: "QuerySet[Any]") -> "QuerySet[rows.Case]":
    return rows.Case.objects.filter(owner__in=gone).exclude(state=CaseState.CLOSED)


def _promises(gone: "QuerySet[Any]") -> "QuerySet[rows.Commitment]":
    return rows.Commitment.objects.filter(
        not_in_an_erased_case("case"),
        state=CommitmentState.OPEN, case__owner__in=gone, case__state=CaseState.CLOSED,
    )  # fmt: skip


def _root_causes(gone: "QuerySet[Any]") -> "QuerySet[rows.RootCause]":
    of_theirs = rows.Change.objects.filter(root_cause=OuterRef("pk"), owner__in=gone)
    on_its_way = Q(state=RootCauseState.CHANGING) & Exists(of_theirs)
    open_ones = rows.RootCause.objects.exclude(state=RootCauseState.CLOSED)
    return open_ones.filter(Q(owner__in=gone) | on_its_way).order_by("pk")
