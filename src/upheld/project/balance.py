"""Processes that serve one port have about as many requests each under way.

A connection stays with the process that took it, and which one takes it is chance: of eight
clients that ask without end, one process may have seven. So the process that has more to do than
another asks to be left: it closes the connection after its answer (RFC 9112, section 9.6), and the
next request of that client finds one anew.
"""

from mmap import mmap
from multiprocessing import Lock

CLOSE = (b"connection", b"close")
_INT = 4  # bytes


class Balance:
    """The requests under way in each of some processes; made before they are forked."""

    def __init__(self, processes: int) -> None:
        # Memory without a file behind it, which processes that are forked have in common.
        self._numbers = memoryview(mmap(-1, (processes + 1) * _INT)).cast("i")
        self._joining = Lock()

    def join(self) -> "Place":
        """The place of one process, taken once in each."""
        with self._joining:
            place = self._numbers[0]
            self._numbers[0] += 1
        return Place(self._numbers[1:], place)


class Place:
    """Around each request of a process, from when it has come whole until it was answered: one
    that waits for a thread is under way too. Counted by one thread."""

    def __init__(self, counts: "memoryview[int]", mine: int) -> None:
        self._counts, self._mine = counts, mine

    def __enter__(self) -> None:
        self._counts[self._mine] += 1

    def __exit__(self, *_: object) -> None:
        self._counts[self._mine] -= 1

    @property
    def here(self) -> int:
        """How many are under way in this process."""
        return self._counts[self._mine]

    @property
    def much(self) -> bool:
        """Whether another process has less to do, by more than one request."""
        return self.here > min(self._counts) + 1


# Of the processes that one command serves with.
shared = Balance(1)


def between(processes: int) -> None:
    """Before so many processes are forked."""
    global shared
    shared = Balance(processes)
