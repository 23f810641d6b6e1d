"""No thread is held by whoever sends a form, or takes a file, a byte at a time."""

import asyncio
import io
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from upheld.project.as_wsgi import Message
from upheld.project.balance import Balance
from upheld.project.room import PIECE, NoRoom, Room, Spool
from upheld.project.whole import Answer, Refused, Rooms, Ways, Whole, _slowest
from upheld.store.slowest import Pace

SIZE = b"content-length"
OTHER = {"client": ("192.0.2.8", "5")}  # who asks from another address


def echo(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """What came, as it was asked."""
    start("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read()]


def whole(
    answer: Callable[..., Iterable[bytes]] = echo,
    most: int = 10 * PIECE,
    room: Room | None = None,
    seconds: float = 60,
    answers: Room | None = None,
    balance: Balance | None = None,
) -> Whole:
    """One thread answers."""
    rooms = Rooms(room or Room(20 * PIECE), answers or Room(400 * PIECE))
    ways = Ways(answer, plain, lambda environ: str(environ["REMOTE_ADDR"]))
    return Whole(ways, 1, most, rooms, (balance or Balance(1)).join(), seconds)


def plain(environ: WSGIEnvironment, refused: Refused) -> Answer:
    """What is refused, without a page."""
    return Answer(refused.status, [], io.BytesIO(str(refused).encode()))


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

    async def ask(self, server: Whole, /, **scope: Any) -> None:
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


def answered(client: Client, server: Whole, /, **scope: Any) -> Client:
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

    assert (
        asyncio.run(all_at_once(whole(large, answers=Room(5000 * PIECE)))).content
        == b"x" * 40 * PIECE
    )
    assert len(closed) == 51


def test_who_sends_no_piece_in_its_time_is_told_so_and_let_go() -> None:
    client = answered(Client(b"a", size=2), whole(seconds=0.01))
    assert client.status == 408
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


def test_who_sends_piece_after_piece_but_never_ends_is_let_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each piece comes in its time, and all of them too slowly."""
    monkeypatch.setattr("upheld.project.whole.SLOWEST", 10**12)
    client = Client(*(b"x" * PIECE for _ in range(1000)))
    at_once = client.receive

    async def a_piece() -> Message:
        await asyncio.sleep(0.01)
        return await at_once()

    client.receive = a_piece  # type: ignore[method-assign]
    server = whole(most=1000 * PIECE, room=Room(4000 * PIECE), seconds=0.1)
    assert answered(client, server).status == 408
    assert client.pieces


def test_all_of_a_body_has_its_time_which_grows_with_what_came() -> None:
    pace = Pace(seconds=30, began=1000)
    assert pace.left(0, at=1000) == 30
    assert pace.left(0, at=1020) == 10
    assert pace.left(80 * 1024, at=1020) == 20  # 10 seconds at 8 KB a second
    assert pace.left(2**30, at=1020) == 30  # no piece has longer
    assert pace.left(80 * 1024, at=1041) == -1


def test_where_the_room_is_short_who_is_slow_gives_way() -> None:
    pace = Pace(seconds=30, began=1000)
    room = Room(10 * PIECE)
    alone, other = Spool(room, "a"), Spool(room, "b")
    alone.add(b"x" * 4 * PIECE)
    assert pace.left(10 * 2**20, _slowest(alone), at=1120) == 30
    other.add(b"x" * 2 * PIECE)
    assert pace.left(10 * 2**20, _slowest(alone), at=1120) == -10  # 80 seconds at 128 KB a second


def test_a_room_is_short_for_who_takes_of_it_once_more_than_half_is_taken() -> None:
    room = Room(10 * PIECE)
    small, large, other = Spool(room, "a"), Spool(room, "b"), Spool(room, "c")
    small.add(b"x")
    large.add(b"x" * 5 * PIECE)
    assert (small.short, large.short) == (False, False)
    other.add(b"x" * 2 * PIECE)
    assert (small.short, large.short, other.short) == (False, True, True)


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


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([(b"cookie", b"a" * 8_192)], 200),
        ([(b"cookie", b"a" * 8_193)], 431),
        ([(b"cookie", b"a" * 5_000), (b"cookie", b"b" * 5_000)], 431),
        ([(b"content-type", b'a/b; c="' + b";" * 2_000 + b'"')], 431),
    ],
)
def test_a_header_that_would_take_long_to_read_is_refused_unread(
    headers: list[tuple[bytes, bytes]], status: int
) -> None:
    """A cookie of 100 KB took a minute of the processor, of whoever asked for the form."""
    client = Client()
    client.headers = headers
    assert answered(client, whole()).status == status


def test_what_is_larger_than_a_piece_takes_of_the_room_until_it_is_answered() -> None:
    room, left = Room(10 * PIECE), list[int]()

    def tell(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        left.append(room.left)
        return echo(environ, start)

    server = whole(tell, room=room)
    for size in (PIECE, PIECE + 1, 5 * PIECE):
        answered(Client(b"x" * size), server)
    assert left == [10 * PIECE, 9 * PIECE - 1, 5 * PIECE]
    assert room.left == 10 * PIECE


def test_nobody_has_more_than_half_of_the_room() -> None:
    """Two who send as slowly as they may take all of it together, and none of them alone."""
    room = Room(10 * PIECE)
    first = Spool(room, "192.0.2.7")
    first.add(b"x" * 5 * PIECE)
    with pytest.raises(NoRoom):
        Spool(room, "192.0.2.7").add(b"x" * 2 * PIECE)
    assert answered(Client(b"x" * 2 * PIECE), whole(room=room)).status == 503
    other = answered(Client(b"x" * 2 * PIECE), whole(room=room), **OTHER)
    assert other.status == 200
    first.close()
    assert answered(Client(b"x" * 2 * PIECE), whole(room=room)).status == 200


def test_no_site_of_ipv6_has_more_than_three_quarters_of_the_room_whoever_of_it_comes() -> None:
    room = Room(20 * PIECE)
    first, second = (Spool(room, f"2001:db8:0:{home}::/64") for home in (1, 2))
    first.add(b"x" * 10 * PIECE)
    second.add(b"x" * 5 * PIECE)
    for home in range(2, 9):
        with pytest.raises(NoRoom):
            Spool(room, f"2001:db8:0:{home}::/64").add(b"x" * 2 * PIECE)
    assert answered(Client(b"x" * 5 * PIECE), whole(room=room)).status == 200
    Spool(room, "2001:db8:1:1::/64").add(b"x" * 5 * PIECE)
    first.close()
    second.close()
    Spool(room, "2001:db8:0:3::/64").add(b"x" * 10 * PIECE)


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


class Large:
    """An answer of ten pages that are kept in memory, and whether it was closed."""

    closed = 0

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start("200 OK", [])
        return self

    def __iter__(self) -> Iterator[bytes]:
        return iter((b"x" * PIECE,) * 40)

    def close(self) -> None:
        self.closed += 1


def test_an_answer_takes_of_the_room_until_it_was_taken() -> None:
    room = Room(100 * PIECE)
    client, left = Client(), list[int]()
    sent = client.send

    async def look(message: Message) -> None:
        left.append(room.left)
        await sent(message)

    client.send = look  # type: ignore[method-assign]
    assert answered(client, whole(Large(), answers=room)).content == b"x" * 40 * PIECE
    assert set(left) == {60 * PIECE}
    assert room.left == 100 * PIECE


def test_who_takes_nothing_fills_no_disk_and_others_have_their_answers() -> None:
    large, room = Large(), Room(100 * PIECE)

    async def all_at_once(server: Whole) -> list[Client]:
        held = Client()
        held.takes = False
        asking = asyncio.create_task(held.ask(server))
        while not held.told:
            await asyncio.sleep(0)
        again, other, small = Client(), Client(), Client(b"page")
        await again.ask(server)
        await other.ask(server, **OTHER)
        await small.ask(whole(answers=room))
        asking.cancel()
        return [again, other, small]

    again, other, small = asyncio.run(all_at_once(whole(large, answers=room)))
    assert (again.status, other.status, small.status) == (503, 200, 200)
    assert large.closed == 3  # what did not fit too: nothing that it read from stays open
    assert room.left == 100 * PIECE


def test_what_nobody_waits_for_any_more_takes_no_room() -> None:
    room, begun, go_on = Room(100 * PIECE), threading.Event(), threading.Event()
    large = Large()

    def when_told(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        begun.set()
        go_on.wait()
        return large(environ, start)

    async def left_alone(server: Whole) -> None:
        asking = asyncio.create_task(Client().ask(server))
        while not begun.is_set():
            await asyncio.sleep(0)
        asking.cancel()
        await asyncio.wait([asking])  # let go, and its thread goes on
        go_on.set()
        await other.ask(server)

    other = Client()
    asyncio.run(left_alone(whole(when_told, answers=room)))
    assert other.status == 200
    assert (room.left, large.closed) == (100 * PIECE, 2)


def test_what_is_let_go_while_a_thread_fills_it_gives_all_of_its_room_back() -> None:
    room = Room(100 * PIECE)
    spool = Spool(room, "192.0.2.7")
    letting_go = threading.Thread(target=spool.close)

    def write(piece: bytes) -> int:
        letting_go.start()
        letting_go.join(0.05)  # it waits, since a piece is being added
        return len(piece)

    spool.file.write = write  # type: ignore[assignment,method-assign]
    spool.add(b"x" * 2 * PIECE)
    letting_go.join()
    assert room.left == 100 * PIECE
    with pytest.raises(ValueError, match="nobody waits"):
        spool.add(b"x")


def test_a_file_is_read_from_where_it_lies_after_its_view_has_closed_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"ab" * PIECE)
    opened = (tmp_path / "file").open("rb")
    opened.read(1)

    def download(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start("200 OK", [("Content-Length", str(2 * PIECE - 1))])
        found: Iterable[bytes] = environ["wsgi.file_wrapper"](opened)
        return found

    client = answered(Client(), whole(download, answers=Room(0)))
    assert client.content == (b"ab" * PIECE)[1:]
    assert opened.closed


def test_a_file_that_is_in_memory_is_made_whole_as_any_answer() -> None:
    def download(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start("200 OK", [])
        found: Iterable[bytes] = environ["wsgi.file_wrapper"](io.BytesIO(b"x" * 3 * PIECE))
        return found

    client = answered(Client(), whole(download))
    assert client.content == b"x" * 3 * PIECE


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


def test_a_cookie_with_a_backslash_is_none() -> None:
    told = environ((b"cookie", b'a=1; b="\\1\\1"; c=3'))
    assert told["HTTP_COOKIE"] == "a=1; c=3"


def test_where_too_many_wait_the_next_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("upheld.project.whole._MOST_WAIT", 0)
    assert answered(Client(), whole()).status == 503
