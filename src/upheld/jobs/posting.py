"""One POST to an address that somebody else chose: only where it may lead, and no further.

The connection goes to the address that was checked (store/hosts.py). No redirect is followed, no
proxy is asked, and little of the answer is read.
"""

import http.client
import io
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from upheld.core.outgoing import checked_url
from upheld.store.hosts import HostUnknown, addresses_of, connected

_PATIENCE = 5.0  # seconds for connecting
_LONGEST = 10.0  # seconds for all of it
_LONGEST_TOLD = 300  # signs of why nobody answered


class NotPosted(Exception):
    """Nobody answered; the message says why."""


class _Lines(io.BufferedReader):
    """What an answer is read from, a line at a time."""

    last = b""

    def readline(self, size: int | None = -1, /) -> bytes:
        self.last = super().readline(size)
        return self.last


class _Answer(http.client.HTTPResponse):
    """One whose headers ended: http.client takes one that was cut off in them for whole."""

    def begin(self) -> None:
        self.fp = lines = _Lines(self.fp.detach())
        super().begin()
        if not lines.last:
            raise http.client.HTTPException("it hung up before its answer was whole")


class _To(http.client.HTTPConnection):
    """A connection to the addresses that were checked, whatever the name says by now."""

    response_class = _Answer

    def __init__(self, to: list[str], host: str, port: int, context: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=_PATIENCE)
        self._to, self._context, self.over = to, context, False

    def connect(self) -> None:
        self.sock = connected(self._to, self.port, self.timeout)
        if self._context:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)
        self.sock.settimeout(_LONGEST)  # an answer may take as long as there is for all of it
        if self.over:  # the alarm rang while there was nothing yet that it could end
            raise TimeoutError("it took too long to let us in")

    def give_up(self) -> None:
        """Ends a wait from outside: an answer that comes a sign at a time would last for ever."""
        self.over = True
        with suppress(OSError):
            if self.sock:
                self.sock.shutdown(socket.SHUT_RDWR)


def post(url: str, payload: bytes, headers: Mapping[str, str], local: bool) -> int:
    """The status of the answer. `local` allows this machine and plain http.

    Raises AddressRefused where nothing may be sent, NotPosted where nobody answered.
    """
    parts = urlsplit(checked_url(url, local))
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    context = ssl.create_default_context() if secure else None
    connection = _To(_addresses(host, port, local), host, port, context)
    told = {"Content-Type": "application/json", "User-Agent": "upheld-webhooks", **headers}
    alarm = threading.Timer(_LONGEST, connection.give_up)
    alarm.start()
    try:
        connection.request("POST", path, body=payload, headers=told)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise NotPosted(_told(error)) from None
    finally:
        alarm.cancel()
        connection.close()
    if connection.over:  # what was cut off reads as an answer that ended there
        raise NotPosted(f"it did not answer whole within {_LONGEST:.0f} seconds")
    return status


def _addresses(host: str, port: int, local: bool) -> list[str]:
    try:
        return addresses_of(host, port, local)
    except HostUnknown as error:
        raise NotPosted(_told(error)) from None


def _told(error: Exception) -> str:
    """In a line; a receiver may have answered with signs that no database keeps."""
    told = " ".join("".join(c if c.isprintable() else " " for c in str(error)).split())
    return told[:_LONGEST_TOLD] or "no reason was given"
