"""The records of a small firm, as a test writes them into a folder."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

COLUMNS = ("order", "price", "currency", "promised_on", "delivered_on")
ORDER = ("LL-7", "240.00", "GBP", "2026-10-15", "2026-10-24")
FACTS = """\
sources:
  - name: order system
    csv: orders.csv
    key: {order: order}
    currency: {column: currency}
    columns:
      price: money
      currency: string
      promised_on: date
      delivered_on: date
    facts:
      price_paid: price
      days_late: max(delivered_on - promised_on, duration("P0D"))
"""
CARRIER = """\
  - name: carrier
    sqlite: carrier.sqlite3
    query: SELECT delivered_on, promised_on FROM scans WHERE reference = :order
    columns: {delivered_on: date, promised_on: date}
    facts:
      days_late: max(delivered_on - promised_on, duration("P0D"))
"""


def orders(folder: Path, *rows: Iterable[str], name: str = "orders.csv") -> Path:
    lines = [",".join(row) for row in (COLUMNS, *rows)]
    path = folder / name
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def scans(folder: Path, *rows: tuple[str, str, str]) -> Path:
    """The carrier's database: a reference, the day delivered and the day promised in each row."""
    path = folder / "carrier.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE scans (reference, delivered_on, promised_on)")
        database.executemany("INSERT INTO scans VALUES (?, ?, ?)", rows)
    return path


def connected(folder: Path, text: str = FACTS) -> Path:
    """facts.yaml in a folder whose order system holds order LL-7."""
    orders(folder, ORDER)
    path = folder / "facts.yaml"
    path.write_text(text, "utf-8")
    return path
