"""Whatever a receiver answers is kept by both databases, and no answer holds up the others."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from django.conf import settings
from tests.jobs.receivers import Receiver, listening
from tests.jobs.test_webhooks import later
from tests.stories import NOW, a_received_case

from upheld.core.event_kinds import EventKind
from upheld.jobs import webhooks as job
from upheld.steps.keep_webhooks import add_webhook
from upheld.store.models import Delivery, Person, Webhook


@contextmanager
def answering(raw: bytes, times: int = 1) -> Iterator[str]:
    """The address of a server that says these bytes, whatever it is told, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20.0)
        thread = threading.Thread(target=_answer, args=(server, raw, times))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        finally:
            thread.join()


def _answer(server: socket.socket, raw: bytes, times: int) -> None:
    for _ in range(times):
        with suppress(OSError):
            came, _ = server.accept()
            with came:
                came.recv(10_000)
                came.sendall(raw)
                came.shutdown(socket.SHUT_WR)
                while came.recv(10_000):  # what is not read when it hangs up would reset it
                    pass


@pytest.fixture
def well(lead: Person, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Another receiver, whose turn comes after."""
    monkeypatch.setattr(settings, "WEBHOOKS_LOCAL", True)
    with listening() as receiver:
        yield receiver


def told(url: str, well: Receiver, lead: Person) -> Delivery:
    """What is kept of the telling there, once both have had their turn."""
    hook = add_webhook(url, {EventKind.RECEIVED}, lead, NOW)
    add_webhook(well.url, {EventKind.RECEIVED}, lead, NOW)
    a_received_case(lead)
    job.sweep(NOW)
    assert len(well.came) == 1
    return Delivery.objects.get(webhook=hook)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (b"", "Remote end closed connection without response"),
        (b"HTTP/1.1 2", "HTTP/1.1 2"),
        (b"HTTP/1.1 two hundred\r\n\r\n", "HTTP/1.1 two hundred"),
        (b"HTTP/1.1 200", "it hung up before its answer was whole"),
        (b"HTTP/1.1 200 OK\r\n", "it hung up before its answer was whole"),
        (b"HTTP/1.1 200 OK\r\nServer: a prox", "it hung up before its answer was whole"),
        (b"HTTP/1.1 200 OK\r\nServer: a proxy\r\n", "it hung up before its answer was whole"),
        (b"\x00\x1b[31m garbage \xff\r\n\r\n", "[31m garbage ÿ"),
        (b"half \xed\xa0\x80 of a pair\r\n\r\n", "half í of a pair"),
        (b"\x00\x00\r\n\r\n", "no reason was given"),
        (b"HTTP/1.1 500 \x00\r\n\r\n", "500"),
        (b"HTTP/1.1 999 Odd\r\n\r\n", "999"),
        (b"x" * 70_000 + b"\r\n\r\n", "got more than 65536 bytes when reading status line"),
        (b"x" * 5_000 + b"\r\n\r\n", "x" * 300),
    ],
    ids=[
        "nothing",
        "cut-off",
        "words",
        "status",
        "status-line",
        "half-a-header",
        "headers-without-end",
        "control",
        "surrogate",
        "nul",
        "500",
        "999",
        "line",
        "long",
    ],
)
def test_what_is_no_success_is_kept_as_text_and_tried_again(
    raw: bytes, kept: str, well: Receiver, lead: Person
) -> None:
    with answering(raw) as url:
        row = told(url, well, lead)
    assert (row.state, row.answer, row.attempts) == ("waiting", kept, 1)


def test_a_resolver_that_says_no_text_is_told_without_it(
    well: Receiver, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's own words are half a surrogate pair where they are in another charset."""
    asked = socket.getaddrinfo

    def nobody(host: str, *told: object, **more: object) -> object:
        if host == "hook.example.org":
            raise socket.gaierror(-2, "Name\x00 unbekannt \udcfc")
        return asked(host, *told, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    row = told("https://hook.example.org/", well, lead)
    assert row.answer == "its name is not known: [Errno -2] Name unbekannt"


def test_a_webhook_that_ends_for_it_says_its_last_answer(well: Receiver, lead: Person) -> None:
    with answering(b"\x00 garbage\r\n\r\n", times=2) as url:
        row = told(url, well, lead)
        job.sweep(later(days=5))
    ended = Webhook.objects.get(pk=row.webhook_id)
    assert ended.ended_why == "nothing arrived for 5 days; the last answer was: garbage"
