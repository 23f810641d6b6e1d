"""A desk that strangers hold on to answers everybody else."""

import hashlib
import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from tests.project.test_watching import serving
from tests.waiting import PATIENCE

MANY = 50
_LARGE = 20 * 1024 * 1024
_END = "\r\n--bound--\r\n"

pytestmark = pytest.mark.slow


def begun(port: int, started: bytes) -> socket.socket:
    """Somebody who began to ask, and does not go on."""
    opened = socket.create_connection(("127.0.0.1", port))
    opened.sendall(started)
    return opened


def form(token: str, size: int) -> bytes:
    told = (
        "POST /complain/ HTTP/1.1", "Host: 127.0.0.1", f"Cookie: csrftoken={token}",
        "Content-Type: multipart/form-data; boundary=bound", f"Content-Length: {size}", "", "",
    )  # fmt: skip
    return "\r\n".join(told).encode()


@contextmanager
def held(port: int, started: bytes) -> Iterator[list[socket.socket]]:
    with ExitStack() as all_of_them:
        yield [all_of_them.enter_context(begun(port, started)) for _ in range(MANY)]


def page(port: int) -> tuple[int, str]:
    asked = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    asked.request("GET", "/complain/")
    told = asked.getresponse()
    return told.status, told.read().decode()


def token_of(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found
    return found[1]


@pytest.mark.usefixtures("stored")
def test_a_page_comes_and_a_large_file_is_kept_while_many_hold_on(tmp_path: Path) -> None:
    with serving(tmp_path, "--only", "web") as (server, port):
        assert server.stdout
        assert any(line.startswith("The desk is at") for line in server.stdout)
        _, first = page(port)  # at once: the address is told when somebody listens
        token = token_of(first)
        with held(port, form(token, 1000) + b"--bound"), held(port, b"GET / HTTP/1.1\r\nX-A: "):
            assert page(port)[0] == 200
            assert sent(port, token, b"x" * _LARGE) == 422
            assert page(port)[0] == 200
    kept = [each for each in (tmp_path / "files").rglob("*") if each.is_file()]
    wanted = hashlib.sha256(b"x" * _LARGE).hexdigest()
    assert wanted in {hashlib.sha256(each.read_bytes()).hexdigest() for each in kept}


def sent(port: int, token: str, file: bytes) -> int:
    """A form with a file and not all that it needs: the file is kept, and the form comes back."""
    fields = f'csrfmiddlewaretoken"\r\n\r\n{token}', 'attached"; filename="a.bin"\r\n\r\n'
    start = '--bound\r\nContent-Disposition: form-data; name="'
    parts = "\r\n".join(f"{start}{each}" for each in fields)
    body = parts.encode() + file + _END.encode()
    asked = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    headers = {"Cookie": f"csrftoken={token}",
               "Content-Type": "multipart/form-data; boundary=bound"}  # fmt: skip
    asked.request("POST", "/complain/", body, headers)
    return asked.getresponse().status
