"""Intake: a message that was taken is placed by a sweep; its row is the job."""

import logging
from datetime import datetime

from upheld.steps import may
from upheld.steps.place_message import hold, place_message
from upheld.store import mail
from upheld.store.away import StorageAway
from upheld.store.files import FileAway
from upheld.store.models import Incoming

from .sending import for_a_while

_BY = may.Operator("mail")
_MOST_ATTEMPTS = 3
_KEEPS_FAILING = "reading it was begun three times and never ended: look at it with care"
_OURS = "it could not be placed: the fault is ours, and the log says what it was"


def sweep(now: datetime) -> int:
    """Places what waits; returns how many messages were looked at. Safe to run twice, and at once.

    One that fails is held with its reason, and the rest go on. Raises FileAway and StorageAway."""
    return sum(_place(incoming_id, now) for incoming_id in for_a_while(mail.waiting(now)))


def _place(incoming_id: int, now: datetime) -> bool:
    if not mail.claim(incoming_id, now):
        return False
    if Incoming.objects.get(pk=incoming_id).attempts > _MOST_ATTEMPTS:
        hold(incoming_id, _KEEPS_FAILING, _BY, now)
        return True
    try:
        place_message(incoming_id, _BY, now)
    except (FileAway, StorageAway):  # no message is to blame: all wait until it is there again
        mail.release(incoming_id)
        raise
    except Exception:  # a stranger wrote it: whatever it does, the next has its turn
        logging.getLogger(__name__).exception("message %s could not be placed", incoming_id)
        hold(incoming_id, _OURS, _BY, now)
    return True
