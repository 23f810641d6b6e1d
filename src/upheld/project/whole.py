"""A request is whole before a thread takes it, and its answer leaves without one.

The threads that answer are few. Whoever sends a form a byte at a time, or takes a file as slowly,
holds a connection and some of the disk, and none of them: both happen on the loop of events, by
ASGI 3.0. Each has its time, so that nobody holds a connection or the disk for ever: the server
itself limits how long headers take, and nothing of what follows them.

An answer is whole before its first byte leaves, a long list for a spreadsheet too: so neither a
thread nor what it reads from the database waits for whoever takes it, its length is told, and one
that fails half-way is an error and no file that is cut off. A file that lies on the disk already
is read from there.
"""

import asyncio
import io
import os
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http import HTTPStatus
from typing import IO, Any, NamedTuple
from wsgiref.types import WSGIApplication, WSGIEnvironment
from wsgiref.util import FileWrapper

from upheld.store.slowest import SLOWEST, Pace

from .as_wsgi import Message, environ_of
from .balance import CLOSE, Place
from .room import PIECE, NoRoom, Room, Spool

Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
_Headers = list[tuple[bytes, bytes]]

_SECONDS = 30.0  # that a piece may take, as all headers may
_PAGE = 256 * 1024  # bytes; an answer that is larger is on the disk until it was taken
_MOST_WAIT = 400  # requests of a process that came whole; whoever left meanwhile is among them
# Bytes of a header, as many as nginx takes of one; and of the one that says what a body is, more
# than any needs. Some readers of Python's and Django's take the square of a length.
_LONGEST_HEADER, _LONGEST_TYPE = 8 * 1024, 1024
_TOO_LONG = "A header is longer than is taken: send less, or delete the cookies of this site."
_TOO_SLOW = "What you send comes too slowly: try again where the connection is better."
_BUSY = "Too many ask at once: wait a minute, and try again."
_NO_ROOM = (
    "There is no room for so much at once: wait a minute, and try again. Where that is refused "
    "each time, it is more than one answer holds: ask for part of it, or whoever runs this desk."
)
# Bytes a second: where the room is short, who takes long for it gives way to others.
_SLOWEST_WHERE_SHORT = 128 * 1024


class Refused(Exception):
    """A request that is not taken in, and its status."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


class Gone(Exception):
    """Nobody is there any more to be answered."""


class Answer(NamedTuple):
    """What is given back; `content` is closed once it was."""

    status: int
    headers: _Headers
    content: IO[bytes] | Spool


class Ways(NamedTuple):
    """How a request is answered, how one that is not taken in is, and whose it is."""

    answer: WSGIApplication
    refuse: Callable[[WSGIEnvironment, Refused], Answer]
    who: Callable[[WSGIEnvironment], str]


class Rooms(NamedTuple):
    """On the disk of one process: for what comes, and for what is taken."""

    bodies: Room
    answers: Room


class Whole:
    """An application of ASGI 3.0: the answer, made in one of `threads`, to what has come whole.

    A body of more than `most` bytes is refused. `seconds` is the time of a piece, of what comes
    and of what is taken. `place` is where the requests under way are counted.
    """

    def __init__(
        self, ways: Ways, threads: int, most: int, rooms: Rooms, place: Place,
        seconds: float = _SECONDS,
    ) -> None:  # fmt: skip
        self._ways, self._threads = ways, ThreadPoolExecutor(threads)
        self._most, self._rooms, self._place, self._seconds = most, rooms, place, seconds

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        try:
            _check(scope["headers"])
        except Refused as refused:  # nothing of its headers is read, to refuse it neither
            bare = environ_of({**scope, "headers": []})
            await self._give(self._ways.refuse(bare, refused), send)
            return
        environ = environ_of(scope)
        try:
            answer = await self._answered(environ, scope["headers"], receive)
        except Refused as refused:
            answer = self._ways.refuse(environ, refused)
        except NoRoom:
            answer = self._ways.refuse(environ, Refused(HTTPStatus.SERVICE_UNAVAILABLE, _NO_ROOM))
        except Gone:
            return
        await self._give(answer, send)

    async def _answered(
        self, environ: WSGIEnvironment, headers: _Headers, receive: Receive
    ) -> Answer:
        announced, who = _announced(headers, self._most), self._ways.who(environ)
        with closing(Spool(self._rooms.bodies, who)) as body:
            await self._take(announced, receive, body)
            environ["wsgi.input"] = body.begin()
            with self._place:
                answer = await self._asked(environ, Spool(self._rooms.answers, who, _PAGE))
                return self._last_where_much(environ, answer)

    async def _asked(self, environ: WSGIEnvironment, content: Spool) -> Answer:
        """Raises Refused where too many wait for a thread, and NoRoom."""
        if self._place.here > _MOST_WAIT:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, _BUSY)
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._threads, _ask, self._ways.answer, environ, content
            )
        except BaseException:  # whoever waits may be let go before it is made
            content.close()
            raise

    def _last_where_much(self, environ: WSGIEnvironment, answer: Answer) -> Answer:
        if environ["SERVER_PROTOCOL"] == "HTTP/1.1" and self._place.much:
            return answer._replace(headers=[*answer.headers, CLOSE])
        return answer

    async def _take(self, announced: int, receive: Receive, body: Spool) -> None:
        pace, more = Pace(self._seconds), announced > 0
        while more:
            try:
                async with asyncio.timeout(pace.left(body.size, _slowest(body))):
                    more = await _a_piece(receive, body)
            except TimeoutError:
                raise Refused(HTTPStatus.REQUEST_TIMEOUT, _TOO_SLOW) from None

    async def _give(self, answer: Answer, send: Send) -> None:
        """To whoever does not take it, no more is given: the server closes the connection."""
        start = {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
        pace, given = Pace(self._seconds), 0
        with closing(answer.content) as content, suppress(TimeoutError):
            await send(start)
            more = True
            while more:
                piece = content.read(PIECE)
                more = len(piece) == PIECE
                part = {"type": "http.response.body", "body": piece, "more_body": more}
                await asyncio.wait_for(send(part), pace.left(given, _slowest(content)))
                given += len(piece)


def _slowest(content: IO[bytes] | Spool) -> int:
    """Bytes a second; more where it takes of a room that is short."""
    short = isinstance(content, Spool) and content.short
    return _SLOWEST_WHERE_SHORT if short else SLOWEST


def _check(headers: _Headers) -> None:
    """Raises Refused where what comes under one name is too long."""
    size = Counter[bytes]()
    for name, value in headers:
        size[name] += len(value)
        most = _LONGEST_TYPE if name == b"content-type" else _LONGEST_HEADER
        if size[name] > most:
            raise Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, _TOO_LONG)


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


async def _a_piece(receive: Receive, body: Spool) -> bool:
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


def _ask(answer: WSGIApplication, environ: WSGIEnvironment, content: Spool) -> Answer:
    """In a thread: what a view reads while it answers is read here, and not while it is taken. Its
    length is told, so that a part of it is not taken for all."""
    status, headers = "", list[tuple[str, str]]()

    def start(told: str, those: list[tuple[str, str]], *failed: Any) -> Any:
        nonlocal status, headers
        status, headers = told, those

    parts = answer(environ, start)
    bare = environ["REQUEST_METHOD"] == "HEAD"  # whose answer has no content (RFC 9110, 9.3.2)
    lying = None if bare else _lying(parts)
    try:
        for part in () if bare or lying else parts:
            content.add(part)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    if not (bare or status[:3] in _NO_CONTENT or _tells_its_length(headers)):
        headers = [*headers, ("Content-Length", str(content.size))]
    content.begin()
    encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return Answer(int(status.split(" ", 1)[0]), encoded, lying or content)


def _lying(parts: Iterable[bytes]) -> IO[bytes] | None:
    """The file on our disk that is the answer, opened once more, since its view closes it."""
    named = parts.filelike if isinstance(parts, FileWrapper) else None
    file = getattr(named, "file", named)
    # What stands in memory, or is unpacked or fetched while it is read, is read here.
    if type(file) is not io.BufferedReader:
        return None
    again = os.fdopen(os.dup(file.fileno()), "rb")
    again.seek(file.tell())
    return again


_NO_CONTENT = ("204", "304")


def _tells_its_length(headers: list[tuple[str, str]]) -> bool:
    return any(name.lower() == "content-length" for name, _ in headers)
