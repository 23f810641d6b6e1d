"""A report of a span of days, kept as it was told: it never changes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from upheld.core.words import EventKind
from upheld.store import events, reports
from upheld.store import models as rows
from upheld.store.events import Act

from . import may


@transaction.atomic
def keep_report(
    first_on: date, last_on: date, told: Mapping[str, Any], by: may.Actor, now: datetime
) -> rows.KeptReport:
    """Keeps what was told of these days; where a report of them is kept already, that one stays.

    Raises NotAllowed."""
    may.check("report", by)
    events.hold()  # two processes that tell the same month keep one report
    if kept := rows.KeptReport.objects.filter(first_on=first_on, last_on=last_on).first():
        return kept
    named = {"first_on": first_on, "last_on": last_on, "at": now, "by": by.name}
    kept = rows.KeptReport.objects.create(told=dict(told), hash=reports.hash_of(told), **named)
    days = {"first_on": first_on.isoformat(), "last_on": last_on.isoformat()}
    said = {"report": kept.pk, **days, "hash": kept.hash}
    events.append(Act(None, EventKind.REPORT_KEPT, by.name, now, said))
    return kept
