"""One POST to an address that somebody else chose: only where it may lead, and no further.

The name is looked up once, every address that it has is checked, and the connection goes to the one
that was checked: a name that changes its mind between the two (DNS rebinding) gains nothing. No
redirect is followed, no proxy is asked, and little of the answer is read.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from upheld.core.outgoing import AddressRefused, checked_url, reachable

_PATIENCE = 5.0  # seconds for each of connecting, writing and reading
_LONGEST = 10.0  # seconds for all of it


class NotPosted(Exception):
    """Nobody answered; the message says why."""


class _To(http.client.HTTPConnection):
    """A connection to the address that was checked, whatever the name says by now."""

    def __init__(self, address: str, host: str, port: int, context: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=_PATIENCE)
        self._address, self._context = address, context

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._context:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)

    def give_up(self) -> None:
        """Ends a wait from outside: an answer that comes a sign at a time would last for ever."""
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
    connection = _To(_address(host, port, local), host, port, context)
    told = {"Content-Type": "application/json", "User-Agent": "upheld-webhooks", **headers}
    alarm = threading.Timer(_LONGEST, connection.give_up)
    alarm.start()
    try:
        connection.request("POST", path, body=payload, headers=told)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise NotPosted(_told(error)) from None
    finally:
        alarm.cancel()
        connection.close()


def _address(host: str, port: int, local: bool) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # UnicodeError: it is no name that DNS could know
        raise NotPosted(f"its name is not known: {_told(error)}") from None
    addresses = [str(each[4][0]).partition("%")[0] for each in found]
    if refused := [each for each in addresses if not reachable(each, local)]:
        raise AddressRefused(f"it leads to {refused[0]}, which is no public address")
    return addresses[0]


def _told(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
