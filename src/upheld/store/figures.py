"""Figures that are worked out of very many rows by a job, and read by pages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from .asked_again import AskedAgain
from .models import Figures

_NEWEST = AskedAgain(lambda kind: Figures.objects.filter(kind=kind))


def keep(kind: str, told: Mapping[str, Any], now: datetime) -> None:
    """In the place of those of before."""
    Figures.objects.update_or_create(kind=kind, defaults={"at": now, "told": dict(told)})


def newest(kind: str) -> Figures | None:
    return next(iter(_NEWEST(kind)), None)
