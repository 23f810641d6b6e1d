"""A directory that does not answer holds few threads of the desk, and none of them for long."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from allauth.core.context import request_context
from django.test import RequestFactory
from pytest_django import Settings
from requests import RequestException
from tests.desk.directories import CLIENT, SECRET, OpenId
from tests.desk.reading import text
from tests.desk.test_account import is_in
from tests.desk.test_directory import OIDC, begun, came_back, openid, outside  # noqa: F401 (fixture)
from tests.dripping import drip, talking

from upheld.desk.directory import Directory
from upheld.project import sso

DISCOVERY = "/.well-known/openid-configuration"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
# Each goes on for ever; of the headers no line is the last, and the body is announced as long.
SLOWLY = {
    "its first line": (b"", b"HTTP/1.1 2" + b"0" * 999),
    "its headers": (HEAD, b"A: b\r\n"),
    "its body": (HEAD + b"Content-Length: 100000\r\n\r\n", b" "),
}


@pytest.fixture(autouse=True)
def soon(settings: Settings) -> None:
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 0.5


def is_at(settings: Settings, port: int) -> None:
    issuer = f"http://127.0.0.1:{port}"
    settings.SOCIALACCOUNT_PROVIDERS = sso.openid(issuer, CLIENT, SECRET, "Larch ID")


def check_away(page: Any) -> None:
    assert page.status_code == 503
    assert "does not answer" in text(page)


@pytest.mark.parametrize(("at_once", "slowly"), SLOWLY.values(), ids=SLOWLY)
def test_a_directory_that_says_a_byte_now_and_then_is_given_up(
    at_once: bytes, slowly: bytes, db: None, settings: Settings
) -> None:
    def talk(client: socket.socket) -> None:
        client.sendall(at_once)
        drip(client, slowly)

    with talking(talk) as port:
        is_at(settings, port)
        check_away(begun(outside(), OIDC))


@pytest.mark.parametrize(
    "head", [HEAD, HEAD + b"Content-Length: 50000000\r\n\r\n"], ids=["headers", "body"]
)
def test_a_directory_that_never_ends_its_answer_takes_no_memory(
    head: bytes, db: None, settings: Settings
) -> None:
    sent = []

    def flood(client: socket.socket) -> None:
        client.sendall(head)
        for _ in range(500):
            client.sendall(b"A: b\r\n" * 16_000)
            sent.append(16_000 * 6)

    with talking(flood) as port:
        is_at(settings, port)
        check_away(begun(outside(), OIDC))
    assert sum(sent) < 20_000_000


def test_an_answer_that_is_packed_is_not_unpacked(db: None, settings: Settings) -> None:
    """A thousandth of what it may become, and nobody asked for it."""

    def packed(client: socket.socket) -> None:
        client.sendall(HEAD + b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}")

    with talking(packed) as port:
        is_at(settings, port)
        page = begun(outside(), OIDC)
    assert page.status_code == 403
    assert "Try once more" in text(page)


def url_of(server: socket.socket, settings: Settings) -> str:
    port = server.getsockname()[1]
    is_at(settings, port)
    return f"http://127.0.0.1:{port}{DISCOVERY}"


@contextmanager
def silent() -> Iterator[socket.socket]:
    """Whoever connects is let in, and hears nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        server.settimeout(10)
        yield server


def ask(url: str, network: str) -> bool:
    """One question of somebody in this network; whether it had an answer."""
    request = RequestFactory(REMOTE_ADDR=network).get("/")
    with (
        suppress(RequestException),
        request_context(request),
        Directory().get_requests_session() as session,
    ):
        return bool(session.get(url))
    return False


@contextmanager
def asking(url: str, *networks: str) -> Iterator[None]:
    """Each asks by a thread of its own, the next one once that had the time to begin."""
    with ThreadPoolExecutor(len(networks)) as pool:
        for each in networks:
            pool.submit(ask, url, each)
            time.sleep(0.1)
        yield


def let_go(server: socket.socket) -> None:
    """Of the two who ask."""
    for _ in range(2):
        server.accept()[0].close()


class TestWhoAsksAtOnce:
    """Each holds one of the four threads that answer everybody, and anybody can begin a sign-in."""

    HERE, THERE, ELSEWHERE = "203.0.113.1", "203.0.113.2", "203.0.113.3"

    def test_one_network_keeps_no_other_from_a_directory_that_is_slow(
        self,
        openid: OpenId,  # noqa: F811
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """Two in it ask for ever, with codes that nobody was given."""
        quick = openid.answer

        def slow(path: str, body: dict[str, str]) -> tuple[int, dict[str, Any]]:
            time.sleep(0.1)
            return quick(path, body)

        monkeypatch.setattr(openid, "answer", slow)
        over = threading.Event()

        def strangers() -> None:
            until = time.monotonic() + 20
            while not over.is_set() and time.monotonic() < until:
                ask(f"{openid.issuer}{DISCOVERY}", self.HERE)

        with ThreadPoolExecutor(2) as pool:
            for _ in range(2):
                pool.submit(strangers)
            time.sleep(0.2)
            came_in = [is_in(came_back(openid)[0]) for _ in range(4)]
            over.set()
        assert came_in == [True] * 4

    def test_of_one_network_one_asks(self, settings: Settings) -> None:
        with silent() as server, asking(url_of(server, settings), self.HERE, self.HERE):
            server.settimeout(0.2)
            first, _ = server.accept()
            with first, pytest.raises(TimeoutError):
                server.accept()

    def test_of_one_site_of_ipv6_one_asks_from_however_many_homes(self, settings: Settings) -> None:
        """A customer of a provider may have all of it, 65,536 homes."""
        homes = "2001:db8:0:1::1", "2001:db8:0:2::1"
        with silent() as server, asking(url_of(server, settings), *homes):
            server.settimeout(0.2)
            first, _ = server.accept()
            with first, pytest.raises(TimeoutError):
                server.accept()

    def test_whoever_finds_both_places_taken_waits_for_one(
        self,
        settings: Settings,
        openid: OpenId,  # noqa: F811
    ) -> None:
        settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 3
        with silent() as server, asking(url_of(server, settings), self.HERE, self.THERE):
            ended = threading.Timer(0.3, let_go, [server])
            ended.start()
            assert ask(f"{openid.issuer}{DISCOVERY}", self.ELSEWHERE)
            ended.join()

    def test_and_no_longer_than_two_seconds(self, settings: Settings) -> None:
        settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 4
        with silent() as server:
            url = url_of(server, settings)
            with asking(url, self.HERE, self.THERE):
                began = time.monotonic()
                assert not ask(url, self.ELSEWHERE)
                assert 1.9 < time.monotonic() - began < 3

    def test_one_waits_and_whoever_comes_then_is_told_so_at_once(
        self, db: None, settings: Settings
    ) -> None:
        """A directory that is silent leaves one of the four threads to everybody else."""
        settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 3
        networks = self.HERE, self.THERE, self.ELSEWHERE
        with silent() as server, asking(url_of(server, settings), *networks):
            began = time.monotonic()
            check_away(begun(outside(), OIDC))
            assert time.monotonic() - began < 1

    def test_whose_network_asks_already_makes_way_for_another(
        self,
        settings: Settings,
        openid: OpenId,  # noqa: F811
    ) -> None:
        settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 3
        with silent() as server:
            url = url_of(server, settings)
            with asking(url, self.HERE, self.THERE, self.HERE):
                ended = threading.Timer(0.3, let_go, [server])
                ended.start()
                assert ask(f"{openid.issuer}{DISCOVERY}", self.ELSEWHERE)
                ended.join()


def test_a_directory_that_was_silent_is_asked_again_as_soon_as_it_answers(
    openid: OpenId,  # noqa: F811
    settings: Settings,
) -> None:
    answers = settings.SOCIALACCOUNT_PROVIDERS
    with silent() as server:
        is_at(settings, server.getsockname()[1])
        for _ in range(3):
            check_away(begun(outside(), OIDC))
    settings.SOCIALACCOUNT_PROVIDERS = answers
    assert is_in(came_back(openid)[0])


def test_its_configuration_is_asked_for_once_however_many_begin(
    openid: OpenId,  # noqa: F811
) -> None:
    for _ in range(3):
        assert begun(outside(), OIDC).status_code == 302
    assert is_in(came_back(openid)[0])
    assert openid.asked.count(DISCOVERY) == 1


def test_a_configuration_that_is_not_believed_is_not_kept(
    openid: OpenId,  # noqa: F811
) -> None:
    openid.leads["issuer"] = "https://id.example.com"
    assert begun(outside(), OIDC).status_code == 403
    openid.leads.clear()
    assert is_in(came_back(openid)[0])
