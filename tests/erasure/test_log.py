"""What was erased is in SQLite's log until nobody reads what was before."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

import pytest
from django.db import connection
from tests.erasure import planted
from tests.erasure.planted import NOW
from tests.erasure.test_erase import erased, person

from upheld.store import models as rows
from upheld.store.erased import cleaning
from upheld.store.models import Person

__all__ = ["person"]  # fixtures
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def on_sqlite(transactional_db: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the log is SQLite's")


def in_the_database() -> set[str]:
    place = Path(connection.settings_dict["NAME"])
    content = b"".join(path.read_bytes() for path in place.parent.glob(f"{place.name}*")).lower()
    return {token for token in planted.TOKENS if token.encode() in content}


@contextmanager
def readers(many: int) -> Iterator[None]:
    """So many read all the time, each what is there at this moment."""
    end = Event()

    def read() -> int:
        times = 0
        with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=60)) as own:
            while not end.is_set():
                own.execute("SELECT count(*) FROM store_letter a, store_event b").fetchall()
                times += 1
        return times

    with ThreadPoolExecutor(many) as pool:
        reading = [pool.submit(read) for _ in range(many)]
        try:
            yield
        finally:
            end.set()
        assert all(each.result() for each in reading)


def test_it_is_not_clean_while_somebody_reads_what_was_before_and_is_once_they_are_done(
    person: int, lead: Person, administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaning, "_PATIENCE", 0.2)
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as before:
        before.execute("BEGIN")
        before.execute("SELECT count(*) FROM store_letter").fetchall()
        erased(person, lead, administrator)
        assert cleaning.clean(NOW) == 0
        assert in_the_database()
        assert rows.Erasure.objects.get().cleaned_at is None
    assert cleaning.clean(NOW) == 1
    assert in_the_database() == set()


def test_it_is_clean_though_there_is_always_somebody_who_reads(
    person: int, lead: Person, administrator: Person
) -> None:
    erased(person, lead, administrator)
    with readers(4):
        assert cleaning.clean(NOW) == 1
        assert in_the_database() == set()
