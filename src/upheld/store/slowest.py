"""How slow the other side of a connection may be: nobody is held by who sends a byte now and then.

A limit of silence alone is none, since each byte begins it anew.
"""

import io
import socket
from time import monotonic
from typing import Any

# Bytes a second, on average and after the time of one piece: less is a connection that is held.
SLOWEST = 8 * 1024


class Pace:
    """How long a body, or an answer, may take: `seconds` for each piece, and for all of them
    `seconds` more than at the slowest pace."""

    def __init__(self, seconds: float, began: float | None = None) -> None:
        self._seconds, self._began = seconds, monotonic() if began is None else began

    def left(self, done: int, slowest: int = SLOWEST, at: float | None = None) -> float:
        """Seconds for the next piece after `done` bytes at the `slowest` pace."""
        until = self._began + self._seconds + done / slowest
        return min(self._seconds, until - (monotonic() if at is None else at))


class Answers(io.BufferedReader):
    """What a server says, as a file to read. Each answer has its time by Pace, and is of `most`
    bytes: then it raises TimeoutError, or OSError."""

    def __init__(self, sock: socket.socket, seconds: float, most: int) -> None:
        self._paced = _Paced(sock, seconds, most)
        super().__init__(self._paced)

    def begin(self) -> None:
        """What is read from here on answers something else."""
        self._paced.begin()


class _Paced(io.RawIOBase):
    def __init__(self, sock: socket.socket, seconds: float, most: int) -> None:
        self._sock, self._seconds, self._most = sock, seconds, most
        self.begin()

    def begin(self) -> None:
        self._pace, self._done = Pace(self._seconds), 0

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any, /) -> int | None:
        if self._done >= self._most:
            raise OSError(f"it sends more than {self._most:,} bytes, which nothing asked for")
        before = self._sock.gettimeout()
        try:
            if before != 0:  # with 0 it is looked whether something is there, and not waited for
                self._sock.settimeout(self._left())
            read = self._sock.recv_into(into)
        except BlockingIOError:
            return None
        except TimeoutError:
            raise TimeoutError("it gave no whole answer in time") from None
        finally:
            self._sock.settimeout(before)
        self._done += read
        return read

    def _left(self) -> float:
        left = self._pace.left(self._done)
        if left <= 0:
            raise TimeoutError
        return left
