"""`upheld mail serve` and the jobs, killed in between: nothing that was kept is lost or doubled."""

import os
import signal
import smtplib
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tests.core.mails import a_mail
from tests.ports import a_free_port
from tests.project.test_serve import UPHELD, answers, environment
from tests.waiting import PATIENCE, soon

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("stored")]

COUNT = """
import django; django.setup()
from upheld.store import files
from upheld.store.record import events
from upheld.store.models import Case, Incoming
print(Incoming.objects.count(), Incoming.objects.filter(state="placed").count(),
      Case.objects.count(), list(files.mail_amiss()), list(events.breaks()))
"""


@contextmanager
def listening(var: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = a_free_port()
    server = subprocess.Popen(
        [*UPHELD, "mail", "serve", "--port", str(port)],
        env=environment(var), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        soon(lambda: answers(port))
        yield server, port
    finally:
        server.kill()
        server.wait()


@contextmanager
def working(var: Path) -> Iterator[None]:
    """The jobs, until the block ends, and then by SIGKILL, whatever they are at."""
    jobs = subprocess.Popen(
        [*UPHELD, "serve", "--only", "jobs"], env=environment(var), stdout=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield
    finally:
        os.killpg(jobs.pid, signal.SIGKILL)
        jobs.wait()


def send(port: int, first: int, last: int) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as client:
        for n in range(first, last):
            raw = a_mail(message_id=f"<{n}@x>", sender=f"c{n}@x.example")
            client.sendmail(f"c{n}@x.example", ["complaints@localhost"], raw)


def placed(var: Path) -> int:
    """Asked of the file itself, over and over: a process for each time would be all that runs."""
    with closing(sqlite3.connect(var / "upheld.sqlite3")) as asked:
        told = asked.execute("SELECT count(*) FROM store_incoming WHERE state = 'placed'")
        return int(told.fetchone()[0])


def ten_minutes_later(var: Path) -> None:
    """What a process had claimed that was killed is anybody's again."""
    with closing(sqlite3.connect(var / "upheld.sqlite3", timeout=PATIENCE)) as told, told:
        told.execute("UPDATE store_incoming SET claimed_at = NULL WHERE state = 'new'")


def counted(var: Path) -> str:
    asked = [sys.executable, "-c", COUNT]
    done = subprocess.run(asked, env=environment(var), capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_killed_between_taking_and_placing_everything_is_there_once(tmp_path: Path) -> None:
    with listening(tmp_path) as (server, port):
        send(port, 0, 5)
        os.kill(server.pid, signal.SIGKILL)
    assert counted(tmp_path) == "5 0 0 [] []"
    with listening(tmp_path) as (_, port):
        send(port, 3, 8)
        with working(tmp_path):
            soon(lambda: placed(tmp_path))
        ten_minutes_later(tmp_path)
        with working(tmp_path):
            soon(lambda: placed(tmp_path) == 8)
            soon(lambda: counted(tmp_path) == "8 8 8 [] []")
            send(port, 0, 8)
    assert counted(tmp_path) == "8 8 8 [] []"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_it_ends_when_it_is_told_to(tmp_path: Path, how: signal.Signals) -> None:
    with listening(tmp_path) as (server, _):
        server.send_signal(how)
        assert server.wait(timeout=PATIENCE) == 0
        assert server.stdout
        assert "Traceback" not in server.stdout.read()
