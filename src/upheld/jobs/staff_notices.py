"""Mail to staff about their own sign-in: claimed before it is sent, tried again in growing pauses.

One whose sending was interrupted may have left, and is not sent again: `upheld doctor` says whose.
"""

from datetime import datetime

from django.core.mail import EmailMessage, get_connection
from django.db.models import F, Q

from upheld.core.retries import next_try
from upheld.core.words import LetterState
from upheld.store.rows.staff_notices import StaffNotice

from .sending import (
    AUTOMATIC,
    PATIENCE,
    Attempt,
    Outcome,
    attempt,
    for_a_while,
    give_up_interrupted,
    machines_letter,
)


def sweep(now: datetime) -> int:
    """Sends what waits; returns how many left. Safe to run twice, and at once."""
    give_up_interrupted(StaffNotice.objects.all(), now)
    due = Q(try_after=None) | Q(try_after__lte=now)
    waiting = StaffNotice.objects.filter(due, state=LetterState.QUEUED)
    return sum(_send(notice, now) for notice in for_a_while(waiting))


def _send(notice: StaffNotice, now: datetime) -> bool:
    mine = StaffNotice.objects.filter(pk=notice.pk, state=LetterState.QUEUED)
    claim = {"state": LetterState.SENDING, "claimed_at": now, "attempts": F("attempts") + 1}
    if not mine.update(**claim):
        return False
    notice.attempts += 1
    tried = attempt(_message(notice), get_connection(timeout=PATIENCE))
    _keep(notice, tried, now)
    return tried.outcome is Outcome.LEFT


def _keep(notice: StaffNotice, tried: Attempt, now: datetime) -> None:
    left = tried.outcome is Outcome.LEFT
    again = next_try(notice.attempts, now) if tried.outcome is Outcome.LATER else None
    state = LetterState.SENT if left else LetterState.QUEUED if again else LetterState.FAILED
    StaffNotice.objects.filter(pk=notice.pk).update(
        state=state, sent_at=now if left else None, try_after=again, error=tried.words
    )


def _message(notice: StaffNotice) -> EmailMessage:
    return machines_letter(notice.subject, notice.body, notice.to, AUTOMATIC)
