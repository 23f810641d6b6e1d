"""`upheld serve` as an operator meets it: a desk, its jobs, and nothing left behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest
from tests.ports import a_free_port
from tests.waiting import PATIENCE, soon

from upheld.project import sweeping

ROOT = Path(__file__).resolve().parents[2]
UPHELD = (sys.executable, "-c", "from upheld.cli.main import run; run()")
NOW = datetime(2026, 11, 2, tzinfo=UTC)
QUEUE_A_LETTER = """
import django; django.setup()
from django.utils import timezone
from upheld.store.models import Case, Letter
now = timezone.now()
Letter.objects.create(case=Case.objects.get(), kind="acknowledgement", subject="We have it",
    body="Dear Ada,", to="ada@example.org", by="Alice", at=now, state="queued", queued_at=now)
"""

pytestmark = pytest.mark.slow


def environment(var: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("UPHELD_")}
    settings = {"UPHELD_VAR": str(var), "DJANGO_SETTINGS_MODULE": "upheld.project.settings"}
    return {**kept, **settings, "PYTHONPATH": str(ROOT / "src")}


def answers(port: int) -> bool:
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def serving(var: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = a_free_port()
    server = subprocess.Popen(
        [*UPHELD, "serve", "--port", str(port)],
        env=environment(var),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # its group is its own: whoever is left in it was left behind
    )
    try:
        soon(lambda: answers(port))
        yield server, port
    finally:
        if alive(server):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def alive(server: subprocess.Popen[str]) -> bool:
    """Whether any process that the server started is still there."""
    server.poll()
    try:
        os.killpg(server.pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone(server: subprocess.Popen[str]) -> bool:
    return not alive(server)


def assert_it_ends(server: subprocess.Popen[str], port: int, how: signal.Signals) -> None:
    """Within seconds, and no process is left."""
    os.killpg(server.pid, how) if how is signal.SIGINT else server.send_signal(how)
    assert soon(lambda: gone(server))
    assert server.returncode in (0, -how, 130)
    assert not answers(port)
    assert server.stdout
    assert "Traceback" not in server.stdout.read()


# Each of the two servers that begin here is ended in one of the two ways: to begin takes longest.
def test_a_fresh_folder_becomes_a_desk_with_a_strict_policy_of_contents_until_sigterm(
    tmp_path: Path,
) -> None:
    with serving(tmp_path / "new") as (server, port):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE) as page:
            told, address, text = page.headers, page.url, page.read().decode()
        assert_it_ends(server, port, signal.SIGTERM)
    assert address == f"http://127.0.0.1:{port}/accounts/login/?next=/"
    assert "Sign in" in text
    allowed = dict(part.split(maxsplit=1) for part in told["Content-Security-Policy"].split("; "))
    assert allowed["default-src"] == allowed["form-action"] == allowed["base-uri"] == "'self'"
    assert allowed["object-src"] == allowed["frame-ancestors"] == "'none'"
    assert "unsafe" not in told["Content-Security-Policy"]
    assert told["X-Content-Type-Options"] == "nosniff"


@pytest.mark.usefixtures("stored")
def test_a_letter_and_a_link_leave_within_seconds_and_ctrl_c_ends_it_all(tmp_path: Path) -> None:
    """The link begins with our own name and the port that is served on, whatever was asked for."""
    told = environment(tmp_path)
    letter = [*UPHELD, "receive", "--name", "Ada Quill", "--email", "ada@example.org"]
    subprocess.run(letter, env=told, input=b"The shelf is scratched.", check=True)
    with serving(tmp_path) as (server, port):
        subprocess.run([sys.executable, "-c", QUEUE_A_LETTER], env=told, check=True)
        (sent,) = soon(lambda: list((tmp_path / "mail").glob("*.log")))
        soon(lambda: "To: ada@example.org" in sent.read_text("utf-8"))
        ask_link(port, "localhost:9")
        link = f"http://localhost:{port}/complain/enter/"
        assert soon(lambda: any(link in each.read_text("utf-8") for each in sent.parent.iterdir()))
        assert_it_ends(server, port, signal.SIGINT)  # the jobs are at work too


def ask_link(port: int, host: str) -> None:
    """As a stranger who says that another host and port was asked."""
    asked = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    said = {"Host": host, "X-Forwarded-Host": host, "X-Forwarded-Port": "9"}
    asked.request("GET", "/complain/link/", headers=said)
    page = asked.getresponse().read().decode()
    (token,) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    body = f"csrfmiddlewaretoken={token}&email=ada@example.org"
    form = {"Cookie": f"csrftoken={token}", "Content-Type": "application/x-www-form-urlencoded"}
    asked.request("POST", f"http://{host}/complain/link/", body, said | form)
    assert asked.getresponse().status == 303


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken_is_said_before_anything_is_done(tmp_path: Path, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        asked = [*UPHELD, command, "--port", str(port)]
        done = subprocess.run(
            asked, cwd=tmp_path, env=environment(tmp_path / "var"), capture_output=True, check=False
        )
    assert (done.returncode, done.stdout.decode()) == (2, "")
    assert done.stderr.decode() == (
        f"error: port {port} is taken by another program: choose one with --port\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (("--port", "70000"), "port 70000 is not between 0 and 65535: choose one with --port"),
        (("--host", "192.0.2.1"), "cannot listen on 192.0.2.1:8000"),
    ],
)
def test_an_address_that_cannot_be_listened_on_is_one_line(
    tmp_path: Path, options: tuple[str, ...], error: str
) -> None:
    done = subprocess.run(
        [*UPHELD, "serve", *options], env=environment(tmp_path), capture_output=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"error: {error}")


def test_a_fault_that_stays_is_logged_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    faults = sweeping.Faults()
    for second in range(0, 120, 2):
        faults.log("letters could not leave", OSError("no space"), NOW + timedelta(seconds=second))
    assert [each.message for each in caplog.records] == ["letters could not leave"] * 2


def test_another_fault_and_another_sweep_are_logged_at_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    faults = sweeping.Faults()
    for name, error in (("a", OSError()), ("a", ValueError()), ("b", OSError()), ("a", OSError())):
        faults.log(name, error, NOW)
    assert [each.message for each in caplog.records] == ["a", "a", "b"]
