"""A mail server that says a byte now and then: the letter waits or asks for a look, nobody else."""

import socket
from functools import partial

import pytest
from django.core.mail import EmailMessage, get_connection
from tests.dripping import drip, talking

from upheld.jobs.sending import Attempt, Outcome, attempt
from upheld.project import mail_out, smtp

SAYS = {b"ehlo": b"250 mx", b"data": b"354 go on", b"quit": b"221 bye", b".": b"250 kept"}
# A line that never ends, and lines of which none is the last.
SLOWLY = {"a line": b"250 o" + b"o" * 999, "lines": b"250-wait\r\n"}


def answer(client: socket.socket, slow_at: bytes, slowly: bytes) -> None:
    """Whatever is said, and one thing of it slowly."""
    if slow_at == b"the connection":
        drip(client, slowly)
    client.sendall(b"220 mx\r\n")
    letter = False
    for line in client.makefile("rb"):
        verb = line.split()[0].lower() if line.strip() else b""
        if letter and verb != b".":
            continue
        letter = verb == b"data"
        if slow_at == verb:
            drip(client, slowly)
        client.sendall(SAYS.get(verb, b"250 ok") + b"\r\n")


def tried(slow_at: bytes, slowly: bytes) -> Attempt:
    with talking(partial(answer, slow_at=slow_at, slowly=slowly)) as port:
        backend = mail_out.backend("django.core.mail.backends.smtp.EmailBackend")
        server = get_connection(backend, host="127.0.0.1", port=port, timeout=0.5)
        return attempt(EmailMessage("Late", "Nine days.", to=["sally@example.org"]), server)


@pytest.mark.parametrize("slowly", SLOWLY.values(), ids=SLOWLY)
@pytest.mark.parametrize(
    ("slow_at", "outcome"),
    [
        (b"the connection", Outcome.LATER), (b"ehlo", Outcome.LATER), (b"mail", Outcome.LATER),
        (b"rcpt", Outcome.LATER), (b".", Outcome.UNKNOWN), (b"quit", Outcome.LEFT),
    ],
)  # fmt: skip
def test_a_server_that_says_a_byte_now_and_then_is_given_up(
    slow_at: bytes, outcome: Outcome, slowly: bytes
) -> None:
    assert tried(slow_at, slowly).outcome is outcome


def test_a_server_that_never_ends_its_answer_takes_no_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(smtp, "_MOST", 10_000)

    def flood(client: socket.socket) -> None:
        while True:
            client.sendall(SLOWLY["lines"] * 1_000)

    with talking(flood) as port:
        server = get_connection("upheld.project.smtp.EmailBackend", host="127.0.0.1", port=port)
        told = attempt(EmailMessage("Late", "Nine days.", to=["sally@example.org"]), server)
    assert (told.outcome, "more than 10,000 bytes" in told.words) == (Outcome.LATER, True)


def test_what_leaves_otherwise_leaves_as_it_is_named() -> None:
    assert mail_out.backend("anymail.backends.mailgun.EmailBackend").startswith("anymail")
