"""The desk under load, from a thousand cases to a million, beside django-helpdesk.

    python -m benchmarks desk                     1,000 and 20,000 cases
    python -m benchmarks.desk 200000 1000000      larger ones

Each house is served by two processes of the same server and asked by one client and by eight, on
SQLite and on PostgreSQL. The clients share the machine's cores with the server, so that eight ask
for more than there is. A page of ours is told with its statements, which must be as many whatever
the number of cases.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.aims import Aims
from benchmarks.clock import table
from benchmarks.intake import postgres

_ROOT = Path(__file__).parents[1]
_SIZES = (1_000, 20_000)
_PEER_MOST = 200_000  # beyond, its list takes half a minute
_TIMES = {1: 40, 8: 160}
_LIST_MOST, _CASE_MOST = 10, 15


@dataclass(frozen=True, slots=True)
class House:
    """One desk that was filled and is served: its pages, and what each request must bear."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    told: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What one page took, in milliseconds, for one client and for eight."""

    page: str
    p50: dict[int, float]
    p95: dict[int, float]
    statements: int | None


def main(sizes: Sequence[int] = _SIZES) -> None:
    """Prints a table for each database and size."""
    aims, first = Aims(), {}
    for kind in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory(prefix="upheld-desk-") as name:
            folder = Path(name)
            url = postgres(folder) if kind == "PostgreSQL" else ""
            for size in sorted(sizes):
                found, memory = _measured(folder, url, size)
                table(f"{kind}, {size:,} cases", _HEAD, [*map(_row, found), _memory_row(memory)])
                ours = {each.page: each for each in found if each.statements is not None}
                first.setdefault(kind, ours)
                _hold(aims, f"{kind}, {size:,}", ours, first[kind])
    aims.show()


_HEAD = ("", "p50, one client", "p95", "p50, eight clients", "p95", "statements")


def _row(asked: Asked) -> tuple[str, ...]:
    numbers = [each for count in _TIMES for each in (asked.p50[count], asked.p95[count])]
    said = "" if asked.statements is None else str(asked.statements)
    return asked.page, *(f"{each:,.1f} ms" for each in numbers), said


def _memory_row(memory: dict[str, float]) -> tuple[str, ...]:
    told = ", ".join(f"{name} {size:,.0f} MB" for name, size in memory.items())
    return f"memory of the servers: {told}", "", "", "", "", ""


def _hold(aims: Aims, where: str, ours: dict[str, Asked], first: dict[str, Asked]) -> None:
    for page in ("inbox", "case"):
        beside = ours[page].p50[1] / first[page].p50[1]
        aims.most(f"{where}: {page} beside the smallest", beside, 1.5, "times")
        aims.most(f"{where}: {page}, p95 at eight clients", ours[page].p95[8], 100, "ms")
    aims.most(f"{where}: search for a rare word", ours["search, a rare word"].p50[1], 50, "ms")
    aims.most(f"{where}: statements of the inbox", ours["inbox"].statements or 0, _LIST_MOST, "")
    aims.most(f"{where}: statements of a case", ours["case"].statements or 0, _CASE_MOST, "")


def _measured(folder: Path, url: str, size: int) -> tuple[list[Asked], dict[str, float]]:
    found, memory = [], {}
    for house in _houses(folder, url, size):
        with _served(house) as (port, server):
            for page, asks in house.told["pages"].items():
                found.append(_asked(house, port, page, asks))
            memory[house.name] = _megabytes(server)
    return found, memory


def _houses(folder: Path, url: str, size: int) -> Iterator[House]:
    port = str(_free_port())
    var = {"UPHELD_VAR": str(folder / "ours"), "UPHELD_API_REQUESTS": "1000000"}
    var |= {"UPHELD_DATABASE": _own(url, "ours")} if url else {}
    serve = ["upheld.project.serve", "--only", "web", "--workers", "2", "--port", port]
    yield House("Upheld", [port, *serve], var, _filled("benchmarks.desk_ours", var, size))
    if size <= _PEER_MOST:
        place = {"PEER_FOLDER": str(folder / "peer"), "PEER_DATABASE": _own(url, "peer")}
        told = _filled("benchmarks.desk_peer", place, size)
        serve = ["benchmarks.desk_peer", "serve"]
        yield House("django-helpdesk", [port, *serve, port], place, told)


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
    """The house with so many cases: its pages, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", module, "fill", str(size)], env=_environment(environment),
        capture_output=True, text=True, check=False, cwd=_ROOT,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _environment(more: dict[str, str]) -> dict[str, str]:
    usual = {"DJANGO_SETTINGS_MODULE": "upheld.project.settings"}
    return os.environ | {"PYTHONPATH": f"{_ROOT / 'src'}{os.pathsep}{_ROOT}"} | usual | more


@contextmanager
def _served(house: House) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    port, *command = house.command
    server = subprocess.Popen(
        [sys.executable, "-m", *command], env=_environment(house.environment), cwd=_ROOT,
        start_new_session=True,
    )  # fmt: skip
    try:
        _wait(int(port))
        yield int(port), server
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


def _asked(house: House, port: int, page: str, asks: dict[str, Any]) -> Asked:
    p50, p95 = {}, {}
    for clients, times in _TIMES.items():
        with ThreadPoolExecutor(clients) as pool:
            one = partial(_one_client, house, port, asks, times // clients)
            parts = pool.map(one, range(clients))
            found = sorted(seconds for part in parts for seconds in part)
        p50[clients], p95[clients] = median(found) * 1000, quantiles(found, n=20)[-1] * 1000
    ours = house.name == "Upheld"
    return Asked(page if ours else f"django-helpdesk: {page}", p50, p95, asks.get("statements"))


def _one_client(
    house: House, port: int, asks: dict[str, Any], times: int, seed: int
) -> list[float]:
    """One connection that asks again and again; where a page has many addresses, another each
    time, and where it can be asked once, one of its own."""
    connection = HTTPConnection("127.0.0.1", port, timeout=300)
    chance, found = random.Random(seed), []
    headers = house.told["headers"] | asks.get("headers", {})
    for _ in range(times):
        address = asks["once"].pop() if "once" in asks else chance.choice(asks["addresses"])
        start = time.perf_counter()
        connection.request(asks.get("method", "GET"), address, asks.get("body"), headers)
        answer = connection.getresponse()
        answer.read()
        found.append(time.perf_counter() - start)
        if answer.status not in (200, 201):
            raise RuntimeError(f"{house.name}: {address} answered {answer.status}")
    return found


def _megabytes(server: "subprocess.Popen[bytes]") -> float:
    """The resident memory of all processes of the server."""
    pages = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[2]) == server.pid:  # the process group
                pages += int((stat.parent / "statm").read_text().split()[1])
        except (OSError, ValueError):
            continue
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or _SIZES)
