"""What takes many seconds is done for one at a time, whichever process asks; who comes meanwhile is
told at once when to come again."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connections
from tests.api.programs import Program, key_of
from tests.waiting import PATIENCE

from upheld.store.alone import alone
from upheld.store.models import Person

pytestmark = pytest.mark.django_db


@contextmanager
def another_does(what: str) -> Iterator[None]:
    """In a thread with a connection of its own, as another process has one."""
    begun, ends = threading.Event(), threading.Event()

    def do() -> None:
        with alone(what) as mine:
            assert mine
            begun.set()
            ends.wait(PATIENCE)
        connections.close_all()

    thread = threading.Thread(target=do)
    thread.start()
    assert begun.wait(PATIENCE)
    yield
    ends.set()
    thread.join(PATIENCE)


def asked(what: str) -> bool:
    with alone(what) as mine:
        return mine


def test_one_does_it_while_all_others_are_told_so_and_then_the_next() -> None:
    with another_does("verify"):
        assert not asked("verify")
        assert asked("fairness")
    assert asked("verify")


def test_who_fails_lets_go_of_it() -> None:
    with pytest.raises(ZeroDivisionError), alone("verify"):
        raise ZeroDivisionError
    with another_does("verify"):
        pass


@pytest.mark.parametrize(
    ("what", "place", "told"),
    [
        ("verify", "/verify", "one at a time: ask again in a minute"),
        ("fairness", "/insight/fairness", "ask again in a minute"),
    ],
)
def test_a_program_works_out_what_takes_long_while_nobody_else_does(
    what: str, place: str, told: str, lead: Person
) -> None:
    program = Program(key_of(lead))
    with another_does(what):
        answer = program.get(place)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert told in answer.json()["detail"]
    assert program.get(place).status_code == 200
