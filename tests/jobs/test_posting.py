"""One POST over real TLS: to the address that was checked, by the name in its certificate."""

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from upheld.core.outgoing import AddressRefused
from upheld.jobs import posting
from upheld.jobs.posting import NotPosted, post


class _Answers(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200, self.headers["Host"])
        self.end_headers()

    def log_message(self, *args: object) -> None:
        return


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    key, file = folder / "key.pem", folder / "certificate.pem"
    told = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    files = ["-nodes", "-days", "2", "-keyout", str(key), "-out", str(file)]
    subprocess.run([*made, *files, *told], check=True, capture_output=True)
    return key, file


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server that speaks TLS as hooks.example, whose certificate this machine trusts."""
    key, file = certificate(tmp_path, "hooks.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    server = HTTPServer(("127.0.0.1", 0), _Answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


Names = list[str]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Every name leads to this machine when it is asked first, and elsewhere from then on."""
    names: Names = []
    really = socket.getaddrinfo

    def look_up(host: str, port: int, *told: Any, **named: Any) -> Any:
        if not host.endswith(".example"):
            return really(host, port, *told, **named)
        names.append(host)
        address = "127.0.0.1" if names.count(host) == 1 else "192.0.2.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return names


def test_the_certificate_is_checked_by_the_name(port: int, asked: Names) -> None:
    assert post(f"https://hooks.example:{port}/", b"{}", {}, local=True) == 200
    with pytest.raises(NotPosted, match="certificate"):
        post(f"https://other.example:{port}/", b"{}", {}, local=True)


@pytest.mark.pain("36")
def test_a_name_is_asked_once_and_cannot_change_its_mind(port: int, asked: Names) -> None:
    """DNS rebinding: what was checked is what is connected to."""
    assert post(f"https://hooks.example:{port}/", b"{}", {}, local=True) == 200
    assert asked == ["hooks.example"]


def test_nothing_is_sent_where_one_of_its_addresses_is_inside(port: int, asked: Names) -> None:
    with pytest.raises(AddressRefused, match=r"leads to 127\.0\.0\.1"):
        post(f"https://hooks.example:{port}/", b"{}", {}, local=False)


def test_one_who_lets_us_in_too_late_is_given_up(
    port: int, asked: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads to several places, of which the first let nobody in: the alarm has rung by
    the time that there is a connection, and nothing else would end an answer a sign at a time."""

    class Rung(threading.Timer):
        def start(self) -> None:
            self.function()

    monkeypatch.setattr(threading, "Timer", Rung)
    with pytest.raises(NotPosted, match="too long to let us in"):
        post(f"https://hooks.example:{port}/", b"{}", {}, local=True)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0x7f000001", "017700000001", "0", "0.0.0.0",
        "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
        "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "localhost", "LOCALHOST",
    ],
)  # fmt: skip
def test_this_machine_is_not_sent_to_however_it_is_written(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "connected", _nowhere)
    with pytest.raises(AddressRefused, match="no public address"):
        post(f"https://{host}/", b"{}", {}, local=False)


@pytest.mark.parametrize("host", ["localhost.", "127.0.0.1.", "%31%32%37.0.0.1"])
def test_where_it_is_no_address_to_one_reader_it_is_none_to_the_other(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What looks a name up is what connects: a dot or a percent sign opens no way between."""
    monkeypatch.setattr(posting, "connected", _nowhere)
    with pytest.raises((AddressRefused, NotPosted)):
        post(f"https://{host}/", b"{}", {}, local=False)


def _nowhere(*_: object) -> None:
    pytest.fail("it was connected to")


@pytest.mark.parametrize("begins", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: "])
def test_an_answer_that_never_ends_is_given_up(
    begins: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sign now and then is no answer, whatever it begins with: the sweep has others to tell."""
    monkeypatch.setattr(posting, "_LONGEST", 0.3)
    waited_for = list[str]()
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_drip, args=(server, begins, waited_for))
        thread.start()
        with pytest.raises(NotPosted):
            post(f"http://127.0.0.1:{server.getsockname()[1]}/", b"{}", {}, local=True)
        thread.join()
    assert waited_for == []


def test_an_answer_may_take_as_long_as_there_is_for_all_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(posting, "_PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_late, args=(server,))
        thread.start()
        port = server.getsockname()[1]
        assert post(f"http://127.0.0.1:{port}/", b"{}", {}, local=True) == 204
        thread.join()


def _late(server: socket.socket) -> None:
    came, _ = server.accept()
    with came:
        came.recv(65_536)
        time.sleep(0.6)
        came.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")


def _drip(server: socket.socket, begins: bytes, waited_for: list[str]) -> None:
    """As long as somebody listens, and half a minute at most."""
    came, _ = server.accept()
    with came, suppress(OSError):
        came.sendall(begins)
        for _ in range(600):
            came.sendall(b"H")
            time.sleep(0.05)
        waited_for.append("all of it")


def test_what_a_receiver_answers_is_told_without_signs_that_no_database_keeps() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_garbage, args=(server,))
        thread.start()
        with pytest.raises(NotPosted) as refused:
            post(f"http://127.0.0.1:{server.getsockname()[1]}/", b"{}", {}, local=True)
        thread.join()
    assert str(refused.value).isprintable()
    assert "garbage" in str(refused.value)


def _garbage(server: socket.socket) -> None:
    came, _ = server.accept()
    with came, suppress(OSError):
        came.recv(10_000)
        came.sendall(b"\x00\xff garbage\r\n\r\n")
