"""Mail to somebody who works here about their own sign-in: its row is the job of sending it."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from upheld.core.ways_in import WayIn, told
from upheld.core.words import LetterState

from .outgoing import Outgoing
from .people import Person


class StaffNotice(Outgoing):
    """Goes to the address that the person had when it happened, whoever changed it."""

    named: ClassVar[str] = "notice"

    person = models.ForeignKey(Person, models.PROTECT, related_name="notices")

    class Meta:
        app_label = "store"
        ordering = ("pk",)
        indexes = (
            models.Index(
                "at", name="staff_notices_waiting", condition=Q(state=LetterState.QUEUED.value)
            ),
        )


def tell(person: Person, what: WayIn, by: str, now: datetime) -> None:
    """Queues the letter, in the transaction of what it tells where there is one."""
    when = f"{timezone.localtime(now):%-d %B %Y, %H:%M %Z}"
    letter = told(what, person.name, when, settings.SITE)
    StaffNotice.objects.create(
        person=person, to=person.email, subject=letter.subject, body=letter.body, by=by, at=now,
        queued_at=now, state=LetterState.QUEUED, automatic=True,
    )  # fmt: skip
