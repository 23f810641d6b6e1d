"""What is worked out of all orders and complaints: at once where they are few, else by a job."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from upheld.store import figures
from upheld.store.models import Order

# So many orders are read within the time that somebody waits for a page.
FEW = 20_000


@dataclass(frozen=True, slots=True)
class Worked:
    """What is told, and as of when; `told` None where the job has not worked it out yet."""

    at: datetime
    told: dict[str, Any] | None


def worked(kind: str, now: datetime, work: Callable[[datetime], dict[str, Any]]) -> Worked:
    """The job's of today; where it has none, at once for a firm with few orders, else the job's of
    before. Nothing is worked out twice for a page."""
    kept = figures.newest(kind)
    if kept and timezone.localdate(kept.at) == timezone.localdate(now):
        return Worked(kept.at, kept.told)
    if Order.objects.order_by()[: FEW + 1].count() <= FEW:
        return Worked(now, work(now))
    return Worked(kept.at, kept.told) if kept else Worked(now, None)
