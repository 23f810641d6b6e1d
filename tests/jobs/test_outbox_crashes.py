"""The process that sends is killed at every point: no letter is lost, and none is sent twice."""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.db import connections
from tests.jobs.test_killed import ending
from tests.jobs.test_outbox import Mailbox, a_letter, mailbox
from tests.stories import NOW, a_received_case

from upheld.jobs import outbox
from upheld.store import events
from upheld.store.models import Letter, Person

__all__ = ["mailbox"]  # a fixture

POINTS: dict[str, tuple[object, str, str]] = {
    "before it is claimed": (outbox, "_claim", "before"),
    "after it is claimed": (outbox, "_claim", "after"),
    "before the server is asked": (EmailBackend, "open", "before"),
    "after the server answers": (EmailBackend, "open", "after"),
    "before the letter goes over": (EmailMultiAlternatives, "send", "before"),
    "after the letter went over": (EmailMultiAlternatives, "send", "after"),
    "before it is written down": (outbox, "_finish", "before"),
    "after it is written down": (outbox, "_finish", "after"),
    "before a pause is written down": (outbox, "_put_off", "before"),
    "after a pause is written down": (outbox, "_put_off", "after"),
}

# Here nothing was begun, or all was written down: it leaves without a person.
SURE = {"before it is claimed", "after it is written down", "after a pause is written down"}


def killed_at(point: str, patch: pytest.MonkeyPatch) -> int:
    """Sweeps in a child process that kills itself there; the signal that ended it."""
    where, name, when = POINTS[point]
    connections.close_all()
    child = os.fork()
    if child == 0:
        with ending():
            patch.setattr(where, name, dying(getattr(where, name), when))
            outbox.sweep(NOW)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def dying(real: Callable[..., Any], when: str) -> Callable[..., Any]:
    def died(*told: Any, **named: Any) -> None:
        if when == "after":
            real(*told, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    return died


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_point_no_letter_is_lost_or_sent_twice(
    point: str, mailbox: Mailbox, handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "pause" in point:
        mailbox.says["rcpt"] = ["450 later"]
    letter = a_letter(a_received_case(handler))
    assert killed_at(point, monkeypatch) == -signal.SIGKILL
    for minutes in (0, 1, 11, 12, 60):
        outbox.sweep(NOW + timedelta(minutes=minutes))
    letter.refresh_from_db()
    arrived = len(mailbox.came)
    assert arrived <= 1
    if letter.state == "sent":
        assert arrived == 1
    else:  # it was interrupted while it may have left: a person is told so
        assert (letter.state, letter.error) == ("failed", outbox._INTERRUPTED)
    assert Letter.objects.filter(state__in=("queued", "sending")).count() == 0
    assert list(events.breaks()) == []
    if point in SURE:
        assert letter.state == "sent"
