"""A store of very many complaints as marts: how long, how much memory, how fast it answers.

    python -m benchmarks marts

Each store is made by SQL in a folder that goes away; each command runs in a process of its own, so
that its seconds and its memory are its own. Each question is also put to the process that answers,
alone: by whoever sees all, and by whoever does not see a hundredth of the cases.
"""

import json
import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryDirectory

from benchmarks.clock import table
from upheld.insight.marts.declared import BY_NAME

_SIZES = (100_000, 1_000_000)
_WORKER = (sys.executable, "-m", "upheld.insight.marts.asking.worker")
_COMMAND = "from upheld.cli.main import run; run()"
_QUESTIONS = (
    "SELECT count(*) FROM cases",
    "SELECT topic, count(*), sum(owed), median(hours_to_answer) FROM cases GROUP BY topic",
    "SELECT c.area, avg(k.felt_outcome), count(*) FROM cases k JOIN customers c "
    "USING (customer_number) GROUP BY c.area",
)
_SETS = ("withheld", "cases", "customers", "in_part", "hidden", "mixed", "orders", "contacts")
_RECORD = (
    '{"entitlement": [{"kind": "refund", "amount": "12.50", "currency": "GBP", "source": "Own '
    'promise 3"}], "goodwill": {"kind": "none", "amount": "0", "currency": "GBP", "source": ""}}'
)
# Rows of each table for every complaint, as SQLite makes them of the numbers 0 to n - 1.
_ROWS = {
    "store_customer": "i % 2 = 0",
    "store_order": "1",
    "store_case": "1",
    "store_allegation": "1",
    "store_finding": "1",
    "store_decision": "1",
    "store_closing": "1",
    "store_letter": "1",
    "store_clock": "1",
    "store_contact": "1",
}
_AT = "datetime('2023-01-01', '+' || (i * 7919 % 1500000) || ' minutes')"
_VALUES = {
    "store_customer": {"id": "i / 2 + 1", "name": "'N' || i", "area": "'A' || (i % 40)",
                       "joined_on": "date('2022-01-01', '+' || (i % 700) || ' days')",
                       "persona": "'practice'"},
    "store_order": {"id": "i + 1", "customer_id": "i / 2 + 1", "reference": "'LL-' || i",
                    "item": "'Shelves in oak ' || (i % 300)", "touchpoint": "'product'",
                    "placed_on": f"date({_AT})", "promised_on": f"date({_AT}, '+9 days')",
                    "delivered_on": f"date({_AT}, '+' || (i % 20) || ' days')", "amount": "240.5"},
    "store_case": {"id": "i + 1", "customer_id": "i / 2 + 1", "order_id": "i + 1",
                   "subject": "'Shelves'", "text": "'My shelves came late. ' || i",
                   "channel": "'email'", "topic": "'topic ' || (i % 60)", "received_at": _AT,
                   "state": "'closed'"},
    "store_allegation": {"id": "i + 1", "case_id": "i + 1", "kind": "'late'",
                         "statement": "'It came late.'",
                         "facts": "'{\"touchpoint\": \"product\", \"impact\": \"low\"}'"},
    "store_finding": {"id": "i + 1", "allegation_id": "i + 1", "at": _AT,
                      "result": "iif(i % 3, 'substantiated', 'not_substantiated')"},
    "store_decision": {"id": "i + 1", "case_id": "i + 1", "at": f"datetime({_AT}, '+9 days')",
                       "outcome": "iif(i % 3, 'upheld', 'not_upheld')", "stance": "'make_right'",
                       "owed": "iif(i % 3, 12.5, 0)", "goodwill": "i % 5",
                       "record": f"'{_RECORD}'"},
    "store_closing": {"id": "i + 1", "case_id": "i + 1", "cause": "'carrier_delay'",
                      "at": f"datetime({_AT}, '+20 days')"},
    "store_letter": {"id": "i + 1", "case_id": "i + 1", "kind": "'final'",
                     "queued_at": f"datetime({_AT}, '+9 days', '+3 hours')"},
    "store_clock": {"id": "i + 1", "case_id": "i + 1", "obligation": "'iso-final'",
                    "ends": "'answer'", "due": f"datetime({_AT}, '+56 days')",
                    "due_on": f"date({_AT}, '+56 days')"},
    "store_contact": {"id": "i + 1", "customer_id": "i / 2 + 1", "at": _AT, "inbound": "1",
                      "case_id": "iif(i % 4, i + 1, NULL)", "channel": "'phone'",
                      "summary": "'Asked where the shelves are ' || i"},
}  # fmt: skip


def main() -> None:
    """Prints each size with its seconds of processor, its memory and its files."""
    rows, asked = [], []
    for size in _SIZES:
        with TemporaryDirectory() as name:
            var = Path(name)
            _run(var, "marts", "ask", "SELECT 1", fails=True)  # makes the store
            _fill(var / "upheld.sqlite3", size)
            rows.append((f"{size:,}", *_built(var)))
            asked += [
                (f"{size:,}", sql, *_asked(var, sql), *_answered(var, sql, size))
                for sql in _QUESTIONS
            ]
    head = ("complaints", "processor, s", "clock, s", "peak, MB", "store, MB", "marts, MB")
    table("Marts of a store", head, rows)
    head = (
        "complaints",
        "question",
        "processor, s",
        "clock, s",
        "answering alone",
        "some private",
    )
    table("Questions to them", head, asked)


def _fill(path: Path, size: int) -> None:
    """Some ten rows a complaint; a column that is not named has what means nothing."""
    with sqlite3.connect(path) as store:
        store.execute("PRAGMA synchronous = OFF")
        store.execute("CREATE TEMP TABLE numbers AS WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL "
                      f"SELECT i + 1 FROM n WHERE i < {size - 1}) SELECT i FROM n")  # fmt: skip
        for name, where in _ROWS.items():
            columns = _columns(store, name)
            told = ", ".join(f'"{column}"' for column in columns)
            values = ", ".join(columns.values())
            store.execute(f"INSERT INTO {name} ({told}) SELECT {values} FROM numbers WHERE {where}")
    store.close()


def _columns(store: sqlite3.Connection, name: str) -> dict[str, str]:
    empty = {"text": "'[]'", "varchar": "''", "bool": "0", "decimal": "0", "datetime": _AT}
    found = {}
    for _, column, kind, needed, _, _ in store.execute(f"PRAGMA table_info({name})"):
        if column in _VALUES[name]:
            found[column] = _VALUES[name][column]
        elif needed:
            found[column] = next((e for k, e in empty.items() if kind.startswith(k)), "0")
    return found


def _built(var: Path) -> tuple[str, ...]:
    processor, clock, peak = _run(var, "marts", "build", "--json")
    sizes = [_mega(var / "marts", part) for part in ("store/**/*.parquet", "marts/**/*.parquet")]
    return (f"{processor:,.1f}", f"{clock:,.1f}", f"{peak:,.0f}", *sizes)


def _mega(folder: Path, pattern: str) -> str:
    return f"{sum(file.stat().st_size for file in folder.glob(f'*/{pattern}')) / 1e6:,.0f}"


def _asked(var: Path, sql: str) -> tuple[str, str]:
    processor, clock, _ = _run(var, "marts", "ask", sql, "--json")
    return f"{processor:,.2f}", f"{clock:,.2f}"


def _answered(var: Path, sql: str, size: int) -> Iterator[str]:
    """Processor seconds of the process that answers, without what is private and with some."""
    (database,) = var.glob("marts/*/marts.duckdb")
    limits = {"rows": 200, "text": 500, "bytes": 4_000_000, "seconds": 60, "memory": 512}
    for private in ([], list(range(1, size, 100))):
        kept = {**{name: [] for name in _SETS}, "cases": private}
        asked = {"database": str(database), "sql": sql, "marts": list(BY_NAME), "kept_back": kept,
                 "ours": False, **limits}  # fmt: skip
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(_WORKER, input=json.dumps(asked).encode(), stdout=PIPE, check=True)
        if "error" in json.loads(done.stdout):
            raise SystemExit(done.stdout.decode())
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        yield f"{used:,.2f}"


def _run(var: Path, *arguments: str, fails: bool = False) -> tuple[float, float, float]:
    """Processor and clock in seconds, and the peak of memory of this command, in megabytes."""
    environment = {**os.environ, "UPHELD_VAR": str(var)}
    environment.pop("UPHELD_DATABASE", None)
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", _COMMAND, *arguments], env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL if fails else None,
    )  # fmt: skip
    _, status, used = os.wait4(process.pid, 0)
    if status and not fails:
        raise SystemExit(f"upheld {' '.join(arguments)} failed")
    return used.ru_utime + used.ru_stime, time.perf_counter() - begun, _peak(used)


def _peak(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / 1024


if __name__ == "__main__":
    main()
