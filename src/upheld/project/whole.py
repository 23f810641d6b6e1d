"""A request is whole before a thread takes it, and its answer leaves without one.

The threads that answer are few. Whoever sends a form a byte at a time, or takes a file as slowly,
holds a connection and some of the disk, and none of them: both happen on the loop of events, by
ASGI 3.0. Each piece has its time, so that nobody holds a connection for ever: the server itself
limits how long headers take, and nothing of what follows them.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from errno import ENOSPC
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import Any, NamedTuple
from wsgiref.types import WSGIApplication, WSGIEnvironment

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
_Headers = list[tuple[bytes, bytes]]

PIECE = 64 * 1024  # bytes; of what comes, no more of one request is in memory
_SECONDS = 30.0  # that a piece may take, as all headers may
_PAGE = 256 * 1024  # bytes; an answer that is larger is on the disk until it was taken
_MOST_WAIT = 400  # requests of a process that came whole; whoever left meanwhile is among them


_NO_ROOM = "There is no room for a large file now: try again in a minute."


class Refused(Exception):
    """A request that is not taken in, and its status."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


class Gone(Exception):
    """Nobody is there any more to be answered."""


class Room:
    """For bodies that are larger than a piece: `left` bytes of the disk for all together."""

    def __init__(self, left: int) -> None:
        self.left = left


class _Body:
    """What came of a request."""

    def __init__(self, room: Room) -> None:
        self.file = SpooledTemporaryFile[bytes](PIECE)
        self.size = 0
        self._room = room

    def add(self, piece: bytes) -> None:
        """Raises Refused when there is no room for it."""
        before, self.size = self._on_disk(), self.size + len(piece)
        self._room.left -= self._on_disk() - before
        try:
            if self._room.left < 0:
                raise OSError(ENOSPC, "no room")
            self.file.write(piece)
        except OSError as full:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, _NO_ROOM) from full

    def whole(self) -> "SpooledTemporaryFile[bytes]":
        """From its beginning. Raises Refused where the disk did not take its last bytes."""
        try:
            self.file.seek(0)
        except OSError as full:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, _NO_ROOM) from full
        return self.file

    def let_go(self) -> None:
        self._room.left += self._on_disk()
        self.file.close()

    def _on_disk(self) -> int:
        return self.size if self.size > PIECE else 0


class _Answer(NamedTuple):
    status: int
    headers: _Headers
    content: "SpooledTemporaryFile[bytes]"


class Whole:
    """An application of ASGI 3.0: `answer`, in one of `threads`, asked what has come whole.

    A body of more than `most` bytes is refused. `seconds` is the time of a piece, of what comes
    and of what is taken.
    """

    def __init__(
        self,
        answer: WSGIApplication,
        threads: int,
        most: int,
        room: Room,
        seconds: float = _SECONDS,
    ) -> None:
        self._answer, self._threads = answer, ThreadPoolExecutor(threads)
        self._most, self._room, self._seconds = most, room, seconds
        self._wait = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        try:
            answer = await self._answered(scope, receive)
        except Refused as refused:
            answer = _refusal(refused)
        except Gone:
            return
        await self._give(answer, send)

    async def _answered(self, scope: Message, receive: Receive) -> _Answer:
        body = _Body(self._room)
        try:
            await self._take(_announced(scope["headers"], self._most), receive, body)
            return await self._asked(environ_of(scope, body.whole()))
        finally:
            body.let_go()

    async def _asked(self, environ: WSGIEnvironment) -> _Answer:
        """Raises Refused where too many wait for a thread."""
        if self._wait >= _MOST_WAIT:
            told = "Too many ask at once: try again in a minute."
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, told)
        self._wait += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._threads, _ask, self._answer, environ
            )
        finally:
            self._wait -= 1

    async def _take(self, announced: int, receive: Receive, body: _Body) -> None:
        more = announced > 0
        while more:
            try:
                async with asyncio.timeout(self._seconds):
                    more = await _a_piece(receive, body)
            except TimeoutError:
                told = "What you send comes too slowly: try again where the connection is better."
                raise Refused(HTTPStatus.REQUEST_TIMEOUT, told) from None

    async def _give(self, answer: _Answer, send: Send) -> None:
        """To whoever does not take it, no more is given: the server closes the connection."""
        start = {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
        with answer.content as content, suppress(TimeoutError):
            await send(start)
            content.seek(0)
            more = True
            while more:
                piece = content.read(PIECE)
                more = len(piece) == PIECE
                part = {"type": "http.response.body", "body": piece, "more_body": more}
                await asyncio.wait_for(send(part), self._seconds)


def _announced(headers: _Headers, most: int) -> int:
    """Bytes of the body (the server reads no more). Raises Refused for a body of unknown size,
    which could end anywhere, and for one of more than `most`."""
    told = dict(headers)
    if b"transfer-encoding" in told:
        raise Refused(HTTPStatus.LENGTH_REQUIRED, "Say how long it is (Content-Length).")
    size = int(told.get(b"content-length", 0))
    if size > most:
        why = f"That is more than {most // 2**20} MB: send less at once."
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, why)
    return size


async def _a_piece(receive: Receive, body: _Body) -> bool:
    """Whether more follows. Raises Gone when the other side went before it had sent all."""
    until = body.size + PIECE
    more = True
    while more and body.size < until:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        body.add(message.get("body", b""))
        more = message.get("more_body", False)
    return more


def _ask(answer: WSGIApplication, environ: WSGIEnvironment) -> _Answer:
    """In a thread: what a view reads while it answers is read here, and not while it is taken. Its
    length is told, so that a part of it is not taken for all."""
    status, headers = "", list[tuple[str, str]]()

    def start(told: str, those: list[tuple[str, str]], *failed: Any) -> Any:
        nonlocal status, headers
        status, headers = told, those

    content = SpooledTemporaryFile[bytes](_PAGE)
    parts = answer(environ, start)
    bare = environ["REQUEST_METHOD"] == "HEAD"  # whose answer has no content (RFC 9110, 9.3.2)
    try:
        content.writelines(() if bare else parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    if not (bare or status[:3] in _NO_CONTENT or _tells_its_length(headers)):
        headers = [*headers, ("Content-Length", str(content.tell()))]
    encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return _Answer(int(status.split(" ", 1)[0]), encoded, content)


_NO_CONTENT = ("204", "304")


def _tells_its_length(headers: list[tuple[str, str]]) -> bool:
    return any(name.lower() == "content-length" for name, _ in headers)


def _refusal(refused: Refused) -> _Answer:
    content = SpooledTemporaryFile[bytes](PIECE)
    content.write(str(refused).encode())
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"), (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    ]  # fmt: skip
    return _Answer(refused.status, headers, content)


def environ_of(scope: Message, body: Any) -> WSGIEnvironment:
    """The request as WSGI tells it (PEP 3333), without the settings of the machine.

    A header with an underscore in its name is let go: X_Forwarded_For would be taken for
    X-Forwarded-For, which the proxy writes.
    """
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": scope["server"][0],
        "SERVER_PORT": str(scope["server"][1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" not in name:
            _add(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ


_BARE = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


def _add(environ: WSGIEnvironment, name: str, value: str) -> None:
    """What comes twice is a list (RFC 9110, section 5.3); cookies have a sign of their own between
    them (RFC 6265, section 4.2.1)."""
    key = _BARE.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
    between = "; " if name == "cookie" else ","
    environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
