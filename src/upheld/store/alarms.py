"""What the first page must say at once: mail that is not read, jobs that stand still, and a clock
that went back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, JSONField, Max, QuerySet, Value

from . import clock, mail_health, pulses
from .mail_health import Health
from .mail_sources import MailSource
from .pulses import Pulse, Stopped
from .sql.asked_again import AskedAgain

_TOLD = ("name", "began_at", "good_at", "fault")
_MAIL, _JOB, _CLOCK = "mail", "job", "clock"


@dataclass(frozen=True, slots=True)
class Alarms:
    """`ahead` is when the latest act was that the record has and that is later than now, None while
    the clock of the machine is right."""

    mail: list[Health]
    jobs: list[Stopped]
    ahead: datetime | None


def alarms(now: datetime) -> Alarms:
    """All of them, in one statement."""
    mail, swept, ahead = [], [], None
    for *told, stuck, what in _ALARMS(now + clock.APART):
        row = dict(zip(_TOLD, told, strict=True))
        if what == _JOB:
            swept.append(Pulse(**row))
        elif what == _MAIL:
            mail.append(MailSource(**row, stuck=stuck))
        else:
            ahead = row["began_at"]
    return Alarms(mail_health.amiss_of(mail, now), pulses.stopped_of(swept, now), ahead)


def _alarms(limit: datetime) -> "QuerySet[MailSource, Any]":
    sources = MailSource.objects.order_by().values_list(*_TOLD, "stuck", Value(_MAIL))
    nothing = Value([], JSONField())
    jobs = Pulse.objects.order_by().values_list(*_TOLD, nothing, Value(_JOB))
    later = clock.ahead(limit).order_by().values(name=Value("")).annotate(last=Max("at"))
    never = Value(None, DateTimeField())
    ahead = later.values_list("name", "last", never, Value(""), nothing, Value(_CLOCK))
    return sources.union(jobs, ahead, all=True)


_ALARMS = AskedAgain(_alarms)
