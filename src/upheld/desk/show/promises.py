"""What we promised: on a case, and over all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.urls import reverse_lazy

from upheld.core.obligations import KEEP
from upheld.core.promises.commitments import CommitmentState
from upheld.desk.forms.promises import PromiseForm, SettleForm
from upheld.store import models as rows
from upheld.store import policies
from upheld.store.erased.left_open import not_in_an_erased_case
from upheld.store.sql.asked_again import AskedAgain

from .due import Due, due
from .fold import Fold
from .folds import Folds

_SOON = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PromisePart:
    row: rows.Commitment
    due: Due
    folds: list[Fold]

    @property
    def open(self) -> bool:
        return self.row.state == CommitmentState.OPEN


def promise_parts(case: rows.Case, folds: Folds, now: datetime) -> list[PromisePart]:
    """The promises of a case, those that are open first, the earliest due first."""
    listed = sorted(case.commitments.all(), key=lambda row: row.state != CommitmentState.OPEN)
    return [PromisePart(row, due_of(row, case, now), _of_one(row, case, folds)) for row in listed]


def due_of(row: rows.Commitment, case: rows.Case, now: datetime) -> Due:
    if row.state != CommitmentState.OPEN:
        tone = "late" if row.state == CommitmentState.BROKEN else "met"
        return Due(row.state, tone, row.due)
    return due(row.due, now, policies.calendar(case.regime))


def _of_one(row: rows.Commitment, case: rows.Case, folds: Folds) -> list[Fold]:
    if row.state != CommitmentState.OPEN:
        return []
    action = reverse_lazy("desk:promise_settled", args=[case.pk, row.pk])
    key = f"promise-{row.pk}"
    return folds.of(
        "commit", key, "What came of it", "Record it", action, lambda key: SettleForm(key=key)
    )


def promise_folds(case: rows.Case, folds: Folds) -> list[Fold]:
    """A promise that was given another way than by a letter from here."""
    action = reverse_lazy("desk:promise", args=[case.pk])
    return folds.of(
        "commit", "promise", "Something else was promised", "Keep track of it", action,
        lambda key: PromiseForm(key=key),
    )  # fmt: skip


def comes_first(case: rows.Case, now: datetime) -> bool:
    """Whether a promise is what is to be done next: due before all else, and within a day."""
    return case.next_step == KEEP and case.next_due is not None and case.next_due - now <= _SOON


def first_open(case: rows.Case, now: datetime) -> rows.Commitment | None:
    """The promise that comes first, of a case whose promises were read."""
    if not comes_first(case, now):
        return None
    found = (row for row in case.commitments.all() if row.state == CommitmentState.OPEN)
    return next(found, None)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many promises are open, how many of them late, and how many were broken."""

    open: int
    late: int
    broken: int


def counted(now: datetime) -> Counted:
    (counts,) = _COUNTED(now)
    return Counted(*counts)


def _counted(now: datetime) -> "QuerySet[rows.Commitment, Any]":
    is_open = Q(not_in_an_erased_case("case"), state=CommitmentState.OPEN)
    every = rows.Commitment.objects.order_by().values(every=Value(1))
    told = every.annotate(
        open=Count("id", is_open),
        late=Count("id", is_open & Q(due__lt=now)),
        broken=Count("id", Q(state=CommitmentState.BROKEN)),
    )
    return told.values_list("open", "late", "broken")


_COUNTED = AskedAgain(_counted)


@dataclass(frozen=True, slots=True)
class Line:
    row: rows.Commitment
    due: Due


def lines(found: Iterable[rows.Commitment], now: datetime) -> list[Line]:
    return [Line(row, due_of(row, row.case, now)) for row in found]
