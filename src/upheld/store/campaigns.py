"""Campaigns as the firm declares them, and each change with its event."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from upheld.core import campaigns as core
from upheld.core.event_kinds import EventKind

from . import models as rows
from .record import events
from .record.events import Act


def declared() -> tuple[core.Campaign, ...]:
    """Every campaign, retired ones too, by name."""
    return tuple(
        core.Campaign(**{name: getattr(row, name) for name in core.NAMES})
        for row in rows.Campaign.objects.all()
    )


def kept(after: core.Campaign, before: core.Campaign | None, by: str, now: datetime) -> None:
    """Keeps how a campaign reads from now on, with its event."""
    rows.Campaign.objects.update_or_create(key=after.key, defaults=asdict(after))
    told = {"campaign": after.key, "before": before and _told(before), "after": _told(after)}
    events.append(Act(None, EventKind.CAMPAIGN_CHANGED, by, now, told))


def _told(one: core.Campaign) -> dict[str, Any]:
    days = {"starts": one.starts, "ends": one.ends}
    return asdict(one) | {name: day and day.isoformat() for name, day in days.items()}
