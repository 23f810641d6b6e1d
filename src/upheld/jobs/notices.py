"""Answers to messages that were too large: a row is the job, claimed first and never sent twice."""

from datetime import datetime

from django.core.mail import EmailMessage, get_connection

from upheld.core.words import LetterState
from upheld.store.models import Notice

_PATIENCE = 60  # seconds that a mail server may be silent before the next has its turn


def sweep(now: datetime) -> int:
    """Sends what waits; returns how many left. Safe to run twice, and at once. One whose sending
    was interrupted may have left, and stays as it is: a second answer would be the worse."""
    waiting = Notice.objects.filter(state=LetterState.QUEUED).select_related("incoming")
    return sum(_send(notice, now) for notice in waiting)


def _send(notice: Notice, now: datetime) -> bool:
    mine = Notice.objects.filter(pk=notice.pk, state=LetterState.QUEUED)
    if not mine.update(state=LetterState.SENDING, claimed_at=now):
        return False
    try:
        _message(notice).send()
    except Exception as error:  # mail backends raise what they like, and the rest must still leave
        told = str(error) or type(error).__name__
        Notice.objects.filter(pk=notice.pk).update(state=LetterState.FAILED, error=told)
        return False
    Notice.objects.filter(pk=notice.pk).update(state=LetterState.SENT)
    return True


def _message(notice: Notice) -> EmailMessage:
    # So that no other machine answers it (RFC 3834, 5; the second is Microsoft's).
    headers = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    if answers := notice.incoming.message_id:
        headers["In-Reply-To"] = f"<{answers}>"
    return EmailMessage(
        notice.subject,
        notice.body,
        to=[notice.to],
        connection=get_connection(timeout=_PATIENCE),
        headers=headers,
    )
