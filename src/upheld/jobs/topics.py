"""The model of topics is held against what came in since, once a day."""

from datetime import datetime

from django.utils import timezone

from upheld.insight.topics import watch


def sweep(now: datetime) -> bool:
    """Whether it looked: not twice a day, nor without a model. Safe to run twice."""
    before = watch.last()
    if before is not None and timezone.localdate(before.at) == timezone.localdate(now):
        return False
    return watch.watch(now) is not None
