"""Of processes that serve one port, the one that has more to do asks to be left."""

import asyncio
from collections.abc import Iterable
from contextlib import ExitStack
from threading import Event
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from tests.project.test_whole import Client, whole

from upheld.project.balance import CLOSE, Balance, Place


@pytest.fixture
def two() -> tuple[Place, Place]:
    balance = Balance(2)
    return balance.join(), balance.join()


def with_under_way(first: int, second: int, two: tuple[Place, Place]) -> bool:
    """Whether the first of two processes asks to be left, with so many requests in each."""
    with ExitStack() as under_way:
        for place, many in zip(two, (first, second), strict=True):
            for _ in range(many):
                under_way.enter_context(place)
        return two[0].much


@pytest.mark.parametrize(("first", "second"), [(0, 0), (1, 0), (2, 1), (3, 4), (0, 9)])
def test_one_request_more_than_another_process_has_is_no_reason_to_close(
    first: int, second: int, two: tuple[Place, Place]
) -> None:
    assert not with_under_way(first, second, two)


@pytest.mark.parametrize(("first", "second"), [(2, 0), (5, 3)])
def test_a_process_with_two_requests_more_than_another_closes_the_connection(
    first: int, second: int, two: tuple[Place, Place]
) -> None:
    assert with_under_way(first, second, two)
    assert not with_under_way(1, 0, two)  # what was answered counts no more


def test_where_one_process_serves_there_is_no_other_to_go_to() -> None:
    alone = Balance(1).join()
    with alone, alone, alone:
        assert not alone.much


def closes(client: Client) -> bool:
    return CLOSE in client.told[0]["headers"]


def test_a_request_that_waits_for_a_thread_counts() -> None:
    """Three come at once to a process with one thread, and the other process has nothing to do."""
    balance, go_on = Balance(2), Event()
    balance.join()

    def when_told(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        go_on.wait()
        start("200 OK", [])
        return [b"done"]

    async def three(protocol: str) -> list[bool]:
        clients = [Client() for _ in range(3)]
        asking = [asyncio.create_task(each.ask(server, http_version=protocol)) for each in clients]
        while server._place.here < 3:
            await asyncio.sleep(0)
        go_on.set()
        await asyncio.gather(*asking)
        go_on.clear()
        return [closes(each) for each in clients]

    server = whole(when_told, balance=balance)
    assert sorted(asyncio.run(three("1.1"))) == [False, True, True]
    assert asyncio.run(three("2")) == [False, False, False]  # it has no such header


def test_what_failed_counts_no_more() -> None:
    balance = Balance(2)
    balance.join()

    def broken(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        raise ZeroDivisionError

    server = whole(broken, balance=balance)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            asyncio.run(Client().ask(server))
    assert server._place.here == 0
