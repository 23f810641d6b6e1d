"""Whoever sits between us and a mail server: without TLS nothing of ours is said, once it is asked.

A server is played by a thread that says what is written here and keeps all that we say.
"""

import imaplib
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Thread

import pytest
from django.core.mail import EmailMessage, get_connection
from pytest_django import Settings
from tests.waiting import PATIENCE

from upheld.jobs.sending import Outcome, attempt
from upheld.mail.account import Account, connected

SECRET = "correct_horse"
_SILENT = 2.0  # seconds: whoever has said nothing for so long says no more


@contextmanager
def playing(*says: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Says the first line when we come, and each next one once we have said something."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        player = Thread(target=_play, args=[server, says, heard], daemon=True)
        player.start()
        yield server.getsockname()[1], heard
        player.join(PATIENCE)


def _play(server: socket.socket, says: Sequence[bytes], heard: list[bytes]) -> None:
    client, _ = server.accept()
    client.settimeout(_SILENT)
    with client, suppress(OSError):
        for line in says:
            tag = heard[-1].split()[0] if heard and heard[-1].split() else b"*"
            client.sendall(line.replace(b"TAG", tag))
            heard.append(client.recv(100_000))
        while said := client.recv(100_000):
            heard.append(said)


CAN = b"* CAPABILITY IMAP4rev1 STARTTLS\r\nTAG OK\r\n"
IMAP = {
    "taken away": (b"* OK\r\n", b"* CAPABILITY IMAP4rev1\r\nTAG OK\r\n"),
    "refused": (b"* OK\r\n", CAN, b"TAG NO\r\n"),
    "not understood": (b"* OK\r\n", CAN, b"TAG BAD\r\n"),
    "signed in already": (b"* PREAUTH\r\n", CAN),
    "said yes, and went on in plain text": (b"* OK\r\n", CAN, b"TAG OK\r\nTAG OK hello\r\n", b"OK"),
}


@pytest.mark.parametrize("says", IMAP.values(), ids=IMAP)
def test_a_mailbox_that_speaks_no_tls_learns_no_password(
    says: tuple[bytes, ...], settings: Settings
) -> None:
    settings.INSIDE = {"127.0.0.1"}
    with playing(*says) as (port, heard):
        to = Account("x", "imap+starttls", "127.0.0.1", port, "ada", SECRET, "INBOX", "", None)
        with pytest.raises((imaplib.IMAP4.error, OSError)), connected(to):
            pytest.fail("it was opened")
    assert SECRET.encode() not in b"".join(heard)
    assert not any(b"LOGIN" in said for said in heard)


EHLO = b"250-mx\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n"
SMTP = {
    "taken away": (b"220 mx\r\n", b"250-mx\r\n250 AUTH PLAIN LOGIN\r\n"),
    "refused": (b"220 mx\r\n", EHLO, b"454 not now\r\n"),
    "said yes, and went on in plain text": (
        b"220 mx\r\n", EHLO, b"220 go\r\n250-mx\r\n250 AUTH PLAIN LOGIN\r\n", b"235 yes\r\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("says", SMTP.values(), ids=SMTP)
def test_no_letter_and_no_password_go_to_a_server_that_speaks_no_tls(
    says: tuple[bytes, ...],
) -> None:
    with playing(*says) as (port, heard):
        server = get_connection(
            "upheld.project.smtp.EmailBackend", host="127.0.0.1", port=port,
            username="ada", password=SECRET, use_tls=True, timeout=PATIENCE,
        )  # fmt: skip
        tried = attempt(EmailMessage("Late", "Nine days.", to=["sally@example.org"]), server)
    assert tried.outcome is Outcome.LATER
    told = b"".join(heard)
    assert not [word for word in (b"AUTH", b"MAIL FROM", b"Nine days") if word in told]


ADDRESSES = (
    "sally@example.org\r\nRCPT TO:<eve@evil.example>",
    "sally@example.org>\r\nDATA",
    "sally@example.org\nBcc: eve@evil.example",
    "sally@example.org, eve@evil.example",
    "sally@example.org> NOTIFY=NEVER",
)


@pytest.mark.parametrize("to", ADDRESSES)
def test_an_address_says_nothing_more_to_a_mail_server(to: str) -> None:
    """Were one kept that is none: no second reader, and no word of its own."""
    with playing(b"220 mx\r\n", b"250 mx\r\n", *(b"250 ok\r\n",) * 3) as (port, heard):
        server = get_connection(
            "upheld.project.smtp.EmailBackend",
            host="127.0.0.1",
            port=port,
            timeout=_SILENT,
        )
        attempt(EmailMessage("Late", "Nine days.", to=[to]), server)
    readers = [line for line in b"".join(heard).split(b"\r\n") if b"evil" in line.lower()]
    assert not [line for line in readers if line.upper().startswith(b"RCPT TO:<EVE")]
    assert not [line for line in readers if line.startswith((b"Bcc", b"DATA"))]
