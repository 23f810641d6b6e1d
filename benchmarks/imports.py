"""A million lines imported, from the command to the last commit, on SQLite and on PostgreSQL.

`python -m benchmarks imports`. The lines are made: a million orders of 200,000 customers, each line
an order of its own, which is the dearest case; the same again, when all of it is here already; the
same from a database, asked by a query; and a million contacts.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import polars as pl

from benchmarks.aims import Aims
from benchmarks.clock import table
from benchmarks.intake import own_database, postgres

_LINES, _PEOPLE = 1_000_000, 200_000
_DAYS, _APART = 1_999, 37  # the lines of one customer are of days that lie apart
_AIM = 60  # seconds for a million lines
_ROOT = Path(__file__).parents[1]
_UPHELD = (sys.executable, "-c", "from upheld.cli.main import run; run()")
_ORDERS = """source: shop
currency: GBP
query: SELECT * FROM sold
fields: {customer: who, order: nr, placed: at, quantity: many, price: price, item: what}
"""
_CONTACTS = """source: telephone
fields: {customer: who, key: nr, at: at, summary: what, minutes: many}
"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="upheld-imports-") as name:
        folder = Path(name)
        _write(folder)
        server = own_database(postgres(folder), "imports")
        rows, aims = [], Aims()
        for kind, url in (("SQLite", ""), ("PostgreSQL", server)):
            for what, seconds, used, most in _measured(folder, url):
                label = f"{kind}: {what}"
                rows.append((label, f"{seconds:.1f}", f"{used:.1f}", f"{most:,}"))
                aims.most(label, seconds, _AIM, "s")
    head = ("", "seconds by the clock", "seconds of our processor", "MB at most")
    table(f"Imports of {_LINES:,} lines", head, rows)
    aims.show()


def _write(folder: Path) -> None:
    number = pl.int_range(_LINES, eager=True)
    day = pl.lit(date(2020, 1, 1)) + pl.duration(days=pl.lit(number * _APART % _DAYS))
    lines = pl.select(
        who=(number % _PEOPLE).cast(pl.String), nr=pl.format("A{}", number), at=day.cast(pl.String),
        many=number % 5 + 1, price=(number % 977) / 7, what=pl.lit("Lamp"),
    )  # fmt: skip
    lines.write_csv(folder / "sold.csv")
    with closing(sqlite3.connect(folder / "sold.db")) as database, database:
        database.execute("CREATE TABLE sold (who, nr, at, many, price, what)")
        database.executemany("INSERT INTO sold VALUES (?, ?, ?, ?, ?, ?)", lines.iter_rows())
    (folder / "orders.yaml").write_text(_ORDERS)
    (folder / "contacts.yaml").write_text(_CONTACTS)


def _measured(folder: Path, url: str) -> list[tuple[str, float, float, int]]:
    var = tempfile.mkdtemp(dir=folder)
    environment = os.environ | {"UPHELD_VAR": var, "PYTHONPATH": str(_ROOT / "src")}
    environment |= {"UPHELD_DATABASE": url} if url else {}
    django = (sys.executable, "-m", "django", "migrate", "--settings", "upheld.project.settings")
    subprocess.run(django, env=environment, check=True, capture_output=True)
    runs = {
        "orders, each line one": ("orders", "sold.csv", "orders.yaml"),
        "the same again": ("orders", "sold.csv", "orders.yaml"),
        "the same, from a database": ("orders", "sold.db", "orders.yaml"),
        "contacts": ("contacts", "sold.csv", "contacts.yaml"),
    }
    return [(what, *_timed(folder, environment, *told)) for what, told in runs.items()]


def _timed(
    folder: Path, environment: dict[str, str], kind: str, file: str, mapping: str
) -> tuple[float, float, int]:
    clock = time.perf_counter()
    command = (*_UPHELD, "import", kind, file, "--mapping", mapping, "--json")
    running = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(running.pid, 0)
    if status:
        raise RuntimeError(f"upheld import {kind} {file} ended with {status}")
    seconds = time.perf_counter() - clock
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024
