"""A file of a message: its contents are taken in pieces, and again by whoever wants them again."""

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

_Pieces = Callable[[], Iterator[bytes]]
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Attached:
    """A part that is no text of the message: its contents as they were sent, its name made safe."""

    name: str
    type: str
    pieces: _Pieces

    @property
    def content(self) -> bytes:
        return b"".join(self.pieces())

    @property
    def size(self) -> int:
        return sum(map(len, self.pieces()))

    @property
    def sha256(self) -> str:
        digest = hashlib.sha256()
        for piece in self.pieces():
            digest.update(piece)
        return digest.hexdigest()

    def start(self, most: int) -> bytes:
        """The first `most` bytes of it."""
        return self.opened().read(most)

    def opened(self, source: IO[bytes] | None = None) -> IO[bytes]:
        """As a file; with it closes the `source` of the message, where that is given."""
        return cast(IO[bytes], _InPieces(self.pieces, source))


class _InPieces(io.RawIOBase):
    """A file that is read from its pieces; whoever goes back in it takes them anew."""

    def __init__(self, pieces: _Pieces, source: IO[bytes] | None) -> None:
        self._pieces, self._source = pieces, source
        self._begin()

    def _begin(self) -> None:
        self._rest, self._piece, self._at = self._pieces(), memoryview(b""), 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: "Buffer") -> int:
        """As much as there is room for, and less at the end alone."""
        room, given = memoryview(buffer).cast("B"), 0
        while given < len(room) and (self._piece or self._next()):
            part = self._piece[: len(room) - given]
            room[given : given + len(part)] = part
            self._piece = self._piece[len(part) :]
            given += len(part)
        self._at += given
        return given

    def _next(self) -> bool:
        """Whether there is one more piece; one may be empty."""
        piece = next(self._rest, None)
        self._piece = memoryview(piece or b"")
        return piece is not None

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at}
        to = base[whence] + offset if whence in base else self._end() + offset
        if to < self._at:
            self._begin()
        while self._at < to and self.read(min(to - self._at, _PIECE)):
            pass
        return self._at

    def close(self) -> None:
        if self._source is not None:
            self._source.close()
        super().close()

    def _end(self) -> int:
        return sum(map(len, self._pieces()))
