"""Real servers on this machine that webhooks tell, and a clock that moves while one answers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


class Clock:
    """Stands for `time` where a sweep asks how long it took."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds


class Receiver(HTTPServer):
    """Keeps what it is told and answers as it is bidden, after so many seconds of its clock."""

    def __init__(self, clock: Clock, takes: float) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.to = ""
        self.clock, self.takes = clock, takes

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook?for=us"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        told = {name.lower(): value for name, value in self.headers.items()}
        self.server.came.append((told | {"path": self.path}, body))
        self.server.clock.seconds += self.server.takes
        self.send_response(self.server.answers.pop(0) if self.server.answers else 204)
        if self.server.to:
            self.send_header("Location", self.server.to)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        return


@contextmanager
def listening(clock: Clock | None = None, takes: float = 0.0) -> Iterator[Receiver]:
    server = Receiver(clock or Clock(), takes)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
