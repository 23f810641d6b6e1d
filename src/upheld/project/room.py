"""Room on the disk for what comes, and what is taken, more slowly than it is worked on.

One process has so much of it for all together, and nobody has more than half: whoever fills theirs
is refused, and others are not. A site of IPv6 has three quarters, whoever of it comes
(core/networks.py).
"""

from collections import Counter
from collections.abc import Iterator
from errno import ENOSPC
from tempfile import SpooledTemporaryFile
from threading import Lock

from upheld.core.networks import site_of

PIECE = 64 * 1024  # bytes


class NoRoom(OSError):
    """The room, somebody's share of it, or the disk itself is full."""


class Room:
    """`left` bytes of the disk for all who come together, of which each has a share at most."""

    def __init__(self, size: int) -> None:
        self.left = self._size = size
        self._taken = Counter[str]()
        self._counting = Lock()  # what is asked is answered in several threads

    def take(self, who: str, size: int) -> None:
        """Raises NoRoom, and takes nothing, where it is more than is left or than their share."""
        with self._counting:
            if size > self.left or any(
                self._taken[each] + size > most for each, most in self._shares(who)
            ):
                raise NoRoom(ENOSPC, "no room")
            self._add(who, size)

    def give_back(self, who: str, size: int) -> None:
        with self._counting:
            self._add(who, -size)

    @property
    def short(self) -> bool:
        """Whether more than half of it is taken."""
        return self.left < self._size // 2

    def _add(self, who: str, size: int) -> None:
        self.left -= size
        for each, _ in self._shares(who):
            self._taken[each] += size
            if not self._taken[each]:
                del self._taken[each]

    def _shares(self, who: str) -> Iterator[tuple[str, int]]:
        yield who, self._size // 2
        if site := site_of(who):
            yield site, self._size // 4 * 3


class Spool:
    """Bytes piece by piece: in memory, and on the disk as soon as they are more than `in_memory`,
    where they take of the room until they are let go."""

    def __init__(self, room: Room, who: str, in_memory: int = PIECE) -> None:
        self.file = SpooledTemporaryFile[bytes](in_memory)
        self.size = 0
        self._room, self._who, self._in_memory, self._took = room, who, in_memory, 0
        # One thread fills it while another may let it go: what is taken is given back, all of it.
        self._changing = Lock()

    def add(self, piece: bytes) -> None:
        """Raises NoRoom, and ValueError once it was let go."""
        with self._changing:
            if self.file.closed:
                raise ValueError("nobody waits for it any more")
            self._take(len(piece))
            try:
                self.file.write(piece)
            except OSError as full:
                raise NoRoom(*full.args) from full

    def _take(self, size: int) -> None:
        self.size += size
        if self.size > self._in_memory:
            more = self.size - self._took
            self._room.take(self._who, more)
            self._took += more

    @property
    def short(self) -> bool:
        """Whether it takes of a room that is short."""
        return self._took > 0 and self._room.short

    def read(self, size: int) -> bytes:
        return self.file.read(size)

    def begin(self) -> "SpooledTemporaryFile[bytes]":
        """To be read. Raises NoRoom where the disk did not take its last bytes."""
        try:
            self.file.seek(0)
        except OSError as full:
            raise NoRoom(*full.args) from full
        return self.file

    def close(self) -> None:
        """As often as one likes."""
        with self._changing:
            self._room.give_back(self._who, self._took)
            self._took = 0
            self.file.close()
