"""Answers to messages that were too large: a row is the job, claimed first and never sent twice.

One that could not leave now is tried again in growing pauses; the page of its message says of one
that was given up that they may not know.
"""

import re
from datetime import datetime

from django.core.mail import EmailMessage, get_connection
from django.db.models import Q

from upheld.core.retries import next_try
from upheld.core.words import LetterState
from upheld.store.models import Notice

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

# As RFC 5322, 3.6.4 writes one, without its older forms.
_MESSAGE_ID = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w.:\[\]-]+", re.ASCII)


def sweep(now: datetime) -> int:
    """Sends what waits; returns how many left. Safe to run twice, and at once."""
    give_up_interrupted(Notice.objects.all(), now)
    due = Q(try_after=None) | Q(try_after__lte=now)
    waiting = Notice.objects.filter(due, state=LetterState.QUEUED).select_related("incoming")
    return sum(_send(notice, now) for notice in for_a_while(waiting))


def _send(notice: Notice, now: datetime) -> bool:
    mine = Notice.objects.filter(pk=notice.pk, state=LetterState.QUEUED)
    notice.attempts = (notice.attempts or 0) + 1
    if not mine.update(state=LetterState.SENDING, claimed_at=now, attempts=notice.attempts):
        return False
    tried = attempt(_message(notice), get_connection(timeout=PATIENCE))
    _keep(notice, tried, now)
    return tried.outcome is Outcome.LEFT


def _keep(notice: Notice, tried: Attempt, now: datetime) -> None:
    left = tried.outcome is Outcome.LEFT
    again = next_try(notice.attempts or 0, now) if tried.outcome is Outcome.LATER else None
    state = LetterState.SENT if left else LetterState.QUEUED if again else LetterState.FAILED
    Notice.objects.filter(pk=notice.pk).update(state=state, try_after=again, error=tried.words)


def _message(notice: Notice) -> EmailMessage:
    headers = dict(AUTOMATIC)
    # Nothing else of what a stranger sent stands in a header of ours.
    if _MESSAGE_ID.fullmatch(answers := notice.incoming.message_id):
        headers["In-Reply-To"] = f"<{answers}>"
    return machines_letter(notice.subject, notice.body, notice.to, headers)
