"""A report of a span of days, kept as it was told."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from upheld.core.event_kinds import EventKind
from upheld.store import models as rows
from upheld.store import reports
from upheld.store.erased import reports as erased_reports
from upheld.store.record import events
from upheld.store.record.events import Act

from . import may


class ReportOutdated(ValueError):
    """Somebody was erased while the report was told, and it may speak of them: tell it anew."""


@transaction.atomic
def keep_report(
    first_on: date,
    last_on: date,
    told: Mapping[str, Any],
    number: int,
    by: may.Actor,
    now: datetime,
) -> rows.KeptReport:
    """Keeps what was told of these days; where a report of them is kept already, that one stays.
    `number` is of the newest event before it was told.

    Raises NotAllowed, ReportOutdated."""
    may.check("report", by)
    events.hold()  # two processes that tell the same month keep one report
    if kept := rows.KeptReport.objects.filter(first_on=first_on, last_on=last_on).first():
        return kept
    if erased_reports.erased_since(number):
        raise ReportOutdated("somebody was erased while it was told: tell it anew")
    named = {"first_on": first_on, "last_on": last_on, "at": now, "by": by.name}
    kept = rows.KeptReport.objects.create(told=dict(told), hash=reports.hash_of(told), **named)
    events.append(Act(None, EventKind.REPORT_KEPT, by.name, now, reports.said(kept)))
    return kept
