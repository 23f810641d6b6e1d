"""Keeping what customers are expected to bring: one working out in place of the one before."""

from collections.abc import Iterable
from datetime import datetime

from upheld.core.event_kinds import EventKind
from upheld.store import models as rows
from upheld.store.record import events

_AT_ONCE = 1_000


def values(of: rows.Valuing, each: Iterable[rows.CustomerValue], by: str, now: datetime) -> None:
    """Inside the caller's transaction. How the earlier ones were worked out stays."""
    of.by, of.at = by, now
    of.save()
    rows.CustomerValue.objects.all().delete()
    gone = set(rows.Customer.everything.exclude(erased_at=None).values_list("pk", flat=True))
    kept = [row for row in each if row.customer_id not in gone]
    for row in kept:
        row.of = of
    rows.CustomerValue.objects.bulk_create(kept, batch_size=_AT_ONCE)
    told = {
        "customers": of.customers,
        "until": of.until.isoformat(),
        "model": of.model,
        "margin": str(of.margin),
        "cost_of_capital": str(of.cost_of_capital),
    }
    events.append(events.Act(None, EventKind.CUSTOMERS_VALUED, by, now, told))
