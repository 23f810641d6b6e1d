"""A server on this machine that says a thing a byte at a time, and never has said it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

_EVERY, _TIMES = 0.05, 600  # half a minute of them, as long as somebody listens


class _NobodyGaveUp(Exception):
    """It was listened to until the end."""


@contextmanager
def talking(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of a server that talks so with the first who comes, and with nobody after."""
    heard = list[str]()

    def once() -> None:
        client, _ = server.accept()
        with client, suppress(OSError):
            try:
                talk(client)
            except _NobodyGaveUp:
                heard.append("all of it")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=once)
        thread.start()
        yield server.getsockname()[1]
        thread.join()
    assert heard == []


def drip(client: socket.socket, said: bytes) -> None:
    """This again and again, a byte at a time. Raises OSError as soon as nobody listens."""
    for at in range(_TIMES):
        client.sendall(said[at % len(said) :][:1])
        time.sleep(_EVERY)
    raise _NobodyGaveUp
