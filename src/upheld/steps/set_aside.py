"""Set aside: a person says of what is held that nobody need act on it. All of it stays, as it came,
and can be placed later."""

from datetime import datetime

from django.db import transaction

from upheld.store import held_mail

from . import may
from .place_message import NothingToPlace

_WHY = "a person set it aside"


@transaction.atomic
def set_aside(incoming_id: int, of_sender: bool, by: may.Actor, now: datetime) -> int:
    """Sets a held message aside, and `of_sender` all of its kind that are held from its address:
    how many. What is said to be forged and what is not are not of one kind.

    Raises NothingToPlace, MailMissing or NotAllowed."""
    may.check("place", by)
    found = held_mail.hold_alike(incoming_id, of_sender)
    if not found:
        raise NothingToPlace("this message is not held any more: look at where it is")
    held_mail.set_aside(found, _WHY, by.name, now)
    return len(found)
