"""The event of an act on a case, with the search index brought up to date."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from upheld.core.event_kinds import EventKind
from upheld.store import models as rows
from upheld.store import search
from upheld.store.record import events
from upheld.store.record.events import Act


def act(case: rows.Case, kind: EventKind, by: str, now: datetime, told: Mapping[str, Any]) -> None:
    search.index([case.pk])
    events.append(Act(case.pk, kind, by, now, told))


def plain(value: Any) -> Any:
    """A value of a row as an event keeps it."""
    return str(value) if isinstance(value, Decimal | datetime) else value
