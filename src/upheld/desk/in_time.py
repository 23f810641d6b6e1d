"""The firm's directory is asked for little time, and by few at once.

Anybody can begin a sign-in, and it is asked in one of the few threads that answer everybody. What
requests limits is each silence alone: a directory that says a byte now and then would hold them.
"""

import http.client
from typing import Any, BinaryIO

from requests import ConnectionError as Away
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection

from upheld.store.slowest import Answers, Pace

from .answers import NotBelieved
from .in_turn import Turns

_MOST = 100_000  # bytes of one answer
_TURNS = Turns()
_REDIRECTS = 3


class InTime(HTTPAdapter):
    """For one question of somebody in a network: all of it, with where it is led on to and with the
    wait for a turn, has so many seconds by Pace. Raises what requests does where nobody answers in
    them, or where others ask already."""

    def __init__(self, seconds: float, network: str) -> None:
        self._pace, self._network = Pace(seconds), network
        super().__init__()

    def init_poolmanager(self, *told: Any, **how: Any) -> None:
        super().init_poolmanager(*told, **how)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, *told: Any, **how: Any) -> Any:
        manager = super().proxy_manager_for(*told, **how)
        manager.pool_classes_by_scheme = _POOLS
        return manager

    def send(self, request: PreparedRequest, *told: Any, **how: Any) -> Response:
        """Its answer, whole: who asks next finds the place free."""
        with _TURNS.one(self._network, self._pace.left(0)):
            return self._whole(request, *told, **how)

    def _whole(self, request: PreparedRequest, *told: Any, **how: Any) -> Response:
        left = self._pace.left(0)
        if left <= 0:
            raise Away("it leads on and on")
        answer = super().send(request, *told, **{**how, "timeout": Timeout(total=left)})
        if "Content-Encoding" in answer.headers:  # what is small as it comes may be large unpacked
            raise NotBelieved("%s packs what it says, which nobody asked for", answer.url)
        _ = answer.content
        return answer


def in_time(session: Any, seconds: float, network: str, secure: bool) -> Any:
    """The session, which asks so for somebody in this network; where it is `secure`, by https
    alone."""
    session.adapters.clear()
    for scheme in ("https://",) if secure else ("https://", "http://"):
        session.mount(scheme, InTime(seconds, network))
    session.headers["Accept-Encoding"] = "identity"
    session.max_redirects = _REDIRECTS
    return session


class _Said(Answers):
    """Is read from the socket that a file of http.client's holds, until it is closed too."""

    def __init__(self, sock: Any, held: BinaryIO) -> None:
        self._held = held
        super().__init__(sock, sock.gettimeout(), _MOST)

    def close(self) -> None:
        super().close()
        self._held.close()


class _Answer(http.client.HTTPResponse):
    def __init__(self, sock: Any, *told: Any, **how: Any) -> None:
        super().__init__(sock, *told, **how)
        self.fp = _Said(sock, self.fp)


class _Connection(HTTPConnection):
    response_class = _Answer


class _SecureConnection(HTTPSConnection):
    response_class = _Answer


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


_POOLS = {"http": _Pool, "https": _SecurePool}
