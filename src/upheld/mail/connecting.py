"""The connection to a mailbox: to the address that was checked, whatever its name says by then.

A server that refers to another one (RFC 2221) is not followed: imaplib knows no such answer.
"""

import socket
import ssl
from imaplib import IMAP4, IMAP4_SSL
from typing import Any

from imap_tools.mailbox import BaseMailBox

from upheld.core.post import LARGEST
from upheld.store.hosts import addresses_named, connected
from upheld.store.slowest import Answers

_PATIENCE = 60  # seconds that the server may be silent, or slower than the slowest that is taken
_MOST = LARGEST + 2 * 1024 * 1024  # bytes of one answer: a message, and what stands around it
_MOST_LINES = 50_000  # of one answer: imaplib keeps each, and takes longer over it than the network
# What counts for longer than one answer: what was told as the folder was opened, a farewell, and
# that something came, which may be told beside any answer (imap.py).
_STAYS = ("UIDVALIDITY", "UIDNEXT", "READ-ONLY", "BYE", "EXISTS")


class _Bounded(IMAP4):
    """Whatever is asked is answered whole in time, the greeting too, or the server is given up.

    No larger message is asked for, and so nothing larger is read whatever a server announces."""

    def open(self, *where: Any, **named: Any) -> None:
        super().open(*where, **named)
        self._await()

    def _command(self, name: str, *args: Any) -> bytes:
        """What nobody has asked for is let go: imaplib keeps it for as long as the connection."""
        told = self.untagged_responses
        self.untagged_responses = {what: told[what][:1] for what in _STAYS if what in told}
        tag: bytes = super()._command(name, *args)  # type: ignore[misc]  # not in the stubs
        return tag

    def send(self, data: Any) -> None:
        self._await()
        super().send(data)

    def _await(self) -> None:
        """From here on another answer is waited for; over TLS it is another file."""
        self._lines = 0
        if isinstance(self.file, Answers):
            self.file.begin()
        else:
            self.file = Answers(self.sock, _PATIENCE, _MOST)

    def readline(self) -> bytes:
        self._lines += 1
        if self._lines > _MOST_LINES:
            raise OSError(f"it sends more than {_MOST_LINES:,} lines, which nothing asked for")
        return super().readline()

    def read(self, size: int) -> bytes:
        if size > LARGEST:
            raise self.abort(f"the server sends {size:,} bytes at once, which nothing asked for")
        return super().read(size)


class _Plain(_Bounded):
    def _create_socket(self, timeout: float | None) -> socket.socket:
        return _connected(self.host, self.port, timeout)


class _Secure(_Bounded, IMAP4_SSL):
    def _create_socket(self, timeout: float | None) -> ssl.SSLSocket:
        plain = _connected(self.host, self.port, timeout)
        secure: ssl.SSLSocket = self.ssl_context.wrap_socket(plain, server_hostname=self.host)
        return secure


def _connected(host: str, port: int, timeout: float | None) -> socket.socket:
    return connected(addresses_named(host, port), port, timeout)


class Box(BaseMailBox):
    """A mailbox by its scheme: imaps, imap+starttls, or imap without encryption.

    Raises AddressRefused, and what a server or a network can.
    """

    def __init__(self, scheme: str, host: str, port: int) -> None:
        self._at = scheme, host, port
        super().__init__()

    def _get_mailbox_client(self) -> IMAP4:
        scheme, host, port = self._at
        secure = ssl.create_default_context()
        if scheme == "imaps":
            return _Secure(host, port, ssl_context=secure, timeout=_PATIENCE)
        client = _Plain(host, port, timeout=_PATIENCE)
        if scheme == "imap+starttls":
            client.starttls(secure)
        return client
