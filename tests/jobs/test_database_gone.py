"""R2: the database goes in the middle of a request or of a job: all of it is there or none.

On PostgreSQL the server ends the connection, as one that is restarted does; on SQLite the statement
fails, as on a disk that is pulled out. Mail stays with the other server: mail/test_imap.py.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import Error, OperationalError, close_old_connections, connection
from django.test import Client
from tests.jobs.test_outbox import Mailbox, a_letter, mailbox
from tests.stories import NOW, a_received_case, an_investigated_case

from upheld.core.references import reference
from upheld.jobs import outbox
from upheld.store.models import Case, Decision, Event, Letter, Person, RuleFired
from upheld.store.record import events

__all__ = ["mailbox"]  # a fixture

_SAID = {500: "nothing was half kept", 503: "Nothing can be written at the moment"}
EACH = 4  # statements of a request between two points
pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def gone_at(point: int) -> Iterator[None]:
    """The statement of this number finds no database; from the next on it is there again."""
    seen = 0

    def watch(execute: Any, sql: str, *told: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen == point:
            end_the_connection()
        return execute(sql, *told)

    with connection.execute_wrapper(watch):
        yield
    close_old_connections()  # as after each request, and after each round of the jobs


def end_the_connection() -> None:
    if connection.vendor == "sqlite":
        raise OperationalError("disk I/O error")
    ours = connection.connection.info
    with psycopg.connect(ours.dsn, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [ours.backend_pid])


@pytest.mark.postgres
def test_after_the_server_was_begun_again_the_next_request_finds_it() -> None:
    assert Case.objects.count() == 0
    end_the_connection()
    close_old_connections()  # as before each request
    assert Case.objects.count() == 0


def test_where_it_goes_while_a_letter_leaves_none_is_lost_or_sent_twice(
    mailbox: Mailbox, handler: Person
) -> None:
    case, point, ended = a_received_case(handler), 0, False
    while not ended:
        point += 1
        mailbox.came.clear()
        letter = a_letter(case)
        with gone_at(point):
            try:
                outbox.sweep(NOW)
                ended = True
            except Error:  # the round of the jobs logs it, and goes on
                pass
        for minutes in (0, 11, 12):
            outbox.sweep(NOW + timedelta(minutes=minutes))
        letter.refresh_from_db()
        came = len(mailbox.came)
        assert (letter.state, letter.error, came) in {
            ("sent", "", 1),
            ("failed", outbox._INTERRUPTED, 0),
            ("failed", outbox._INTERRUPTED, 1),
        }, f"at point {point}"
    assert point > 8
    assert not Letter.objects.filter(state__in=("queued", "sending")).exists()
    assert list(events.breaks()) == []


def test_where_it_goes_within_a_request_nothing_half_is_kept_and_the_page_says_so(
    handler: Person,
) -> None:
    case, point = an_investigated_case(handler), 1
    before, client = Event.objects.count(), Client(raise_request_exception=False)
    client.force_login(handler)
    while not Decision.objects.exists():
        with gone_at(point):
            answer = client.post(f"/cases/{reference(case)}/decision/")
        state, made = Case.objects.get(pk=case).state, Decision.objects.count()
        assert (made, state) in ((0, "investigating"), (1, "decided")), f"at point {point}"
        assert bool(RuleFired.objects.count()) == bool(made)
        if not made:
            # Gone still when the answer is written, or back by then.
            assert answer.status_code in (503, 500), f"at point {point}"
            assert _SAID[answer.status_code] in answer.content.decode()
            assert Event.objects.count() == before
        point += EACH
    assert point > 40
    assert list(events.breaks()) == []
