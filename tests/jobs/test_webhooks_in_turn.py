"""A receiver that takes long keeps neither the others nor the mail from their turn.

The clock stands still but while a receiver answers, so that what is counted is what was begun.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings
from tests.jobs.receivers import Clock, Receiver, listening
from tests.jobs.test_webhooks import later
from tests.stories import NOW, a_received_case

from upheld.core.event_kinds import EventKind
from upheld.project import sweeping
from upheld.steps.keep_webhooks import add_webhook
from upheld.store.models import Person

Made = Callable[[float], Receiver]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("upheld.jobs.sending.time", clock)
    return clock


@pytest.fixture
def a_receiver(clock: Clock, lead: Person, monkeypatch: pytest.MonkeyPatch) -> Iterator[Made]:
    """One that takes so many seconds for each answer, and is told of what comes in."""
    monkeypatch.setattr(settings, "WEBHOOKS_LOCAL", True)
    with ExitStack() as stack:

        def made(takes: float) -> Receiver:
            receiver = stack.enter_context(listening(clock, takes))
            add_webhook(receiver.url, {EventKind.RECEIVED}, lead, NOW)
            return receiver

        yield made


def swept(times: int) -> None:
    """As the jobs sweep: what one sweep knows of turns the next knows too."""
    sweep = sweeping.in_turn()["webhooks could not be told"]
    for second in range(times):
        sweep(later(seconds=2 * second))


def came(*receivers: Receiver) -> list[int]:
    return [len(each.came) for each in receivers]


def test_a_slow_receiver_keeps_a_quick_one_from_nothing(
    a_receiver: Made, clock: Clock, handler: Person
) -> None:
    slow, quick = a_receiver(8.0), a_receiver(0.01)
    for _ in range(20):
        a_received_case(handler)
    swept(1)
    assert came(slow, quick) == [1, 20]
    assert clock.seconds < 9.0, "the mail goes on"


@pytest.mark.parametrize(("takes", "told"), [(9.0, 1), (4.0, 2), (1.0, 6), (0.04, 100)])
def test_a_turn_ends_after_five_seconds_with_the_answer_that_was_begun(
    takes: float, told: int, a_receiver: Made, handler: Person
) -> None:
    receiver = a_receiver(takes)
    for _ in range(110):
        a_received_case(handler)
    swept(1)
    assert came(receiver) == [told]


def test_of_many_slow_receivers_whoever_had_a_turn_longest_ago_comes_first(
    a_receiver: Made, handler: Person
) -> None:
    receivers = [a_receiver(9.0) for _ in range(5)]
    for _ in range(9):
        a_received_case(handler)
    swept(1)
    assert came(*receivers) == [1, 1, 0, 0, 0]
    for each in receivers:
        each.came.clear()
    swept(5)
    assert came(*receivers) == [2, 2, 2, 2, 2]


@pytest.mark.parametrize("takes", [9.0, 7.0, 4.9, 0.5])
def test_a_sweep_ends_after_half_a_minute_at_most_however_many_are_slow(
    takes: float, a_receiver: Made, clock: Clock, handler: Person
) -> None:
    for _ in range(6):
        a_receiver(takes)
    for _ in range(40):
        a_received_case(handler)
    swept(1)
    assert clock.seconds <= 30.0


def test_what_is_new_is_told_in_the_next_sweep_beside_one_that_never_comes_to_its_end(
    a_receiver: Made, handler: Person
) -> None:
    slow, quick = a_receiver(9.0), a_receiver(0.0)
    sweep = sweeping.in_turn()["webhooks could not be told"]
    for second in range(4):
        a_received_case(handler)
        a_received_case(handler)
        sweep(later(seconds=2 * second))
        assert came(slow, quick) == [second + 1, 2 * (second + 1)]
