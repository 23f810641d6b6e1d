"""What the first page must say at once: mail that is not read, and jobs that stand still."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import JSONField, QuerySet, Value

from . import mail_health, pulses
from .mail_health import Health
from .mail_sources import MailSource
from .pulses import Pulse, Stopped
from .sql.asked_again import AskedAgain

_TOLD = ("name", "began_at", "good_at", "fault")


@dataclass(frozen=True, slots=True)
class Alarms:
    mail: list[Health]
    jobs: list[Stopped]


def alarms(now: datetime) -> Alarms:
    """Both, in one statement."""
    mail, swept = [], []
    for *told, stuck, is_job in _ALARMS():
        row = dict(zip(_TOLD, told, strict=True))
        if is_job:
            swept.append(Pulse(**row))
        else:
            mail.append(MailSource(**row, stuck=stuck))
    return Alarms(mail_health.amiss_of(mail, now), pulses.stopped_of(swept, now))


def _alarms() -> "QuerySet[MailSource, Any]":
    sources = MailSource.objects.order_by().values_list(*_TOLD, "stuck", Value(False))
    jobs = Pulse.objects.order_by().values_list(*_TOLD, Value([], JSONField()), Value(True))
    return sources.union(jobs, all=True)


_ALARMS = AskedAgain(_alarms)
