"""What the first page must say at once: mail that is not read, jobs that stand still, and webhooks
for which nobody answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db.models import CharField, JSONField, QuerySet, Value

from . import mail_health, pulses
from .api_rows import Webhook
from .mail_health import Health
from .mail_sources import MailSource
from .pulses import Pulse, Stopped
from .sql.asked_again import AskedAgain

_TOLD = ("name", "began_at", "good_at", "fault")


@dataclass(frozen=True, slots=True)
class Untold:
    """A webhook that tells nothing since whoever added it may no longer. Its address may hold a
    secret: the host alone is told."""

    host: str
    since: datetime
    added_by: str


@dataclass(frozen=True, slots=True)
class Alarms:
    mail: list[Health]
    jobs: list[Stopped]
    webhooks: list[Untold]


def alarms(now: datetime) -> Alarms:
    """All of them, in one statement."""
    mail, swept, untold = [], [], []
    for *told, stuck, kind in _ALARMS():
        row = dict(zip(_TOLD, told, strict=True))
        match kind:
            case "job":
                swept.append(Pulse(**row))
            case "mail":
                mail.append(MailSource(**row, stuck=stuck))
            case _:
                host = urlsplit(row["name"]).hostname or ""
                untold.append(Untold(host, row["began_at"], row["fault"]))
    return Alarms(mail_health.amiss_of(mail, now), pulses.stopped_of(swept, now), untold)


def _alarms() -> "QuerySet[MailSource, Any]":
    nothing = Value([], JSONField())
    sources = MailSource.objects.order_by().values_list(*_TOLD, "stuck", _kind("mail"))
    jobs = Pulse.objects.order_by().values_list(*_TOLD, nothing, _kind("job"))
    stopped = Webhook.objects.filter(ended_at=None).exclude(stopped_at=None).order_by()
    hooks = stopped.values_list("url", "stopped_at", "ended_at", "added_by", nothing, _kind("hook"))
    return sources.union(jobs, hooks, all=True)


def _kind(name: str) -> Value:
    return Value(name, CharField())


_ALARMS = AskedAgain(_alarms)
