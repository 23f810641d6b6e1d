"""A directory that does not answer holds few threads of the desk, and none of them for long."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
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


@contextmanager
def silent() -> Iterator[socket.socket]:
    """Whoever connects is let in, and hears nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        server.settimeout(10)
        yield server


def ask(url: str) -> None:
    with suppress(RequestException), Directory().get_requests_session() as session:
        session.get(url)


def test_whoever_comes_while_two_ask_a_silent_directory_is_told_so_at_once(
    db: None, settings: Settings
) -> None:
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 3
    with silent() as server:
        port = server.getsockname()[1]
        is_at(settings, port)
        asking = [
            threading.Thread(target=ask, args=(f"http://127.0.0.1:{port}{DISCOVERY}",))
            for _ in range(2)
        ]
        for each in asking:
            each.start()
        held = [server.accept() for _ in asking]
        began = time.monotonic()
        check_away(begun(outside(), OIDC))
        assert time.monotonic() - began < 1.5
        for each in asking:
            each.join()
        for client, _ in held:
            client.close()


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
