"""An act in a thread beside a test that holds what the act wants."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from threading import Event as Signal
from typing import Any, TypeVar

from django.db import connection, connections
from tests.waiting import PATIENCE

Done = TypeVar("Done")


def begun(pool: Executor, act: Callable[[], Done]) -> "Future[Done]":
    """The act, once it has asked the database for something, and had a second to come to where it
    waits."""
    asked = Signal()

    def seen(execute: Any, sql: str, *told: Any) -> Any:
        asked.set()
        return execute(sql, *told)

    def acted() -> Done:
        try:
            with connection.execute_wrapper(seen):
                return act()
        finally:
            connections.close_all()

    done = pool.submit(acted)
    assert asked.wait(PATIENCE)
    with suppress(TimeoutError):
        done.result(timeout=1)
    return done
