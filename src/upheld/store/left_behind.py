"""What nobody sees to: it is of somebody who has left. As far as whoever looks may see it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from upheld.core.changes import RootCauseState
from upheld.core.commitments import CommitmentState
from upheld.core.words import CaseState

from . import models as rows

MOST = 50


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Open cases, promises to keep in cases that are closed, and root causes, where their owner or
    that of a change on its way has left: `MOST` of each, and how many there are in all."""

    cases: list[rows.Case]
    promises: list[rows.Commitment]
    root_causes: list[rows.RootCause]
    count: int


def left_behind() -> LeftBehind:
    gone = _gone()
    cases, promises, causes = found = _cases(gone), _promises(gone), _root_causes(gone)
    return LeftBehind(
        list(cases.select_related("owner").order_by("next_due", "pk")[:MOST]),
        list(promises.select_related("case__owner").order_by("due", "pk")[:MOST]),
        list(causes.select_related("owner").prefetch_related("changes__owner")[:MOST]),
        sum(each.count() for each in found),
    )


def count() -> int:
    """How much it is; one statement while nobody has left."""
    gone = _gone()
    found: tuple[QuerySet[Any], ...] = (_cases(gone), _promises(gone), _root_causes(gone))
    return sum(each.count() for each in found) if gone else 0


def _gone() -> list[int]:
    """Their numbers, so that an index finds what is theirs."""
    return list(rows.Person.objects.filter(is_active=False).values_list("pk", flat=True))


def _cases(gone: Collection[int]) -> "QuerySet[rows.Case]":
    return rows.Case.objects.filter(owner__in=gone).exclude(state=CaseState.CLOSED)


def _promises(gone: Collection[int]) -> "QuerySet[rows.Commitment]":
    return rows.Commitment.objects.filter(
        state=CommitmentState.OPEN, case__owner__in=gone, case__state=CaseState.CLOSED
    )


def _root_causes(gone: Collection[int]) -> "QuerySet[rows.RootCause]":
    on_its_way = Q(state=RootCauseState.CHANGING, changes__owner__in=gone)
    open_ones = rows.RootCause.objects.exclude(state=RootCauseState.CLOSED)
    return open_ones.filter(Q(owner__in=gone) | on_its_way).distinct().order_by("pk")
