"""The outbox: a queued letter's row is the job, claimed before it is sent and never sent twice."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F

from upheld.core.letter_text import plain
from upheld.core.words import EventKind, LetterState
from upheld.steps.letters import html_of
from upheld.store import events, tokens
from upheld.store.events import Act
from upheld.store.models import Letter

_BY = "outbox"
_LOST_AFTER = timedelta(minutes=10)
_PATIENCE = 60  # seconds that a mail server may be silent before the next letter has its turn
_INTERRUPTED = "Sending was interrupted: ask whether it arrived."
_NO_ADDRESS = "There is no e-mail address: print the letter and post it."


def sweep(now: datetime) -> int:
    """Sends what waits; returns how many letters left. Safe to run twice, and at once."""
    _give_up_interrupted(now)
    waiting = list(Letter.objects.filter(state=LetterState.QUEUED).values_list("pk", flat=True))
    return sum(_send(letter_id, now) for letter_id in waiting)


def _give_up_interrupted(now: datetime) -> None:
    """A claim that was never finished may have left: a person looks before it is sent again."""
    lost = Letter.objects.filter(state=LetterState.SENDING, claimed_at__lt=now - _LOST_AFTER)
    for letter in lost:
        with transaction.atomic():
            if lost.filter(pk=letter.pk).update(state=LetterState.FAILED, error=_INTERRUPTED):
                letter.state, letter.error = LetterState.FAILED, _INTERRUPTED
                _record(letter, EventKind.SENDING_FAILED, now)


def _send(letter_id: int, now: datetime) -> bool:
    if not _claim(letter_id, now):
        return False
    letter = Letter.objects.select_related("case").get(pk=letter_id)
    if not letter.to:
        letter.error = _NO_ADDRESS
        return _finish(letter, LetterState.BY_HAND, now)
    try:
        _message(letter).send()
    except Exception as error:  # mail backends raise what they like, and the rest must still leave
        letter.error = str(error) or type(error).__name__
        return _finish(letter, LetterState.FAILED, now)
    return _finish(letter, LetterState.SENT, now)


def _claim(letter_id: int, now: datetime) -> bool:
    mine = Letter.objects.filter(pk=letter_id, state=LetterState.QUEUED)
    return bool(mine.update(state=LetterState.SENDING, claimed_at=now, attempts=F("attempts") + 1))


def _message(letter: Letter) -> EmailMultiAlternatives:
    connection = get_connection(timeout=_PATIENCE)
    message = EmailMultiAlternatives(
        letter.subject,
        plain(letter.body),
        to=[letter.to],
        connection=connection,
        # What an answer is known by, whichever of the two the customer's mail program keeps.
        reply_to=[tokens.reply_to(letter)] if settings.PLUS_ADDRESSES else [],
        headers={"Message-ID": tokens.message_id(letter)},
    )
    message.attach_alternative(html_of(letter.body), "text/html")
    return message


@transaction.atomic
def _finish(letter: Letter, state: LetterState, now: datetime) -> bool:
    left = state is LetterState.SENT
    letter.state, letter.sent_at = state, now if left else None
    letter.save(update_fields=["state", "sent_at", "error"])
    _record(letter, EventKind.SENT if left else EventKind.SENDING_FAILED, now)
    return left


def _record(letter: Letter, kind: EventKind, now: datetime) -> None:
    told = {"letter": letter.pk, "state": letter.state, "error": letter.error}
    events.append(Act(letter.case_id, kind, _BY, now, told))
