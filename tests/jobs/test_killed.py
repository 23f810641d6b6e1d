"""R1: killed while a message is taken, placed or decided on: nothing is lost, nothing comes twice.

A child process kills itself, as `kill -9` would, before and after each statement that writes and
before and after each commit, one point further each time until it comes to its end. Run on both
databases. While a letter leaves: test_outbox_crashes.py; while tables change:
reliability/test_r1_killed.py and store/test_migrations.py.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from tests.core.mails import a_mail
from tests.stories import NOW, an_investigated_case

from upheld.core.words import EventKind
from upheld.jobs import intake
from upheld.steps.decide import decide
from upheld.steps.may import Operator
from upheld.steps.take_message import take_message
from upheld.store import events, files
from upheld.store.models import Case, Decision, Event, Evidence, Incoming, Person, RuleFired

BY = Operator("mail")
POINTS = 20
pytestmark = pytest.mark.django_db(transaction=True)


def killed_at(point: int, act: Callable[[], object]) -> bool:
    """Acts in a child process that kills itself at that point; whether it came so far."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        with ending(), turning(point):
            act()
            connections.close_all()
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert ended in (0, -signal.SIGKILL), ended
    return ended != 0


@contextmanager
def ending() -> Iterator[None]:
    """However it goes, the child ends here, and runs none of the tests that its parent runs."""
    try:
        yield
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(1)


@contextmanager
def turning(point: int) -> Iterator[None]:
    """Counts what is before and after each write and each commit, and dies at this number."""
    seen, real = 0, BaseDatabaseWrapper._commit  # type: ignore[attr-defined]

    def turn() -> None:
        nonlocal seen
        seen += 1
        if seen == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("SELECT", "PRAGMA")):
            return execute(sql, params, many, context)
        turn()
        done = execute(sql, params, many, context)
        turn()
        return done

    def commit(database: Any) -> None:
        turn()
        real(database)
        turn()

    BaseDatabaseWrapper._commit = commit  # type: ignore[attr-defined]
    with connection.execute_wrapper(watch):
        yield


@pytest.mark.pain("R1")
def test_killed_at_any_point_of_intake_nothing_is_lost_or_doubled() -> None:
    point, went_on = 0, True
    while went_on:
        point += 1
        sender, mark = f"c{point}@x.example", f"<{point}@x>"
        raw = a_mail(f"Late, {point} days.", message_id=mark, sender=sender,
                     files=(("a.jpg", "image/jpeg", b"%d" % point),))  # fmt: skip
        accepted, told = os.pipe()

        def brought(raw: bytes = raw, told: int = told) -> None:
            take_message(raw, "smtp", BY, NOW)
            os.write(told, b"accepted")  # from here on the other server keeps it no more
            intake.sweep(NOW)

        went_on = killed_at(point, brought)
        os.close(told)
        if os.read(accepted, 8):
            assert Incoming.objects.count() == point, f"lost at point {point}"
        os.close(accepted)
        take_message(raw, "smtp", BY, NOW)  # whoever was not told that it is kept brings it again
        intake.sweep(NOW + timedelta(minutes=11))
        there = Incoming.objects.count(), Case.objects.count(), Evidence.objects.count()
        assert there == (point, point, 2 * point), f"at point {point}"
    assert point > POINTS
    assert list(events.breaks()) == []
    assert list(files.amiss()) == []


def test_killed_at_any_point_of_a_decision_there_is_none_or_a_whole_one(handler: Person) -> None:
    case, point = an_investigated_case(handler), 1
    before = Event.objects.count()
    while killed_at(point, lambda: decide(case, handler, NOW)):
        state = Case.objects.get(pk=case).state
        made = Decision.objects.count()
        assert (made, state) in ((0, "investigating"), (1, "decided")), f"at point {point}"
        assert bool(RuleFired.objects.count()) == bool(made)
        assert Event.objects.filter(kind=EventKind.DECIDED).count() == made
        if made:
            break  # it was killed after its commit
        assert Event.objects.count() == before
        point += 1
    assert point > 10
    assert (Decision.objects.count(), Case.objects.get(pk=case).state) == (1, "decided")
    assert list(events.breaks()) == []
