"""The clocks of a case: what binds us and what we aim for, each with why it is that day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse_lazy

from upheld.core.obligations import RECORDED, STANDARD, Force
from upheld.core.regimes import Regime
from upheld.desk.forms.clocks import SentForm
from upheld.store import models as rows
from upheld.store import policies

from .due import Due, due, met
from .fold import Fold
from .folds import Folds

_WHOSE: dict[str, str] = {
    Force.LAW: "",
    Force.PROMPT: "promptly; the number is ours",
    Force.CHANCE: "a chance, no duty",
    Force.OWN: "our own aim",
}


@dataclass(frozen=True, slots=True)
class ClockPart:
    """`whose` says who set the day, where it is not the rule itself; `condition` when it is due at
    all; `was` is the first day of a target that a pause moved. Days are those of the regime."""

    row: rows.Clock
    due: Due
    whose: str
    condition: str
    was: date | None
    folds: list[Fold]


def clocks_part(case: rows.Case, folds: Folds, now: datetime) -> dict[str, Any]:
    """The clocks in order, and whose rules they follow."""
    regime = policies.regime(case.regime)
    paused = case.paused_since is not None
    only = {o.id: o.condition for o in regime.obligations if o.force is not Force.CHANCE}
    shown = [
        ClockPart(
            row=row,
            due=_due(row, paused, now, regime),
            whose=_WHOSE[row.force],
            condition=only.get(row.obligation, ""),
            was=regime.day_of(row.first_due) if row.moved and row.first_due else None,
            folds=_folds(row, folds),
        )
        for row in case.clocks.all()
    ]
    kind = "" if case.complaint_kind == STANDARD else regime.kinds.get(case.complaint_kind, "")
    return {"clocks": shown, "rules": regime.title, "rules_kind": kind}


def _folds(row: rows.Clock, folds: Folds) -> list[Fold]:
    """A letter that no step writes is recorded when it has left."""
    if row.met_at or row.kind not in RECORDED:
        return []
    return folds.of(
        "record", f"letter-{row.pk}", "It was sent", "Record it",
        reverse_lazy("desk:clock_letter", args=[row.case_id, row.pk]),
        lambda key: SentForm(key=key),
    )  # fmt: skip


def _due(row: rows.Clock, paused: bool, now: datetime, regime: Regime) -> Due:
    if row.met_at:
        return met(row.met_at, row.due)
    if row.force == Force.CHANCE and row.due < now:
        return Due("passed", "met", row.due)
    if row.force == Force.OWN and paused:
        return Due("paused", "met", row.due)
    return due(row.due, now, regime.calendar)
