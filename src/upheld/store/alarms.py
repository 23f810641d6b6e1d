"""What the first page must say at once: mail that is not read, jobs that stand still, webhooks for
which nobody answers, and a clock that went back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    JSONField,
    Max,
    QuerySet,
    Value,
)

from . import clock, mail_health
from .mail_health import Health
from .rows import pulses
from .rows.api import Webhook
from .rows.mail_sources import MailSource
from .rows.pulses import Pulse, Stopped
from .sql.asked_again import AskedAgain

_TOLD = ("name", "began_at", "good_at", "fault")
_MAIL, _JOB, _HOOK, _CLOCK = "mail", "job", "hook", "clock"


@dataclass(frozen=True, slots=True)
class Untold:
    """A webhook that tells nothing since whoever added it may no longer. Its address may hold a
    secret: the host alone is told."""

    number: int
    host: str
    since: datetime
    added_by: str


@dataclass(frozen=True, slots=True)
class Alarms:
    """`ahead` is when the latest act was that the record has and that is later than now, None while
    the clock of the machine is right."""

    mail: list[Health]
    jobs: list[Stopped]
    webhooks: list[Untold]
    ahead: datetime | None


def alarms(now: datetime) -> Alarms:
    """All of them, in one statement."""
    mail, swept, untold, ahead = [], [], [], None
    for *told, stuck, number, kind in _ALARMS(now + clock.APART):
        row = dict(zip(_TOLD, told, strict=True))
        if kind == _JOB:
            swept.append(Pulse(**row))
        elif kind == _MAIL:
            mail.append(MailSource(**row, stuck=stuck))
        elif kind == _HOOK:
            host = urlsplit(row["name"]).hostname or ""
            untold.append(Untold(number, host, row["began_at"], row["fault"]))
        else:
            ahead = row["began_at"]
    amiss, stopped = mail_health.amiss_of(mail, now), pulses.stopped_of(swept, now)
    return Alarms(amiss, stopped, untold, ahead)


def _alarms(limit: datetime) -> "QuerySet[MailSource, Any]":
    nothing, never = Value([], JSONField()), Value(None, DateTimeField())
    none = Value(0, BigIntegerField())
    sources = MailSource.objects.order_by().values_list(*_TOLD, "stuck", none, _kind(_MAIL))
    jobs = Pulse.objects.order_by().values_list(*_TOLD, nothing, none, _kind(_JOB))
    stopped = Webhook.objects.filter(ended_at=None).exclude(stopped_at=None).order_by()
    hooks = stopped.values_list(
        "url", "stopped_at", "ended_at", "added_by", nothing, "pk", _kind(_HOOK)
    )
    later = clock.ahead(limit).order_by().values(name=Value("")).annotate(last=Max("at"))
    ahead = later.values_list("name", "last", never, Value(""), nothing, none, _kind(_CLOCK))
    return sources.union(jobs, hooks, ahead, all=True)


def _kind(name: str) -> Value:
    return Value(name, CharField())


_ALARMS = AskedAgain(_alarms)
