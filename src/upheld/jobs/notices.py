"""Answers to messages that were too large: a row is the job, claimed first and never sent twice."""

from datetime import datetime

from django.core.mail import EmailMessage, get_connection

from upheld.core.words import LetterState
from upheld.store.models import Notice

from .sending import AUTOMATIC, PATIENCE, Outcome, attempt, for_a_while


def sweep(now: datetime) -> int:
    """Sends what waits; returns how many left. Safe to run twice, and at once. One whose sending
    was interrupted may have left, and stays as it is: a second answer would be the worse."""
    waiting = Notice.objects.filter(state=LetterState.QUEUED).select_related("incoming")
    return sum(_send(notice, now) for notice in for_a_while(waiting))


def _send(notice: Notice, now: datetime) -> bool:
    mine = Notice.objects.filter(pk=notice.pk, state=LetterState.QUEUED)
    if not mine.update(state=LetterState.SENDING, claimed_at=now):
        return False
    tried = attempt(_message(notice), get_connection(timeout=PATIENCE))
    left = tried.outcome is Outcome.LEFT
    state = LetterState.SENT if left else LetterState.FAILED
    Notice.objects.filter(pk=notice.pk).update(state=state, error=tried.words)
    return left


def _message(notice: Notice) -> EmailMessage:
    headers = dict(AUTOMATIC)
    if answers := notice.incoming.message_id:
        headers["In-Reply-To"] = f"<{answers}>"
    return EmailMessage(
        notice.subject,
        notice.body,
        to=[notice.to],
        headers=headers,
    )
