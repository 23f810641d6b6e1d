"""The desk under load, from a thousand cases to a million, beside django-helpdesk.

    python -m benchmarks desk                                    1,000 and 20,000 cases
    python -m benchmarks.desk 1000 20000 200000 1000000          all of them

The demo company has more cases than a thousand; a larger store is whole copies of it, so that each
table says how many cases there were. A million take 25 GB of disk while it runs.

Each house is served by two processes of the same server and asked by one client and by eight, on
SQLite and on PostgreSQL. The clients share the machine's cores with the server, so that eight ask
for more than there is. "Processor" is what the server's processes used for one page while one
client asked: a busy machine does not spoil it as it spoils the clock; PostgreSQL's own processes
are not in it. A page of ours is told with its statements, which must be as many whatever the number
of cases: it ends with an error where they are not.
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
from contextlib import contextmanager, suppress
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
_TIMES = {1: 30, 8: 96}
_ONCE = {1: 20, 8: 80}  # what can be asked once is dear to prepare
_LONGEST = 12.0  # seconds for one page and so many clients: a peer's list takes seconds
_LIST_MOST, _CASE_MOST = 10, 15
_PEER = "django-helpdesk"


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
    processor: float
    statements: int | None


def main(sizes: Sequence[int] = _SIZES) -> None:
    """Prints a table for each database and size."""
    aims, first, many = Aims(), dict[str, dict[str, Asked]](), list[str]()
    for kind in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory(prefix="upheld-desk-") as name:
            folder = Path(name)
            url = postgres(folder) if kind == "PostgreSQL" else ""
            for size in sorted(sizes):
                found, memory, cases = _measured(folder, url, size)
                table(f"{kind}, {cases:,} cases", _HEAD, [*map(_row, found), _memory_row(memory)])
                ours = {each.page: each for each in found if not each.page.startswith(_PEER)}
                _hold(aims, f"{kind}, {cases:,}", ours, first.setdefault(kind, ours))
                many += _too_many(f"{kind}, {cases:,}", ours, first[kind])
    aims.show()
    if many:
        raise SystemExit("\n".join(many))


_HEAD = ("", "p50, one client", "p95", "p50, eight clients", "p95", "processor", "statements")


def _row(asked: Asked) -> tuple[str, ...]:
    numbers = [each for count in _TIMES for each in (asked.p50[count], asked.p95[count])]
    said = "" if asked.statements is None else str(asked.statements)
    return asked.page, *(f"{each:,.1f} ms" for each in (*numbers, asked.processor)), said


def _memory_row(memory: dict[str, float]) -> tuple[str, ...]:
    told = ", ".join(f"{name} {size:,.0f} MB" for name, size in memory.items())
    return f"memory of the servers: {told}", "", "", "", "", "", ""


def _hold(aims: Aims, where: str, ours: dict[str, Asked], first: dict[str, Asked]) -> None:
    for page in ("inbox", "case"):
        beside = ours[page].p50[1] / first[page].p50[1]
        aims.most(f"{where}: {page} beside the smallest", beside, 1.5, "times")
        aims.most(f"{where}: {page}, p95 at eight clients", ours[page].p95[8], 100, "ms")
    aims.most(f"{where}: search for a rare word", ours["search, a rare word"].p50[1], 50, "ms")
    aims.most(f"{where}: statements of the inbox", ours["inbox"].statements or 0, _LIST_MOST, "")
    aims.most(f"{where}: statements of a case", ours["case"].statements or 0, _CASE_MOST, "")


def _too_many(where: str, ours: dict[str, Asked], first: dict[str, Asked]) -> Iterator[str]:
    """The pages that ask the database more than they may, or more than over few cases."""
    for page, asked in ours.items():
        most = _CASE_MOST if page == "case" else _LIST_MOST
        told, before = asked.statements or 0, first[page].statements or 0
        if told > most or told > before:
            yield f"{where}: {page}: {told} statements; {before} with fewest cases, at most {most}"


def _measured(folder: Path, url: str, size: int) -> tuple[list[Asked], dict[str, float], int]:
    """The pages of both houses, the memory of their servers, and how many cases ours has."""
    found, memory, cases = [], {}, size
    for house in _houses(folder, url, size):
        cases = house.told.get("cases", cases)
        with _served(house) as (port, server):
            _warmed(house, port)
            for page, asks in house.told["pages"].items():
                found.append(_asked(house, port, server, page, asks))
            memory[house.name] = _megabytes(server)
    return found, memory, cases


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
        yield House(_PEER, [port, *serve, port], place, told)


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


def _asked(
    house: House, port: int, server: "subprocess.Popen[bytes]", page: str, asks: dict[str, Any]
) -> Asked:
    p50, p95, processor = {}, {}, dict[int, float]()
    for clients, times in (_ONCE if "once" in asks else _TIMES).items():
        used = _processor(server)
        with ThreadPoolExecutor(clients) as pool:
            one = partial(_one_client, house, port, asks, times // clients)
            parts = pool.map(one, range(clients))
            found = sorted(seconds for part in parts for seconds in part)
        processor[clients] = (_processor(server) - used) / len(found) * 1000
        p50[clients] = median(found) * 1000
        p95[clients] = quantiles([*found, found[-1]], n=20)[-1] * 1000
    ours = house.name == "Upheld"
    named = page if ours else f"{_PEER}: {page}"
    return Asked(named, p50, p95, processor[1], asks.get("statements"))


def _warmed(house: House, port: int) -> None:
    """Every process has read its code and templates before anything is measured."""
    for asks in house.told["pages"].values():
        if "method" not in asks:
            with ThreadPoolExecutor(8) as pool:
                list(pool.map(partial(_one_client, house, port, asks, 2), range(8)))


def _one_client(
    house: House, port: int, asks: dict[str, Any], times: int, seed: int
) -> list[float]:
    """One connection that asks again and again; where a page has many addresses, another each
    time, and where it can be asked once, one of its own."""
    connection = HTTPConnection("127.0.0.1", port, timeout=300)
    chance, found = random.Random(seed), list[float]()
    headers, end = house.told["headers"] | asks.get("headers", {}), time.monotonic() + _LONGEST
    for _ in range(times):
        if found and time.monotonic() > end:
            break
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
    pages = sum(int((each / "statm").read_text().split()[1]) for each, _ in _of(server))
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _processor(server: "subprocess.Popen[bytes]") -> float:
    """The seconds of the processor that all processes of the server used until now (proc(5))."""
    ticks = sum(int(fields[11]) + int(fields[12]) for _, fields in _of(server))
    return ticks / os.sysconf("SC_CLK_TCK")


def _of(server: "subprocess.Popen[bytes]") -> Iterator[tuple[Path, list[str]]]:
    """The processes of the server's group, and what the kernel says of each from its state on."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):  # it ended meanwhile
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[2]) == server.pid:
                yield stat.parent, fields


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or _SIZES)
