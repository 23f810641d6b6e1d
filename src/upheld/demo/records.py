"""The demo company's own records, beside its store: orders as CSV, a carrier's scans in SQLite."""

import csv
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from upheld.core.words import AllegationKind, Touchpoint
from upheld.demo.simulate import Company, Order

_FACTS = Path(__file__).with_name("facts.yaml")
_COLUMNS = (
    "order", "placed on", "item", "touchpoint", "price", "delivery_charge", "refunded",
    "refunded_on", "currency", "promised_on", "delivered or done on",
)  # fmt: skip


def write(company: Company, folder: Path) -> None:
    """Writes the records and the facts.yaml that connects them into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(_FACTS, folder)
    with (folder / "orders.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(_COLUMNS)
        rows.writerows(map(_order, company.orders))
    (folder / "carrier.sqlite3").unlink(missing_ok=True)
    with closing(sqlite3.connect(folder / "carrier.sqlite3")) as database, database:
        database.execute("CREATE TABLE scans (order_reference PRIMARY KEY, delivered_on, proof)")
        database.executemany("INSERT INTO scans VALUES (?, ?, ?)", _scans(company))


def _order(order: Order) -> tuple[object, ...]:
    return (
        f"LL-{order.id}",
        order.placed_on,
        order.item,
        order.touchpoint,
        order.amount.amount,
        order.delivery_paid.amount,
        order.refunded.amount if order.refunded else 0,
        order.returned_on or "",
        order.amount.currency,
        order.promised_on,
        order.delivered_on or "",
    )


def _scans(company: Company) -> Iterator[tuple[str, str | None, str | None]]:
    """What was never handed to the customer was left elsewhere, wherever the carrier scanned it."""
    lost = {
        one.order_id
        for one in company.complaints
        if one.kind is AllegationKind.NOT_RECEIVED and one.facts.get("received") is False
    }
    for order in company.orders:
        if order.touchpoint is Touchpoint.PRODUCT:
            day = order.delivered_on.isoformat() if order.delivered_on else None
            proof = "left_elsewhere" if day and order.id in lost else None
            yield f"LL-{order.id}", day, proof
