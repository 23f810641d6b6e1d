"""Requests of one process are worked on in turn, as they came.

Threads of one interpreter that work at once only take it from each other: all of them end late,
and some very late. So one is worked on at a time. Who has had its turn for a tenth of a second
shares it with the next, so that nobody waits for a report of a year.
"""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Condition
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_LONG = 0.1  # seconds; most pages take a fiftieth


class Turns:
    """A queue whose first has its turn. `long` is after how many seconds the next begins beside."""

    def __init__(self, long: float = _LONG) -> None:
        self._long, self._since = long, 0.0
        self._queue = deque[object]()
        self._moved = Condition()

    def take(self, answer: WSGIApplication) -> WSGIApplication:
        """The application, each of whose requests waits for its turn."""

        def answered(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            with self.taken():
                return answer(environ, start)

        return answered

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Around the work: begins when those before have ended, or have had their turn for long."""
        mine = object()
        with self._moved:
            self._queue.append(mine)
            self._wait_for(mine)
        try:
            yield
        finally:
            with self._moved:
                self._pass_on(mine)

    def _wait_for(self, mine: object) -> None:
        if len(self._queue) == 1:
            self._since = time.monotonic()
        # It may have been held to be long before its thread woke.
        while mine in self._queue and self._queue[0] is not mine:
            left = self._since + self._long - time.monotonic()
            if left > 0:
                self._moved.wait(left)
            else:
                self._pass_on(self._queue[0])

    def _pass_on(self, one: object) -> None:
        """Who has shared its turn has none to pass on."""
        if self._queue and self._queue[0] is one:
            self._queue.popleft()
            self._since = time.monotonic()
            self._moved.notify_all()
