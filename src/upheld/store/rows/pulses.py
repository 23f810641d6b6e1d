"""Whether the jobs still run: when each sweep last ended well, and what is wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models

# A sweep takes seconds; a slow mail server may hold one up for a while.
SILENT = timedelta(minutes=5)


class Pulse(models.Model):
    """One sweep of the jobs, whichever process runs it. `fault` is what went wrong since."""

    name = models.CharField(max_length=100, unique=True)
    began_at = models.DateTimeField()
    good_at = models.DateTimeField(null=True, blank=True)
    fault = models.TextField(blank=True)

    class Meta:
        app_label = "store"
        ordering = ("name",)


@dataclass(frozen=True, slots=True)
class Stopped:
    """A sweep that has not ended well for too long; `since` is when it last did, or began."""

    name: str
    since: datetime
    fault: str


def went_well(name: str, now: datetime) -> None:
    told = {"good_at": now, "fault": ""}
    Pulse.objects.update_or_create(
        name=name, defaults=told, create_defaults={**told, "began_at": now}
    )


def went_wrong(name: str, why: str, now: datetime) -> None:
    told = {"fault": " ".join(why.split())[:500]}
    Pulse.objects.update_or_create(
        name=name, defaults=told, create_defaults={**told, "began_at": now}
    )


def stopped(now: datetime) -> list[Stopped]:
    """What has stood still for too long; nothing where no job ever ran, as on a desk alone."""
    return stopped_of(Pulse.objects.all(), now)


def stopped_of(kept: Iterable[Pulse], now: datetime) -> list[Stopped]:
    """Of these rows."""
    found = (Stopped(row.name, row.good_at or row.began_at, row.fault) for row in kept)
    return [each for each in found if now - each.since > SILENT]
