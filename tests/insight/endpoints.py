"""A real HTTP server on this machine that answers as it was told to, well or wickedly."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.waiting import PATIENCE

from upheld.insight.model import Endpoint

Answer = Callable[[BaseHTTPRequestHandler], None]


class Asked:
    """What the server was sent: the bodies of its questions, in their order, and the paths."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []


@contextmanager
def endpoint(
    answer: Answer, seconds: float = PATIENCE, key: str = ""
) -> Iterator[tuple[Endpoint, Asked]]:
    asked = Asked()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            asked.bodies.append(json.loads(self.rfile.read(length)))
            asked.headers.append(dict(self.headers))
            self._answered()

        def do_GET(self) -> None:
            self._answered()

        def _answered(self) -> None:
            asked.paths.append(self.path)
            with suppress(OSError):
                answer(self)

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        yield Endpoint(url, "tiny", key, seconds, 200), asked
    finally:
        server.shutdown()
        server.server_close()


def says(body: str | bytes, status: int = 200, **headers: str) -> Answer:
    """Answers with exactly this body."""
    raw = body.encode() if isinstance(body, str) else body

    def answer(to: BaseHTTPRequestHandler) -> None:
        to.send_response(status)
        for name, told in headers.items():
            to.send_header(name, told)
        to.send_header("Content-Length", str(len(raw)))
        to.end_headers()
        to.wfile.write(raw)

    return answer


def completes(content: object) -> Answer:
    """Answers as a chat completion whose text is this, as JSON unless it is a text already."""
    text = content if isinstance(content, str) else json.dumps(content)
    return says(json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}))


def alleges(*pairs: tuple[str, str]) -> Answer:
    return completes({"allegations": [{"kind": kind, "quote": quote} for kind, quote in pairs]})
