"""Asks: starts the process that answers, waits no longer than it may take, and reads its answer."""

import json
import logging
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from upheld.insight.marts.declared import MARTS
from upheld.store.sight.kept_back import KeptBack

from .guard import NotAsked

_WORKER = "upheld.insight.marts.asking.worker"
# Questions at a time in one process of the desk: it has other things to answer.
_AT_ONCE = BoundedSemaphore(2)
# Beyond its seconds: for Python to start, and for the answer to be read.
_BESIDES = 5


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may take: rows, signs of one text, bytes in all, seconds, megabytes."""

    rows: int = 200
    text: int = 500
    bytes: int = 4_000_000
    seconds: int = 10
    memory: int = 512


# A file may be longer than a page.
FILE = Limits(rows=100_000, text=10_000, bytes=50_000_000, seconds=30)
PAGE = Limits()


@dataclass(frozen=True, slots=True)
class Answer:
    """`columns` are names with DuckDB's types. `more`: there are rows beyond the limit; `cut` texts
    were longer than theirs."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Any, ...], ...]
    more: bool
    cut: int
    limits: Limits


def ask(
    database: Path, sql: str, kept_back: KeptBack, limits: Limits = PAGE, ours: bool = False
) -> Answer:
    """The answer of the marts in this file, without what is kept back now; `ours` is a question
    of which nobody else wrote a word. Raises NotAsked, whose message says what to do."""
    asked = {
        "database": str(database), "sql": sql, "marts": [mart.name for mart in MARTS],
        "kept_back": kept_back.numbers(), "rows": limits.rows, "text": limits.text,
        "bytes": limits.bytes, "seconds": limits.seconds, "memory": limits.memory, "ours": ours,
    }  # fmt: skip
    if not _AT_ONCE.acquire(timeout=limits.seconds):
        raise NotAsked("others are asking too: ask again in a moment")
    try:
        told = _by_a_process(json.dumps(asked).encode(), limits)
    finally:
        _AT_ONCE.release()
    if "error" in told:
        raise NotAsked(told["error"])
    columns = tuple((name, kind) for name, kind in told["columns"])
    rows = tuple(tuple(row) for row in told["rows"])
    return Answer(columns, rows, told["more"], told["cut"], limits)


def _by_a_process(asked: bytes, limits: Limits) -> dict[str, Any]:
    try:
        done = subprocess.run(
            [sys.executable, "-s", "-P", "-m", _WORKER],
            input=asked,
            capture_output=True,
            timeout=limits.seconds + _BESIDES,
            # No more of ours than where to find it: no address, no password.
            env={"PYTHONPATH": ":".join(filter(None, sys.path)), "LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        took = f"it took longer than {limits.seconds} seconds"
        raise NotAsked(f"{took}: ask for less, or group it first") from None
    try:
        told: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        logging.getLogger(__name__).warning("a question ended its process: %s", done.stderr[-2000:])
        raise NotAsked("it needs more of the machine than one question has: ask for less") from None
    return told
