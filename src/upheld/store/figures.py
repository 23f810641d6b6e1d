"""Figures that are worked out of very many rows by a job, and read by pages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from .models import Figures


def keep(kind: str, told: Mapping[str, Any], now: datetime) -> None:
    """In the place of those of before."""
    Figures.objects.update_or_create(kind=kind, defaults={"at": now, "told": dict(told)})


def newest(kind: str) -> Figures | None:
    return Figures.objects.filter(kind=kind).first()
