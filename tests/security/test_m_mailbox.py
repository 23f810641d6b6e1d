"""A mail server that lies: it takes no more memory of ours than a message may."""

import imaplib
import socket
from contextlib import suppress
from threading import Thread

import pytest
from pytest_django import Settings

from upheld.mail.connecting import Box


def test_what_a_server_announces_beyond_any_message_is_not_read(settings: Settings) -> None:
    """A literal (RFC 3501, section 4.3) is read whole, into the memory."""
    settings.INSIDE = {"127.0.0.1"}
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=_lie, args=[server], daemon=True).start()
        with pytest.raises(imaplib.IMAP4.abort, match="4,000,000,000 bytes at once"):
            Box("imap", "127.0.0.1", server.getsockname()[1])


def _lie(server: socket.socket) -> None:
    client, _ = server.accept()
    with client, suppress(OSError):
        client.sendall(b"* OK ready\r\n")
        client.recv(1_000)
        client.sendall(b"* CAPABILITY {4000000000}\r\nIMAP4rev1")
        client.recv(1_000)
