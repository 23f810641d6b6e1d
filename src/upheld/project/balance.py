"""Processes that serve one port have about as many requests each under way.

A connection stays with the process that took it, and which one takes it is chance: of eight
clients that ask without end, one process may have seven. So the process that has more to do than
another asks to be left: it closes the connection after its answer (RFC 9112, section 9.6), and the
next request of that client finds one anew.
"""

from collections.abc import Iterable
from mmap import mmap
from multiprocessing import Lock
from threading import Lock as ThreadsLock
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_CLOSE = ("Connection", "close")
_INT = 4  # bytes


class Balance:
    """The requests under way in each of some processes; made before they are forked.

    A process takes in `most` at once. What comes beyond waits before it is counted: so a process
    that is full may have more than it knows, and is held to have one more."""

    def __init__(self, processes: int, most: int) -> None:
        self._most = most
        # Memory without a file behind it, which processes that are forked have in common.
        self._numbers = memoryview(mmap(-1, (processes + 1) * _INT)).cast("i")
        self._joining = Lock()

    def join(self, answer: WSGIApplication) -> WSGIApplication:
        """The application of one process, made once in each."""
        mine, counts, counting = self._place(), self._numbers[1:], ThreadsLock()

        def much() -> bool:
            return counts[mine] + (counts[mine] >= self._most) > min(counts) + 1

        def answered(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            def started(status: str, headers: list[tuple[str, str]], *failed: Any) -> Any:
                close = environ["SERVER_PROTOCOL"] == "HTTP/1.1" and much()
                return start(status, [*headers, _CLOSE] if close else headers, *failed)

            with counting:
                counts[mine] += 1
            try:
                return answer(environ, started)
            finally:
                with counting:
                    counts[mine] -= 1

        return answered

    def _place(self) -> int:
        with self._joining:
            place = self._numbers[0]
            self._numbers[0] += 1
        return place


# Of the processes that one command serves with; none where it serves with one.
shared: Balance | None = None


def between(processes: int, most: int) -> None:
    """Before so many processes are forked, each of which takes in `most` requests at once."""
    global shared
    shared = Balance(processes, most) if processes > 1 else None
