"""Faults that were declared: rows to core, and each change with its event."""

from dataclasses import asdict
from datetime import datetime

from upheld.core.event_kinds import EventKind
from upheld.core.faults import Declared, Rule

from . import models as rows
from .record import events
from .record.events import Act


def declared() -> list[Declared]:
    """Those that are looked at, the newest first."""
    return [_one(row) for row in rows.KnownFault.objects.filter(ended_at=None)]


def _one(row: rows.KnownFault) -> Declared:
    return Declared(
        key=row.key,
        name=row.name,
        touchpoint=row.touchpoint,
        first_on=row.first_on,
        last_on=row.last_on,
        areas=tuple(row.areas),
        words=tuple(row.words),
        because=row.because,
    )


def taken() -> list[str]:
    return list(rows.KnownFault.objects.values_list("key", flat=True))


def keep(one: Declared, by: str, now: datetime) -> None:
    told = {**asdict(one), "areas": [*one.areas], "words": [*one.words]}
    rows.KnownFault.objects.create(**told, at=now, by=by)
    days = {name: day.isoformat() if day else None for name, day in _days(one).items()}
    events.append(Act(None, EventKind.FAULT_DECLARED, by, now, {**told, **days}))


def _days(one: Declared) -> dict[str, "datetime | None"]:
    return {"first_on": one.first_on, "last_on": one.last_on}  # type: ignore[dict-item]


def is_ended(fault: str) -> bool:
    """Whether the fault of this key (core/faults.py) was declared, and is looked at no more."""
    key = fault.removeprefix(f"{Rule.DECLARED}.")
    return rows.KnownFault.objects.filter(key=key).exclude(ended_at=None).exists()


def end(key: str, by: str, now: datetime) -> bool:
    """Whether there was one to be ended."""
    found = rows.KnownFault.objects.filter(key=key, ended_at=None).update(ended_at=now)
    if found:
        events.append(Act(None, EventKind.FAULT_ENDED, by, now, {"fault": key}))
    return bool(found)
