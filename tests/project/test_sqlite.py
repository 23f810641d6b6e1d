"""On the embedded store a writer waits for whoever writes, and for no longer than is set."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, connections, transaction

pytestmark = pytest.mark.django_db(transaction=True)
OPTIONS, PATIENCE = connection.settings_dict["OPTIONS"], 30.0


@contextmanager
def another_writes(ends: threading.Event) -> Iterator[None]:
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
    yield
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


def test_all_other_statements_wait_as_sqlite_does() -> None:
    connection.ensure_connection()
    before = sqlite_waits()
    with transaction.atomic():
        assert sqlite_waits() == before == OPTIONS["timeout"] * 1000
