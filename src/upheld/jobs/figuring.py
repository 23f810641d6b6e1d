"""Figures that are worked out of all orders and complaints: once a day, safe to run twice."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from upheld.insight.journey import hurt_kept
from upheld.insight.silence import kept as silence_kept
from upheld.store import figures
from upheld.store.data_files import BadData
from upheld.store.models import Order

WORK: Mapping[str, Callable[[datetime], dict[str, Any]]] = {
    hurt_kept.KIND: hurt_kept.work,
    silence_kept.KIND: silence_kept.work,
}


def sweep(now: datetime) -> int:
    """How many were worked out. A file under policies/ that is amiss is told on the page."""
    if not Order.objects.exists():
        return 0
    return sum(_keep(kind, now) for kind in WORK)


def _keep(kind: str, now: datetime) -> bool:
    kept = figures.newest(kind)
    if kept and timezone.localdate(kept.at) == timezone.localdate(now):
        return False
    try:
        figures.keep(kind, WORK[kind](now), now)
    except BadData:
        return False
    return True
