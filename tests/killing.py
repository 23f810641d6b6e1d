"""A process that kills itself, as `kill -9` would, one point further each time until it ends.

A point is before and after each commit, each statement that is kept at once, and whatever else is
named. What a transaction wrote goes with the process, wherever in it that ends: between its
statements nothing becomes another but by what is named (a file, a line to a mail server).
"""

import os
import signal
import smtplib
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

Place = tuple[type, str]
_KEEPS_NOTHING = ("SELECT", "PRAGMA", "BEGIN")
COMMIT: Place = (BaseDatabaseWrapper, "_commit")
# Each line that goes to a mail server, each answer that comes, and the end of the connection.
MAIL: tuple[Place, ...] = (
    (smtplib.SMTP, "send"),
    (smtplib.SMTP, "getreply"),
    (smtplib.SMTP, "close"),
)


def killed_at(point: int, act: Callable[[], object], *more: Place) -> bool:
    """Acts in a child process that kills itself at that point; whether it came so far."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        with ending(), turning(point, *more):
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
def turning(point: int, *more: Place) -> Iterator[None]:
    """Counts what is before and after each commit, write outside of a transaction, and call, and
    dies at this."""
    seen = 0

    def turn() -> None:
        nonlocal seen
        seen += 1
        if seen == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def both_sides(real: Callable[..., Any]) -> Callable[..., Any]:
        def called(*told: Any, **named: Any) -> Any:
            turn()
            done = real(*told, **named)
            turn()
            return done

        return called

    def watch(execute: Any, sql: str, *told: Any) -> Any:
        stays = not connection.in_atomic_block and not sql.lstrip().startswith(_KEEPS_NOTHING)
        return (both_sides(execute) if stays else execute)(sql, *told)

    for owner, name in (COMMIT, *more):
        setattr(owner, name, both_sides(getattr(owner, name)))
    with connection.execute_wrapper(watch):
        yield
