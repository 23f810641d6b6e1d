"""Changes are looked at anew each month, so that one that worked and is over is told."""

from datetime import datetime

from django.utils import timezone

from upheld.insight.effects.of_store import checked
from upheld.steps import may
from upheld.steps.keep_changes import keep_check
from upheld.store import changes
from upheld.store import models as rows

_BY = may.Operator("the monthly look")


def sweep(now: datetime) -> int:
    """Looks once in each calendar month at every change that may be judged by then; returns at how
    many. Safe to run twice."""
    today = timezone.localdate(now)
    waiting = [
        row
        for row in changes.changes().filter(judge_from__lte=today)
        if not _looked_in_month(row, today.year, today.month)
    ]
    for row in waiting:
        keep_check(row.pk, checked(changes.given(row), now), _BY, now)
    return len(waiting)


def _looked_in_month(row: rows.Change, year: int, month: int) -> bool:
    newest = changes.latest(row)
    looked = timezone.localdate(newest.at) if newest else None
    return looked is not None and (looked.year, looked.month) == (year, month)
