"""Messages that are held until a person places them: one, or all that are alike, at once."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from upheld.core.event_kinds import EventKind
from upheld.core.words import MailState

from . import models as rows
from .mail import MailMissing
from .record import events
from .record.events import Act


def held_alike(row: rows.Incoming, *, of_sender: bool = True) -> "QuerySet[rows.Incoming]":
    """What is held from the same address and of the same kind, with the message itself; that alone
    where it names no address, or without `of_sender`."""
    held = rows.Incoming.objects.filter(state=MailState.HELD)
    alike = of_sender and row.sender
    one = Q(sender=row.sender, kind=row.kind) if alike else Q(pk=row.pk)
    return held.filter(one).order_by("pk")


def hold_alike(incoming_id: int, of_sender: bool) -> list[rows.Incoming]:
    """A message that is held, and with `of_sender` all that are alike, held against other writers
    until the caller's transaction ends; none where it is held no more. Raises MailMissing.

    In the order of their numbers, and before the chain: whoever places one of them does so too."""
    row = rows.Incoming.objects.filter(pk=incoming_id).first()
    if row is None:
        raise MailMissing(f"there is no message {incoming_id}")
    found = list(held_alike(row, of_sender=of_sender).select_for_update(of=("self",), no_key=True))
    return found if row in found else []


def set_aside(found: Sequence[rows.Incoming], why: str, by: str, now: datetime) -> None:
    """Sets all of them aside at once, however many a stranger sent."""
    alike = rows.Incoming.objects.filter(pk__in=[row.pk for row in found])
    alike.update(state=MailState.ASIDE, reason=why, settled_at=now, settled_by=by)
    told = ({"mail": row.pk, "why": why, "sha256": row.sha256} for row in found)
    kind = EventKind.MAIL_SET_ASIDE
    events.append(
        *(Act(row.case_id, kind, by, now, each) for row, each in zip(found, told, strict=True))
    )
