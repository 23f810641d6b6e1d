"""Answers that are kept for a program that sends the same again, for a day and no longer."""

from datetime import datetime, timedelta

from . import models as rows

_KEPT = timedelta(hours=24)
GONE = 0  # in place of a status: its answer was taken away, and is told nobody


def forget_old(now: datetime) -> None:
    """Asked first: the jobs look every other second, and nearly always there is none."""
    old = rows.KeptAnswer.objects.filter(at__lt=now - _KEPT)
    if old.exists():
        old.delete()


def held() -> int:
    """How many an erasure would take away."""
    return rows.KeptAnswer.objects.exclude(status=None).exclude(status=GONE).count()


def take_away(now: datetime) -> None:
    """All of them go with an erasure: nobody can tell of whom each speaks. That something was
    asked stays for its day, so that a repeat does nothing twice. What is being answered at this
    moment is kept no more either, but for the request that erases, whose moment is `now`."""
    rows.KeptAnswer.objects.exclude(status=None, at=now).update(status=GONE, headers={}, body=b"")
