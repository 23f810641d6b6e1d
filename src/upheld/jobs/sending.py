"""One attempt to send a message, and what is known of it afterwards: left, refused, or unknown."""

import smtplib
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet

from upheld.core.domains import as_sent
from upheld.core.words import LetterState
from upheld.store import claimed, tokens

PATIENCE = 60  # seconds that a mail server may be silent before the next has its turn
INTERRUPTED = "Sending was interrupted: it may have left."
_LONGEST = 20.0  # seconds of one sweep after which the others have their turn
# RFC 3834, 3.1.7, and what Exchange reads in its place: no machine answers a machine's letter.
AUTOMATIC = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
NO_ANSWER = (
    "The connection was lost while the letter was handed over: it may have arrived. "
    "Ask before it is sent again."
)

_Job = TypeVar("_Job")


def machines_letter(subject: str, body: str, to: str, headers: Mapping[str, str]) -> EmailMessage:
    """What is no letter of a case. Without a Message-ID in `headers` an answer to it is looked for
    nowhere."""
    head = {"Message-ID": tokens.nameless_id(), **headers}
    return EmailMessage(subject, body, to=[as_sent(to)], headers=head)


class Outcome(StrEnum):
    """`later` may be tried again without harm; `unknown` never without a person."""

    LEFT = "left"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one attempt ended. `address` is whether it was the address that was refused."""

    outcome: Outcome
    words: str = ""
    address: bool = False


@dataclass(slots=True)
class _Handing:
    """Whether the text of the letter has begun to go over."""

    begun: bool = False


def give_up_interrupted(notices: "QuerySet[Any]", now: datetime) -> None:
    """A notice whose sending was interrupted may have left, and a second is worse than none."""
    lost = notices.filter(claimed.lost(now), state=LetterState.SENDING)
    lost.update(state=LetterState.FAILED, error=INTERRUPTED)


def for_a_while(waiting: Iterable[_Job], longest: float | None = None) -> Iterator[_Job]:
    """What waits, until that has taken long: the rest has its turn in the next sweep.
    A server that answers nobody costs one wait then, and holds up neither what comes in nor a claim
    that was made in the name of the sweep's beginning; and a flood that comes in holds up nothing
    that leaves."""
    began = time.monotonic()
    for each in waiting:
        yield each
        if time.monotonic() - began > (_LONGEST if longest is None else longest):
            return


def attempt(message: EmailMessage, connection: BaseEmailBackend) -> Attempt:
    """Sends a message. What the mail server said is told apart by when it said it."""
    try:
        connection.open()
    except Exception as error:  # backends raise what they like
        return _unopened(error)
    message.connection = connection
    try:
        with _watched(connection) as handing:
            message.send()
    except Exception as error:
        return _failed(error, handing)
    finally:
        _close(connection)
    return Attempt(Outcome.LEFT)


def _unopened(error: Exception) -> Attempt:
    """Nobody spoke of this letter yet, so it may be tried again whatever was said: a server that
    is away, full, or does not know our password."""
    later = isinstance(error, OSError)
    return Attempt(Outcome.LATER if later else Outcome.REFUSED, _words(error))


@contextmanager
def _watched(connection: BaseEmailBackend) -> Iterator[_Handing]:
    """Notes when DATA is said: a connection that ends before it has taken no letter."""
    handing = _Handing()
    server = getattr(connection, "connection", None)
    if isinstance(server, smtplib.SMTP):
        hand_over = server.data

        def noted(text: bytes) -> tuple[int, bytes]:
            handing.begun = True
            return hand_over(text)

        server.data = noted  # type: ignore[method-assign, assignment]
    yield handing


def _failed(error: Exception, handing: _Handing) -> Attempt:
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, _ = _said(error.recipients)
            return Attempt(_by(code), _words(error), address=code >= 500)
        case smtplib.SMTPResponseException():
            return Attempt(_by(error.smtp_code), _words(error))
        case OSError() if handing.begun:
            return Attempt(Outcome.UNKNOWN, f"{NO_ANSWER} ({_words(error)})")
        case smtplib.SMTPServerDisconnected() | TimeoutError() | ConnectionError():
            return Attempt(Outcome.LATER, _words(error))
        case _:  # it cannot be written as mail, or a backend of another kind said no
            return Attempt(Outcome.REFUSED, _words(error))


def _by(code: int) -> Outcome:
    """4xx is "not now", 5xx is "never" (RFC 5321, 4.2.1)."""
    return Outcome.LATER if 400 <= code < 500 else Outcome.REFUSED


def _words(error: Exception) -> str:
    """What was said, in one line: a server's own words rather than Python's."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, told = _said(error.recipients)
            return f"{code} {told}"
        case smtplib.SMTPResponseException():
            return f"{error.smtp_code} {_text(error.smtp_error)}"
        case _:
            return " ".join(str(error).split()) or "no reason was given"


def _said(recipients: Mapping[str, tuple[int, bytes]]) -> tuple[int, str]:
    """A letter has one reader: what was said of the first address."""
    code, told = next(iter(recipients.values()))
    return code, _text(told)


def _text(told: bytes | str) -> str:
    text = told.decode("utf-8", "replace") if isinstance(told, bytes) else told
    return " ".join(text.split())


def _close(connection: BaseEmailBackend) -> None:
    """What the letter came to is known by now: a farewell that fails changes nothing of it."""
    with suppress(Exception):
        connection.close()
