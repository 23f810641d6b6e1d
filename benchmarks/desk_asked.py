"""One page of a desk that is served, asked by one client and by eight."""

import os
import random
import re
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.desk_houses import House, Server

TIMES = {1: 100, 8: 200}
ONCE = {1: 40, 8: 120}  # what can be asked once is dear to prepare
_CLIENTS, _WARM = 8, 12  # times by each of eight
# Of what can be asked once: what is measured, and what warms.
PREPARED = sum(ONCE.values()) + _CLIENTS * _WARM
_LONGEST = 5.0  # seconds for one page and so many clients: a peer's list takes seconds
_PATIENCE = 120.0  # seconds for one answer


@dataclass(frozen=True, slots=True)
class Asked:
    """What one page took, in milliseconds, for one client and for eight."""

    house: str
    page: str
    p50: dict[int, float]
    p95: dict[int, float]
    processor: float
    statements: int | None


def asked(house: House, server: Server, page: str) -> Asked:
    """In bounded time: no new request after five seconds, nor an answer waited for beyond 120."""
    p50, p95, processor, asks = {}, {}, dict[int, float](), house.told["pages"][page]
    for clients, times in (ONCE if "once" in asks else TIMES).items():
        used = _processor(server)
        with ThreadPoolExecutor(clients) as pool:
            parts = pool.map(partial(_one_client, house, asks, times // clients), range(clients))
            found = sorted(seconds for part in parts for seconds in part)
        processor[clients] = (_processor(server) - used) / len(found) * 1000
        p50[clients] = median(found) * 1000
        p95[clients] = quantiles([*found, found[-1]], n=20)[-1] * 1000
        told = f"{house.name}: {page}: {len(found)} times by {clients}"
        print(f"{told}: {p50[clients]:,.1f} ms, 95 in 100 {p95[clients]:,.1f} ms", file=sys.stderr)
    return Asked(house.name, page, p50, p95, processor[1], asks.get("statements"))


def warmed(house: House, server: Server) -> None:
    """Before anything is measured every process has read its code and templates, and every
    connection to PostgreSQL keeps the plans of its statements, which it does from the tenth on."""
    for asks in house.told["pages"].values():
        with ThreadPoolExecutor(_CLIENTS) as pool:
            list(pool.map(partial(_one_client, house, asks, _WARM), range(_CLIENTS)))


def _one_client(house: House, asks: dict[str, Any], times: int, seed: int) -> list[float]:
    """One connection that asks again and again; where a page has many addresses, another each
    time, and where it can be asked once, one of its own."""
    connection = HTTPConnection("127.0.0.1", house.port, timeout=_PATIENCE)
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


def megabytes(server: Server) -> float:
    """The memory of all processes that serve, what they share counted once (proc(5), Pss); the
    database's own are not in it."""
    there = [each for each, fields in _processes() if int(fields[2]) == server.group]
    told = [(each / "smaps_rollup").read_text() for each in there]
    return sum(int(re.findall(r"^Pss: +(\d+)", each, re.M)[0]) for each in told) / 1024


def _processor(server: Server) -> float:
    """The seconds of the processor that the server and its database used until now (proc(5))."""
    ticks = sum(
        int(fields[11]) + int(fields[12])
        for _, fields in _processes()
        if int(fields[2]) == server.group or int(fields[1]) == server.database
    )
    return ticks / os.sysconf("SC_CLK_TCK")


def _processes() -> Iterator[tuple[Path, list[str]]]:
    """The machine's processes, and what the kernel says of each from its state on."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):  # it ended meanwhile
            yield stat.parent, stat.read_text().rpartition(")")[2].split()
