"""The causes as the firm keeps them: its file, and over it what its people changed in the desk."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count

from upheld.core.event_kinds import EventKind
from upheld.core.lessons import Cause
from upheld.core.words import JourneyStage

from . import policies
from .models import CauseChange, Closing
from .record import events
from .sight import seen
from .sql.asked_again import AskedAgain

_CHANGED = AskedAgain(CauseChange.objects.all)


def listed() -> tuple[Cause, ...]:
    """Every cause, retired ones too: those of the file in its order, then those that were added."""
    changed = {row.key: _cause(row) for row in _CHANGED()}
    in_file = policies.causes()
    added = changed.keys() - {cause.key for cause in in_file}
    kept = tuple(changed.get(cause.key, cause) for cause in in_file)
    return kept + tuple(changed[key] for key in changed if key in added)


def _cause(row: CauseChange) -> Cause:
    stage = JourneyStage(row.stage)
    return Cause(row.key, row.label, stage, row.needs_promise, retired=row.retired_at is not None)


def used() -> Mapping[str, int]:
    """How many closings name each cause, of cases that whoever looks may see."""
    closings = seen.of_cases(Closing.objects.order_by())
    return dict(closings.values_list("cause").annotate(count=Count("pk")))


def kept(cause: Cause, before: Cause | None, by: str, now: datetime) -> None:
    """Keeps how a cause reads from now on, with its event."""
    CauseChange.objects.update_or_create(
        key=cause.key,
        defaults={
            "label": cause.label,
            "stage": cause.stage,
            "needs_promise": cause.needs_promise,
            "retired_at": now if cause.retired else None,
            "at": now,
            "by": by,
        },
    )
    told = {"cause": cause.key, "before": _told(before), "after": _told(cause)}
    events.append(events.Act(None, EventKind.CAUSE_CHANGED, by, now, told))


def _told(cause: Cause | None) -> dict[str, Any] | None:
    if cause is None:
        return None
    return {
        "label": cause.label,
        "stage": cause.stage,
        "needs_promise": cause.needs_promise,
        "retired": cause.retired,
    }
