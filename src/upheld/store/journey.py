"""Personas and touchpoints as the firm declares them, and each change with its event."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from upheld.core.event_kinds import EventKind
from upheld.core.journey import Touchpoint, in_order
from upheld.core.personas import Persona
from upheld.core.words import JourneyStage
from upheld.core.words import Touchpoint as Nature

from . import models as rows
from .made_once import made_once
from .record import events
from .record.events import Act


def personas() -> tuple[Persona, ...]:
    """Every persona, retired ones too, in the order in which they were declared."""
    return tuple(map(_persona, rows.Persona.objects.all()))


def _persona(row: rows.Persona) -> Persona:
    said = {name: getattr(row, name) for name in ("description", "needs", "use", "expectations")}
    told = {**said, "promise": row.promise, "designed_for": row.designed_for}
    return Persona(row.key, row.name, **told, retired=row.retired_at is not None)


@made_once
def touchpoints() -> tuple[Touchpoint, ...]:
    """Every touchpoint, retired ones too, in the order of the journey."""
    return in_order([_touchpoint(row) for row in rows.Touchpoint.objects.all()])


def _touchpoint(row: rows.Touchpoint) -> Touchpoint:
    return Touchpoint(
        key=row.key,
        name=row.name,
        stage=JourneyStage(row.stage),
        nature=Nature(row.nature),
        promise=row.promise,
        place=row.place,
        personas=tuple(row.personas),
        retired=row.retired_at is not None,
    )


def persona_kept(after: Persona, before: Persona | None, by: str, now: datetime) -> None:
    """Keeps how a persona reads from now on, with its event."""
    told = asdict(after)
    told["retired_at"] = now if told.pop("retired") else None
    rows.Persona.objects.update_or_create(key=after.key, defaults={**told, "at": now, "by": by})
    _changed(EventKind.PERSONA_CHANGED, "persona", after, before, by, now)


def touchpoint_kept(after: Touchpoint, before: Touchpoint | None, by: str, now: datetime) -> None:
    """Keeps how a touchpoint reads from now on, with its event."""
    told = asdict(after)
    told["retired_at"] = now if told.pop("retired") else None
    told["personas"] = list(after.personas)
    rows.Touchpoint.objects.update_or_create(key=after.key, defaults={**told, "at": now, "by": by})
    _changed(EventKind.TOUCHPOINT_CHANGED, "touchpoint", after, before, by, now)


def _changed(
    kind: EventKind,
    what: str,
    after: Persona | Touchpoint,
    before: Persona | Touchpoint | None,
    by: str,
    now: datetime,
) -> None:
    told: dict[str, Any] = {what: after.key, "before": before and _told(before)}
    events.append(Act(None, kind, by, now, {**told, "after": _told(after)}))


def _told(one: Persona | Touchpoint) -> dict[str, Any]:
    return {name: value for name, value in asdict(one).items() if name != "key"}
