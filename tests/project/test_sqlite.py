"""On the embedded store a writer waits for whoever writes, and for no longer than is set."""

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction
from tests.api.programs import Program, key_of
from tests.waiting import PATIENCE

from upheld.store.models import Person, Team

pytestmark = pytest.mark.django_db(transaction=True)
OPTIONS = connection.settings_dict["OPTIONS"]


@contextmanager
def another_writes(ends: threading.Event) -> Iterator[threading.Thread]:
    """In a thread, until it is told to end."""
    begun = threading.Event()

    def write() -> None:
        with transaction.atomic():
            begun.set()
            ends.wait(PATIENCE)
        connections.close_all()

    thread = threading.Thread(target=write)
    thread.start()
    assert begun.wait(PATIENCE)
    yield thread
    ends.set()
    thread.join(PATIENCE)


def sqlite_waits() -> int:
    """The milliseconds that SQLite itself waits."""
    with connection.cursor() as cursor:
        return int(cursor.execute("PRAGMA busy_timeout").fetchone()[0])


def test_a_writer_begins_once_the_one_before_has_ended() -> None:
    ends = threading.Event()
    with another_writes(ends):
        threading.Timer(0.05, ends.set).start()
        with transaction.atomic():
            assert ends.is_set()


def test_a_writer_who_waited_as_long_as_is_set_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(OPTIONS, "timeout", 0.02)
    with (
        another_writes(threading.Event()),
        pytest.raises(OperationalError, match="locked"),
        transaction.atomic(),
    ):
        raise AssertionError("two write at once")
    with transaction.atomic():
        pass


def test_a_statement_of_its_own_waits_as_well() -> None:
    ends = threading.Event()
    with another_writes(ends):
        threading.Timer(0.05, ends.set).start()
        Team.objects.create(name="Deliveries")
        assert ends.is_set()


def test_nobody_waits_within_sqlite_where_another_thread_could_wait_for_the_connection() -> None:
    connection.ensure_connection()
    assert sqlite_waits() == 0
    with transaction.atomic():
        assert sqlite_waits() == 0


def test_whoever_has_the_lock_takes_back_what_one_who_waits_has_left() -> None:
    """A cursor in a ring, of a connection that waits: to collect it, its connection is needed."""
    waits = threading.Event()

    def wait() -> None:
        ring: list[Any] = [connection.cursor()]
        ring[0].execute("SELECT 1 UNION ALL SELECT 2")
        ring.append(ring)
        del ring
        waits.set()
        Team.objects.create(name="Deliveries")
        connections.close_all()

    with transaction.atomic():
        thread = threading.Thread(target=wait)
        thread.start()
        assert waits.wait(PATIENCE)
        time.sleep(0.05)  # it waits by now, or the ring is taken back before and nothing is shown
        gc.collect()
    thread.join(PATIENCE)
    assert Team.objects.get().name == "Deliveries"


@pytest.mark.parametrize(
    ("place", "told"),
    [("/api/v1/key", "nothing was done"), ("/complain/enter/1/", "not possible right now")],
)
def test_what_waited_in_vain_is_told_so_though_the_store_is_let_go_of_by_then(
    place: str, told: str, handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking, ends = Program(key_of(handler)), threading.Event()

    def let_go(execute: Callable[..., Any], *statement: Any) -> Any:
        try:
            return execute(*statement)
        except OperationalError:
            ends.set()
            thread.join(PATIENCE)
            raise

    monkeypatch.setitem(OPTIONS, "timeout", 0.02)
    with another_writes(ends) as thread, connection.execute_wrapper(let_go):
        answer = asking.client.get(place, headers=asking.headers)
    assert ends.is_set()
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert told in answer.content.decode()
