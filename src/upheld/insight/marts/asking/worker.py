"""The process that answers one question and ends: `python -m upheld.insight.marts.asking.worker`.

It reads the question as JSON on standard input and writes the answer as JSON on standard output.
The marts are opened for reading alone, nothing else can be opened, and the settings are locked
before the question is looked at. What may not be told is gone before it is planned, and no file is
opened from then on. What it may use of the machine it may never raise again.
"""

import json
import os
import resource
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from .guard import NotAsked, check, told
from .shown import in_views, opened, show

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MEGABYTE = 1 << 20
# Seconds from one interruption to the next.
_AGAIN = 0.1
# Rows that the engine hands over at once.
_AT_ONCE = 1000


def main() -> None:
    """Answers what stands on standard input."""
    asked = json.loads(sys.stdin.buffer.read())
    _be_small(asked["memory"], asked["seconds"])
    try:
        answer = _answered(asked)
    except NotAsked as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {"error": _TOO_MUCH}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())


_TOO_MUCH = "it needs more memory than one question has: ask for less, or group it first"


def _be_small(memory: int, seconds: int) -> None:
    """Bounds that the system keeps: memory in megabytes, seconds of processor, and no files."""
    most = (memory + _OF_ITS_OWN) * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (2 * seconds + 5, 2 * seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Where memory is short in spite of all, this process goes first and not the desk's.
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")


# What Python and DuckDB take for themselves, in megabytes of addresses.
_OF_ITS_OWN = 1024


def _answered(asked: dict[str, Any]) -> dict[str, Any]:
    import duckdb

    duck = opened(asked["database"], asked["memory"])
    interrupted, over, shown = threading.Event(), threading.Event(), False

    def stop() -> None:
        interrupted.set()
        while not over.wait(_AGAIN):  # between two statements nothing is stopped by it
            duck.interrupt()

    timer = threading.Timer(asked["seconds"], stop)
    timer.daemon = True
    timer.start()
    try:
        named = check(duck, asked["sql"], asked["marts"])
        if asked["ours"]:
            in_views(duck, asked["kept_back"])
        else:
            show(duck, named, asked["kept_back"])
            _open_nothing_more(duck)
        shown = True
        found = duck.execute(_limited(asked["sql"], asked["rows"]))
        return _read(found, asked["rows"], asked["text"], asked["bytes"])
    except duckdb.OutOfMemoryException:
        return {"error": _TOO_MUCH}
    except duckdb.Error as error:
        if interrupted.is_set():
            return {"error": took_longer(asked["seconds"], shown)}
        return {"error": _TOO_MUCH if "allocat" in str(error).lower() else told(error, before=1)}
    finally:
        over.set()
        timer.cancel()


def _open_nothing_more(duck: "DuckDBPyConnection") -> None:
    """The engine would let the file of the marts be attached again, or read, by whatever the guard
    let pass: to it, a place that was attached before its settings were locked is always allowed.
    What is open stays so."""
    duck.execute("SELECT now()").fetchone()  # a moment with its zone needs files of Python's, once
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def took_longer(seconds: int, shown: bool) -> str:
    if shown:
        return f"it took longer than {seconds} seconds: ask for less, or group it first"
    return (
        f"to leave out what is not for you to see took longer than {seconds} seconds, however "
        "little is asked: ask of fewer tables, or take the answer as a file, which may take longer"
    )


def _limited(sql: str, rows: int) -> str:
    """The question, and of its rows one more than are told: it stands on lines of its own. It is
    one statement, so after its end there is nothing but remarks."""
    import duckdb

    said = sql.encode()
    ends = (at for at, _ in duckdb.tokenize(sql) if said[at : at + 1] == b";")
    return f"SELECT * FROM (\n{said[: next(ends, None)].decode()}\n) LIMIT {rows + 1}"


def _read(found: "DuckDBPyConnection", most: int, text: int, size: int) -> dict[str, Any]:
    """At most so many rows, of texts at most so long, and of so many bytes in all."""
    columns = [(str(each[0]), str(each[1])) for each in found.description or ()]
    rows: list[list[Any]] = []
    cut, taken, more = 0, 0, False
    for row in _rows(found):
        if len(rows) == most or taken > size:
            more = True
            break
        plain = [_plain(value) for value in row]
        shorter = [v[:text] + "…" if isinstance(v, str) and len(v) > text else v for v in plain]
        cut += sum(one is not other for one, other in zip(plain, shorter, strict=True))
        taken += sum(len(v) if isinstance(v, str) else 8 for v in shorter)
        rows.append(shorter)
    return {"columns": columns, "rows": rows, "more": more, "cut": cut}


def _rows(found: "DuckDBPyConnection") -> Iterator[Sequence[Any]]:
    while part := found.fetchmany(_AT_ONCE):
        yield from part


def _plain(value: Any) -> Any:
    """As JSON has it: whole numbers and yes or no as they are, all else as exact text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else str(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


if __name__ == "__main__":
    main()
    # Nothing of what was read is tidied up: it goes with the process.
    sys.stdout.flush()
    os._exit(0)
