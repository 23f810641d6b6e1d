"""Customers and orders of another system: read by columns, and written many at a time."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
from django.db.models import Exists, OuterRef
from polars.exceptions import PanicException, PolarsError

from upheld.core.imports import shortened
from upheld.core.imports.columns import MapError
from upheld.core.imports.tables import ROW, WHY, TableMap
from upheld.core.words import Touchpoint

from . import bulk
from . import models as rows
from .files import FileRefused
from .import_files import check_rows, kind_of
from .import_lines import MARKS, storable
from .import_runs import MOST_PROBLEMS

Told = Mapping[str, Any]
_SQLITE = b"SQLite format 3\x00"


def read(path: Path, given: TableMap) -> pl.DataFrame:
    """A CSV, Parquet or SQLite file as columns. Raises FileRefused or MapError."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(_SQLITE):
        return _queried(path, given.query)
    kind = kind_of(start, str(path))
    try:
        if kind == "parquet":
            rows_there = pl.scan_parquet(path, glob=False).select(pl.len()).collect().item()
            check_rows(rows_there, str(path))
            frame = pl.read_parquet(path, glob=False)
        elif kind == "csv":
            encoding = "utf8" if given.encoding == "utf-8" else given.encoding
            frame = pl.read_csv(
                path, infer_schema=False, separator=given.delimiter, encoding=encoding, glob=False
            )
        else:
            raise FileRefused(f"{path} is JSON: export it as CSV or Parquet")
    except (PolarsError, PanicException, LookupError, UnicodeError) as error:
        told = " ".join(str(error).split())[:160]
        raise FileRefused(f"{path} cannot be read whole ({told}): export it again") from None
    plain = [name for name, kind in frame.schema.items() if not kind.is_nested()]
    return _again(frame.select(plain)) if MARKS[0] in frame.columns else frame.select(plain)


def _again(frame: pl.DataFrame) -> pl.DataFrame:
    """Lines that were left out before, mended: without what was written to them."""
    texts = pl.col(pl.String).str.replace(r"^'([=+\-@\t\r\n])", "$1")
    return frame.drop(MARKS, strict=False).with_columns(texts)


def _queried(path: Path, query: str) -> pl.DataFrame:
    if not query:
        raise MapError("query: the file is a database: write the query that gives the rows")
    address = f"{path.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as database:
        database.execute("PRAGMA query_only = ON")
        try:
            found = database.execute(query)
            names = [column[0] for column in found.description or ()]
            told = [["" if cell is None else str(cell) for cell in row] for row in found]
            return pl.DataFrame(told, schema=dict.fromkeys(names, pl.String), orient="row")
        except (sqlite3.Error, sqlite3.Warning, PolarsError) as error:
            why = " ".join(str(error).split())[:160]
            raise MapError(f"query: it cannot be answered ({why}): mend it") from None


def refused(row: rows.Import, found: pl.DataFrame) -> None:
    """Keeps the first of the lines that are left out, with their cells."""
    columns = [name for name in found.columns if name not in (ROW, WHY)]
    rows.ImportProblem.objects.bulk_create(
        (
            rows.ImportProblem(
                of=row, row=each[0], why=each[1], value=shortened(" ".join(_cells(each[2:])))[:80],
                cells=_cells(each[2:]),
            )
            for each in found.select(ROW, WHY, *columns).head(MOST_PROBLEMS).iter_rows()
        ),
        batch_size=2_000,
    )  # fmt: skip


def _cells(values: Sequence[Any]) -> list[str]:
    return ["" if value is None else storable(str(value)) for value in values]


def customers(row: rows.Import, told: Sequence[Told]) -> dict[str, int]:
    """The customers with these numbers, by number; who is not here yet is made.

    Who is known by the same e-mail address is that customer; nobody is merged by a name.
    """
    found = _known(row.source, [each["customer"] for each in told])
    new = [each for each in told if each["customer"] not in found]
    by_email = _by_email({_email(each) for each in new} - {""})
    fresh: dict[str, rows.Customer] = {}
    numbered = []
    bulk.insert(rows.Customer, _CUSTOMER, (_person(row, each) for each in _alone(new)))
    found |= _known(row.source, [each["customer"] for each in _alone(new)])
    for each in new:
        if not _email(each):
            continue
        number, email = each["customer"], _email(each)
        who = fresh.get(number) or by_email.get(email) or _customer(row, number, each)
        if who.pk and not who.source:
            who.source, who.source_key = row.source, number
            numbered.append(who)
        fresh[number] = who
        by_email |= {email: who} if email else {}
    rows.Customer.objects.bulk_update(numbered, ["source", "source_key"], batch_size=500)
    made = {id(who): who for who in fresh.values() if not who.pk}
    rows.Customer.objects.bulk_create(made.values(), batch_size=2_000)
    return found | {number: who.pk for number, who in fresh.items()}


def _alone(told: Iterable[Told]) -> list[Told]:
    """Those who are known by their number alone, each once."""
    return list({each["customer"]: each for each in told if not _email(each)}.values())


_CUSTOMER = ("name", "email", "phone", "area", "persona", "came_by", "joined_on", "fit_evidence",
             "relationship", "source", "source_key", "brought_by_id", "returned_email",
             "returned_why", "address")  # fmt: skip


def _person(row: rows.Import, told: Told) -> tuple[object, ...]:
    """A customer as `_CUSTOMER` names them."""
    joined = told["joined"].isoformat() if told.get("joined") else None
    return (
        told.get("name") or "", "", told.get("phone") or "", told.get("area") or "", "",
        told.get("came_by") or "", joined, "[]", "{}", row.source, told["customer"], row.pk,
        "", "", "",
    )  # fmt: skip


def _email(told: Told) -> str:
    return (told.get("email") or "").lower()


def _by_email(emails: set[str]) -> dict[str, rows.Customer]:
    wanted = sorted(emails)
    found: dict[str, rows.Customer] = {}
    for at in range(0, len(wanted), 5_000):
        some = rows.Customer.objects.filter(email__in=wanted[at : at + 5_000]).order_by("-pk")
        found |= {who.email: who for who in some}
    return found


def _known(source: str, numbers: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at in range(0, len(numbers), 10_000):
        some = rows.Customer.objects.filter(source=source, source_key__in=numbers[at : at + 10_000])
        found |= dict(some.values_list("source_key", "pk"))
    return found


def _customer(row: rows.Import, number: str, told: Told) -> rows.Customer:
    return rows.Customer(
        source=row.source, source_key=number, brought_by=row, name=told.get("name") or "",
        email=(told.get("email") or "").lower(), phone=told.get("phone") or "",
        area=told.get("area") or "", came_by=told.get("came_by") or "",
        joined_on=told.get("joined"),
    )  # fmt: skip


def orders(
    row: rows.Import, told: Sequence[Told], customers: Mapping[str, int], currency: str
) -> int:
    """Writes those that are not here yet, and says how many."""
    here = _here([each["reference"] for each in told])
    new = [each for each in told if (customers[each["customer"]], each["reference"]) not in here]
    numbered = ((each, customers[each["customer"]]) for each in new)
    bulk.insert(rows.Order, _ORDER, (_order(row, *each, currency) for each in numbered))
    return len(new)


def _here(references: Sequence[str]) -> set[tuple[int, str]]:
    """The orders of these numbers that are here, whoever placed them."""
    found: set[tuple[int, str]] = set()
    for at in range(0, len(references), 5_000):
        some = rows.Order.objects.filter(reference__in=references[at : at + 5_000])
        found |= {*some.values_list("customer_id", "reference")}
    return found


_ORDER = ("customer_id", "reference", "placed_on", "item", "touchpoint", "amount", "delivery_paid",
          "refunded", "currency", "returned_on", "campaign", "brought_by_id")  # fmt: skip


def _order(row: rows.Import, told: Told, customer: int, currency: str) -> tuple[object, ...]:
    """An order as `_ORDER` names it."""
    more = f" and {told['lines'] - 1} more" if told["lines"] > 1 else ""
    item = f"{storable(told['item'] or 'Not said')[:160]}{more}"
    returned = told["returned"].isoformat() if told["returned"] else None
    return (
        customer, told["reference"], told["day"].isoformat(), item, Touchpoint.PRODUCT.value,
        _money(told["amount"]), "0.00", _money(told["refunded"]), currency, returned, "", row.pk,
    )  # fmt: skip


def _money(parts: int) -> str:
    """Ten-thousandths of a unit, never negative, as units with the half of a cent rounded up."""
    cents = (parts + 50) // 100
    return f"{cents // 100}.{cents % 100:02}"


def counted_here(row: rows.Import) -> int:
    """How many cases, customers or orders an import has brought that are here."""
    here = {"complaints": row.cases, "customers": row.customers, "orders": row.orders}
    return here[row.kind].count()


def take_back_orders(row: rows.Import, now: datetime) -> int:
    """The orders that it brought and that no case is about."""
    about = rows.Case.objects.filter(order=OuterRef("pk"))
    return rows.Order.objects.filter(~Exists(about), brought_by=row).update(taken_back_at=now)
