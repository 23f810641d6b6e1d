"""No thread is held by whoever sends a form, or takes a file, a byte at a time."""

import asyncio
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from upheld.project.whole import PIECE, Message, Room, Whole

SIZE = b"content-length"


def echo(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """What came, as it was asked."""
    start("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read()]


def whole(
    answer: Callable[..., Iterable[bytes]] = echo,
    most: int = 10 * PIECE,
    room: Room | None = None,
    seconds: float = 60,
) -> Whole:
    """One thread answers."""
    return Whole(answer, 1, most, room or Room(10 * PIECE), seconds)


class Client:
    """One request: its headers, the pieces of its body, and what it was told."""

    def __init__(self, *pieces: bytes, size: int | None = None, stays: bool = True) -> None:
        self.headers = [(SIZE, str(size if size is not None else sum(map(len, pieces))).encode())]
        self.told: list[Message] = []
        self.takes = True
        self.pieces, self._stays, self._left = list(pieces), stays, size

    async def receive(self) -> Message:
        if self.pieces:
            piece = self.pieces.pop(0)
            more = bool(self.pieces or self._left)
            return {"type": "http.request", "body": piece, "more_body": more}
        if self._stays:
            await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self.told.append(message)
        if not self.takes:
            await asyncio.Event().wait()

    async def ask(self, server: Whole, **scope: Any) -> None:
        await server(asked(self.headers, **scope), self.receive, self.send)

    @property
    def status(self) -> int:
        return int(self.told[0]["status"])

    @property
    def content(self) -> bytes:
        return b"".join(each["body"] for each in self.told[1:])


def asked(headers: Sequence[tuple[bytes, bytes]] = (), **others: Any) -> Message:
    return {
        "type": "http", "method": "POST", "path": "/", "query_string": b"", "scheme": "http",
        "http_version": "1.1", "server": ("127.0.0.1", "80"), "client": ("192.0.2.7", "5"),
        "headers": list(headers), **others,
    }  # fmt: skip


def answered(client: Client, server: Whole, **scope: Any) -> Client:
    asyncio.run(client.ask(server, **scope))
    return client


@pytest.mark.parametrize("pieces", [(), (b"a",), (b"a", b"b"), (b"x" * PIECE,) * 3])
def test_what_came_in_pieces_is_asked_whole(pieces: tuple[bytes, ...]) -> None:
    client = answered(Client(*pieces), whole())
    assert (client.status, client.content) == (200, b"".join(pieces))
    assert client.told[0]["headers"][0] == (b"Content-Type", b"text/plain")


def test_fifty_unfinished_forms_hold_no_thread() -> None:
    async def all_at_once(server: Whole) -> Client:
        held = [Client(b"text=", size=1000) for _ in range(50)]
        asking = [asyncio.create_task(each.ask(server)) for each in held]
        while any(each.pieces for each in held):
            await asyncio.sleep(0)
        other = Client(b"whole")
        await other.ask(server)
        assert not any(task.done() for task in asking)
        for task in asking:
            task.cancel()
        return other

    assert asyncio.run(all_at_once(whole())).content == b"whole"


def test_fifty_who_do_not_take_their_file_hold_no_thread_and_no_open_answer() -> None:
    closed = list[int]()

    class Large:
        def __iter__(self) -> Iterator[bytes]:
            yield from (b"x" * PIECE,) * 40

        def close(self) -> None:
            closed.append(1)

    def large(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start("200 OK", [])
        return Large()

    async def all_at_once(server: Whole) -> Client:
        held = [Client() for _ in range(50)]
        for each in held:
            each.takes = False
        asking = [asyncio.create_task(each.ask(server)) for each in held]
        while not all(each.told for each in held):
            await asyncio.sleep(0)
        other = Client()
        await other.ask(server)
        assert not any(task.done() for task in asking)
        for task in asking:
            task.cancel()
        return other

    assert asyncio.run(all_at_once(whole(large))).content == b"x" * 40 * PIECE
    assert len(closed) == 51


def test_who_sends_no_piece_in_its_time_is_told_so_and_let_go() -> None:
    client = answered(Client(b"a", size=2), whole(seconds=0.01))
    assert client.status == 408
    assert (b"connection", b"close") in client.told[0]["headers"]
    assert b"too slowly" in client.content


def test_who_takes_no_piece_in_its_time_is_given_no_more() -> None:
    client = Client(b"x" * 3 * PIECE)
    client.takes = False
    sent = client.send

    async def start_alone(message: Message) -> None:
        client.takes = message["type"] == "http.response.start"
        await sent(message)

    client.send = start_alone  # type: ignore[method-assign]
    answered(client, whole(seconds=0.01))
    assert client.content == b"x" * PIECE


def test_who_left_before_the_end_has_asked_nothing() -> None:
    def never(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        raise AssertionError

    assert answered(Client(b"text=I+want", size=100, stays=False), whole(never)).told == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([(b"transfer-encoding", b"chunked")], 411),
        ([(b"transfer-encoding", b"chunked"), (SIZE, b"3")], 411),
        ([(SIZE, b"101")], 413),
    ],
)
def test_a_body_of_unknown_size_or_too_large_is_refused_unread(
    headers: list[tuple[bytes, bytes]], status: int
) -> None:
    client = Client()
    client.headers = headers
    assert answered(client, whole(most=100)).status == status


def test_what_is_larger_than_a_piece_takes_of_the_room_until_it_is_answered() -> None:
    room, left = Room(5 * PIECE), list[int]()

    def tell(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        left.append(room.left)
        return echo(environ, start)

    server = whole(tell, room=room)
    for size in (PIECE, PIECE + 1, 5 * PIECE):
        answered(Client(b"x" * size), server)
    assert left == [5 * PIECE, 4 * PIECE - 1, 0]
    assert room.left == 5 * PIECE


def test_where_there_is_no_room_a_large_body_is_refused_and_a_small_one_is_not() -> None:
    room = Room(PIECE)
    assert answered(Client(b"x" * 2 * PIECE), whole(room=room)).status == 503
    assert answered(Client(b"x"), whole(room=room)).status == 200
    assert room.left == PIECE


def test_where_the_disk_takes_nothing_a_large_body_is_refused_and_a_small_one_is_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    assert answered(Client(b"x" * 2 * PIECE), whole()).status == 503
    assert answered(Client(b"x"), whole()).status == 200


def environ(*headers: tuple[bytes, bytes], **scope: Any) -> WSGIEnvironment:
    found = list[WSGIEnvironment]()

    def keep(told: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        found.append(told)
        return echo(told, start)

    client = Client()
    client.headers = list(headers)
    answered(client, whole(keep), **scope)
    return found[0]


def test_a_request_is_told_as_wsgi_tells_it() -> None:
    told = environ(
        (b"host", b"example.org"), (b"content-type", b"text/plain"), (b"accept", b"a"),
        (b"accept", b"b"), path="/caf\u00e9", query_string=b"a=1",
    )  # fmt: skip
    assert told["PATH_INFO"].encode("latin-1").decode() == "/caf\u00e9"
    assert (told["QUERY_STRING"], told["REQUEST_METHOD"]) == ("a=1", "POST")
    assert (told["REMOTE_ADDR"], told["SERVER_PROTOCOL"]) == ("192.0.2.7", "HTTP/1.1")
    assert (told["HTTP_HOST"], told["CONTENT_TYPE"]) == ("example.org", "text/plain")
    assert told["HTTP_ACCEPT"] == "a,b"
    assert "PATH" not in told  # of the machine's own settings nothing


def test_a_header_with_an_underscore_is_not_taken_for_the_one_that_the_proxy_writes() -> None:
    told = environ((b"x-forwarded-for", b"192.0.2.7"), (b"x_forwarded_for", b"10.0.0.1"))
    assert told["HTTP_X_FORWARDED_FOR"] == "192.0.2.7"


def test_what_a_view_reads_while_it_answers_is_read_in_its_own_thread() -> None:
    threads = list[str]()

    def told(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        def parts() -> Iterator[bytes]:
            for _ in range(3):
                threads.append(threading.current_thread().name)
                yield b"x"

        threads.append(threading.current_thread().name)
        start("200 OK", [])
        return parts()

    assert answered(Client(), whole(told)).content == b"xxx"
    assert len(threads) == 4
    assert set(threads) != {threading.main_thread().name}
    assert len(set(threads)) == 1


def test_an_answer_tells_its_length_so_that_a_part_is_not_taken_for_all() -> None:
    told = answered(Client(b"x" * 7), whole())
    assert dict(told.told[0]["headers"])[b"Content-Length"] == b"7"


def test_who_asks_for_the_head_alone_has_nothing_made() -> None:
    made: list[bytes] = []

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start("200 OK", [])
        return (made.append(b"x") or b"x" for _ in range(3))  # type: ignore[func-returns-value]

    told = answered(Client(), whole(answer), method="HEAD")
    assert (told.status, told.content, made) == (200, b"", [])


def test_two_headers_of_cookies_are_one() -> None:
    told = environ((b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"accept", b"x"), (b"accept", b"y"))
    assert (told["HTTP_COOKIE"], told["HTTP_ACCEPT"]) == ("a=1; b=2", "x,y")


def test_where_too_many_wait_the_next_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("upheld.project.whole._MOST_WAIT", 0)
    assert answered(Client(), whole()).status == 503
