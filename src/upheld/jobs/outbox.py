"""The outbox: a queued letter's row is the job, claimed before it is sent and never sent twice.

What cannot leave now is tried again in growing pauses; what may have left is never sent again
without a person. Nor does anything leave to an address that its customer no longer has.
"""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from upheld.core.domains import as_sent
from upheld.core.event_kinds import EventKind
from upheld.core.letter_text import plain
from upheld.core.retries import next_try
from upheld.core.words import LetterState
from upheld.steps.letters import html_of
from upheld.store import addresses, claimed, still_to_hear, tokens
from upheld.store.models import Asked, Letter
from upheld.store.record import events, said
from upheld.store.record.events import Act

from .sending import AUTOMATIC, PATIENCE, Attempt, Outcome, attempt, for_a_while

_BY = "outbox"
# Each with what its sending and its events need. A kind letter is about no case.
_Outgoing = Letter | Asked
_QUEUES: tuple[tuple[type[Letter] | type[Asked], str], ...] = (
    (Letter, "case__customer"),
    (Asked, "customer"),
)
_INTERRUPTED = "Sending was interrupted: ask whether it arrived."
_ADDRESS_CHANGED = (
    "The customer's address was changed while this letter waited: read it again, and send it to "
    "the one that we have now."
)
_NO_ADDRESS = "There is no e-mail address: print the letter and post it."


def sweep(now: datetime) -> int:
    """Sends what waits; returns how many letters left. Safe to run twice, and at once."""
    return sum(_sweep(kind, whose, now) for kind, whose in _QUEUES)


def _sweep(kind: type[_Outgoing], whose: str, now: datetime) -> int:
    _give_up_interrupted(kind, now)
    waiting = list(_waiting(kind, now).values_list("pk", flat=True))
    return sum(_send(kind, whose, letter_id, now) for letter_id in for_a_while(waiting))


def _waiting(kind: type[_Outgoing], now: datetime) -> "QuerySet[_Outgoing]":
    due = Q(try_after=None) | Q(try_after__lte=now)
    return kind.objects.filter(due, state=LetterState.QUEUED)


def _give_up_interrupted(kind: type[_Outgoing], now: datetime) -> None:
    """A claim that was never finished may have left: a person looks before it is sent again."""
    lost = kind.objects.filter(claimed.lost(now), state=LetterState.SENDING)
    for letter in lost:
        with transaction.atomic():
            if lost.filter(pk=letter.pk).update(state=LetterState.FAILED, error=_INTERRUPTED):
                letter.state, letter.error = LetterState.FAILED, _INTERRUPTED
                _record(letter, EventKind.SENDING_FAILED, now)


def _send(kind: type[_Outgoing], whose: str, letter_id: int, now: datetime) -> bool:
    if not _claim(kind, letter_id, now):
        return False
    letter = kind.objects.select_related(whose).get(pk=letter_id)
    today = timezone.localdate(now)
    if isinstance(letter, Letter) and (why := still_to_hear.why_not(letter, today)):
        return _keep_back(letter, why, now)
    if not letter.to:
        letter.error = _NO_ADDRESS
        return _finish(letter, LetterState.BY_HAND, now)
    if not addresses.is_theirs(letter):
        letter.error = _ADDRESS_CHANGED
        return _finish(letter, LetterState.FAILED, now)
    tried = attempt(_message(letter), get_connection(timeout=PATIENCE))
    letter.error = tried.words
    match tried.outcome:
        case Outcome.LEFT:
            return _finish(letter, LetterState.SENT, now)
        case Outcome.LATER:
            return _put_off(letter, now)
        case _:
            return _fail(letter, tried, now)


def _claim(kind: type[_Outgoing], letter_id: int, now: datetime) -> bool:
    mine = _waiting(kind, now).filter(pk=letter_id)
    return bool(mine.update(state=LetterState.SENDING, claimed_at=now, attempts=F("attempts") + 1))


def _message(letter: _Outgoing) -> EmailMultiAlternatives:
    body = f"{letter.body}\n\n{_by_one_click(letter)}" if isinstance(letter, Asked) else letter.body
    message = EmailMultiAlternatives(
        letter.subject,
        plain(body),
        to=[as_sent(letter.to)],
        # What an answer is known by, whichever of the two the customer's mail program keeps.
        reply_to=[tokens.reply_to(letter)] if settings.PLUS_ADDRESSES else [],
        headers={
            "Message-ID": tokens.message_id(letter),
            **(AUTOMATIC if letter.automatic else {}),
        },
    )
    message.attach_alternative(html_of(body), "text/html")
    return message


def _by_one_click(letter: Asked) -> str:
    """The way to answer on a page. Only who gets the letter knows it: it is kept nowhere."""
    if not letter.site:
        return ""
    page = reverse("portal:asked_kindly", args=[letter.pk, tokens.answer_of(letter.pk)])
    return f"You can also answer with one click: {letter.site}{page}"


@transaction.atomic
def _put_off(letter: _Outgoing, now: datetime) -> bool:
    """Back in the queue until its pause is over; failed when it was tried often enough."""
    again = next_try(letter.attempts, now)
    if again is None:
        letter.error = f"It was tried {letter.attempts} times, and given up: {letter.error}"
        return _finish(letter, LetterState.FAILED, now)
    letter.state, letter.try_after = LetterState.QUEUED, again
    if _keep(letter):
        _record(letter, EventKind.SENDING_PUT_OFF, now, again)
    return False


@transaction.atomic
def _fail(letter: _Outgoing, tried: Attempt, now: datetime) -> bool:
    """Whose address it is first, then the letter: an erasure holds both in this order."""
    if tried.address:
        addresses.hold(letter)
    letter.state, letter.sent_at, letter.try_after = LetterState.FAILED, None, None
    if _keep(letter):
        if tried.address:
            addresses.failed(letter, tried.words, _BY, now)
        _record(letter, EventKind.SENDING_FAILED, now)
    return False


@transaction.atomic
def _keep_back(letter: Letter, why: str, now: datetime) -> bool:
    """A letter of a change whose reader is not to hear of it now is nobody's to see off."""
    letter.error = why
    left = _finish(letter, LetterState.DRAFT, now)
    still_to_hear.not_told(letter)
    return left


@transaction.atomic
def _finish(letter: _Outgoing, state: LetterState, now: datetime) -> bool:
    left = state is LetterState.SENT
    letter.state, letter.sent_at, letter.try_after = state, now if left else None, None
    if _keep(letter):
        _record(letter, EventKind.SENT if left else EventKind.SENDING_FAILED, now)
    return left


def _keep(letter: _Outgoing) -> bool:
    """Writes down how the attempt ended, unless the letter was taken from this sweep meanwhile.

    One that took more than ten minutes was given to a person, who may have sent it again: only
    that it left is still worth knowing then, before it is claimed anew."""
    mine = type(letter).objects.filter(pk=letter.pk, claimed_at=letter.claimed_at)
    if letter.state != LetterState.SENT:
        mine = mine.filter(state=LetterState.SENDING)
    return bool(
        mine.update(
            state=letter.state,
            sent_at=letter.sent_at,
            try_after=letter.try_after,
            error=letter.error,
        )
    )


def _record(
    letter: _Outgoing, kind: EventKind, now: datetime, again: datetime | None = None
) -> None:
    told = {letter.named: letter.pk, "state": letter.state, "error": letter.error}
    told |= {"attempt": letter.attempts}
    told |= {said.TO: said.to_whom(letter)} if kind is EventKind.SENT else {}
    told |= {"again_at": again.isoformat()} if again else {}
    events.append(Act(letter.case_id, kind, _BY, now, told))
