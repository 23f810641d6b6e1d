"""`upheld import customers` and `orders`: each once, and every line that is left out is told."""

import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from upheld.core.words import ImportState
from upheld.steps import may
from upheld.steps.conduct import record
from upheld.store import models as rows

from .conftest import ROOT, Upheld

pytestmark = pytest.mark.django_db

ORDERS = """
source: shop
zone: Europe/London
currency: GBP
fields:
  customer: Customer
  order: Invoice
  placed: Date
  quantity: Quantity
  price: Price
  item: What
"""
HEADER = "Customer,Invoice,Date,Quantity,Price,What\n"
LINES = (
    "17,A1,2026-03-02 09:15:00,2,6.95,Lamp\n"
    "17,A1,2026-03-02 09:15:00,1,0.10,Bulb\n"
    "18,A2,2026-03-03,1,240.00,Shelf\n"
)
PEOPLE = "source: shop\nfields: {customer: Id, name: Name, email: Mail, joined: Since}\n"


def brought(upheld: Upheld, kind: str, file: str, *options: str) -> dict[str, Any]:
    ran = upheld("import", kind, file, "--mapping", "map.yaml", *options, "--json")
    assert ran.code == 0, ran.err
    told: dict[str, Any] = json.loads(ran.out)
    return told


def orders(upheld: Upheld, folder: Path, text: str, *options: str) -> dict[str, Any]:
    (folder / "map.yaml").write_text(ORDERS)
    (folder / "in.csv").write_text(text)
    return brought(upheld, "orders", "in.csv", *options)


def people(upheld: Upheld, folder: Path, text: str) -> dict[str, Any]:
    (folder / "map.yaml").write_text(PEOPLE)
    (folder / "people.csv").write_text(text)
    return brought(upheld, "customers", "people.csv")


def test_the_lines_of_a_number_are_one_order(upheld: Upheld, tmp_path: Path) -> None:
    told = orders(upheld, tmp_path, HEADER + LINES)
    assert (told["lines"], told["lines_taken"], told["made"], told["new"]) == (3, 3, 2, 2)
    order = rows.Order.objects.get(reference="A1")
    assert (order.amount, order.refunded, order.currency) == (Decimal("14.00"), Decimal(0), "GBP")
    assert (order.placed_on, order.item) == (date(2026, 3, 2), "Lamp and 1 more")
    assert (order.customer.source, order.customer.source_key) == ("shop", "17")


def test_the_campaign_of_an_order_is_that_of_the_first_line_that_names_one(
    upheld: Upheld, tmp_path: Path
) -> None:
    (tmp_path / "map.yaml").write_text(ORDERS + "  campaign: Campaign\n")
    told = ("", "spring", "x" * 61)
    lines = "".join(f"{line},{each}\n" for line, each in zip(LINES.split("\n"), told, strict=False))
    (tmp_path / "in.csv").write_text(f"{HEADER.strip()},Campaign\n{lines}")
    made = brought(upheld, "orders", "in.csv")
    assert made["reasons"] == {"campaign longer than 60 characters": 1}
    assert rows.Order.objects.get().campaign == "spring"


def test_a_second_run_changes_nothing_and_a_longer_file_adds_what_is_new(
    upheld: Upheld, tmp_path: Path
) -> None:
    orders(upheld, tmp_path, HEADER + LINES)
    again = orders(upheld, tmp_path, HEADER + LINES)
    assert (again["new"], again["already_there"]) == (0, 2)
    more = orders(upheld, tmp_path, HEADER + LINES + "17,A3,2026-04-01,1,5,Bulb\n")
    assert (more["new"], more["already_there"]) == (1, 2)
    assert (rows.Order.objects.count(), rows.Customer.objects.count()) == (3, 2)


LEFT_OUT = {
    "no customer": ",A9,2026-03-02,1,5,Lamp\n",
    "placed: no date that can be read": "17,A9,soon,1,5,Lamp\n",
    "placed: date in the future": "17,A9,2999-01-01,1,5,Lamp\n",
    "placed: date before 1990": "17,A9,1900-01-01,1,5,Lamp\n",
    "no amount that can be read": "17,A9,2026-03-02,x,5,Lamp\n",
    "amount too large": "17,A9,2026-03-02,1,99999999999,Lamp\n",
    "order longer than 40 characters": f"17,{'9' * 41},2026-03-02,1,5,Lamp\n",
    "order with a NUL (U+0000), which is in no text": "17,A\0,2026-03-02,1,5,Lamp\n",
}


def test_every_line_that_is_left_out_is_told_and_the_rest_go_in(
    upheld: Upheld, tmp_path: Path
) -> None:
    told = orders(upheld, tmp_path, HEADER + "".join(LEFT_OUT.values()) + LINES)
    assert told["reasons"] == dict.fromkeys(LEFT_OUT, 1)
    assert (told["lines_rejected"], told["lines_taken"], told["new"]) == (len(LEFT_OUT), 3, 2)
    written = (tmp_path / "in.csv.rejected.csv").read_text().splitlines()
    assert written[0] == "rejected_row,rejected_because,Customer,Invoice,Date,Quantity,Price,What"
    assert written[1] == "2,no customer,,A9,2026-03-02,1,5,Lamp"


def test_lines_that_were_left_out_are_mended_and_brought_in(upheld: Upheld, tmp_path: Path) -> None:
    orders(upheld, tmp_path, HEADER + "17,A1,2026-03-02,2,6.95,Lamp\n17,A1,soon,-1,6.95,+Lamp\n")
    left_out = (tmp_path / "in.csv.rejected.csv").read_text()
    assert "'-1" in left_out  # a spreadsheet would run it
    told = orders(upheld, tmp_path, left_out.replace("soon", "2026-03-09"))
    assert (told["lines_rejected"], told["lines_taken"]) == (0, 1)
    assert told["told"]["lines that were returned"] == 1


def test_the_lines_in_and_out_add_up(upheld: Upheld, tmp_path: Path) -> None:
    told = orders(upheld, tmp_path, HEADER + LINES + LINES + "".join(LEFT_OUT.values()))
    copies = told["told"]["copies of a line before"]
    assert (copies, told["lines"]) == (3, 6 + len(LEFT_OUT))
    assert told["lines"] == told["lines_taken"] + told["lines_rejected"] + copies


def test_what_was_returned_is_given_back_of_its_order(upheld: Upheld, tmp_path: Path) -> None:
    back = "17,A1,2026-03-09,-1,6.95,Lamp\n17,C7,2026-03-10,-1,5.00,Vase\n"
    told = orders(upheld, tmp_path, HEADER + LINES + back)
    assert told["told"]["lines that were returned"] == 2
    assert told["told"]["orders that are returns alone"] == 1
    order = rows.Order.objects.get(reference="A1")
    assert (order.amount, order.refunded, order.returned_on) == (
        Decimal("14.00"), Decimal("6.95"), date(2026, 3, 9),
    )  # fmt: skip
    alone = rows.Order.objects.get(reference="C7")
    assert (alone.amount, alone.refunded) == (Decimal(0), Decimal(5))


def test_lines_without_a_number_are_put_together_by_customer_and_moment(
    upheld: Upheld, tmp_path: Path
) -> None:
    text = "17,,2026-03-02 09:15,1,5,Lamp\n17,,2026-03-02 09:15,1,6,Bulb\n"
    text += "18,,2026-03-02 09:15,1,7,Cup\n"
    told = orders(upheld, tmp_path, HEADER + text)
    assert told["told"] == {
        "lines without a number, put together by customer and moment": 3,
        "customers who are new with them": 2,
    }
    found = rows.Order.objects.order_by("amount").values_list("reference", "amount")
    assert list(found) == [
        ("no number, 2026-03-02 09:15", Decimal(7)), ("no number, 2026-03-02 09:15", Decimal(11)),
    ]  # fmt: skip


def test_a_trial_writes_nothing(upheld: Upheld, tmp_path: Path) -> None:
    told = orders(upheld, tmp_path, HEADER + LINES, "--dry-run")
    assert (told["made"], told["dry_run"]) == (2, True)
    assert not rows.Order.objects.exists()
    assert not rows.Customer.objects.exists()


def test_an_import_of_orders_is_undone_but_for_those_that_a_case_is_about(
    upheld: Upheld, tmp_path: Path, open_case: int
) -> None:
    number = orders(upheld, tmp_path, HEADER + LINES)["number"]
    order = rows.Order.objects.get(reference="A1")
    rows.Case.objects.filter(pk=open_case).update(order=order)
    undone = json.loads(upheld("import", "undo", str(number), "--json").out)
    assert undone["taken_back"] == 1
    assert list(rows.Order.objects.all()) == [order]
    assert list(rows.Customer.objects.filter(source="shop")) == [order.customer]
    assert orders(upheld, tmp_path, HEADER + LINES)["new"] == 1


def test_a_customer_is_known_by_number_then_by_address_and_never_by_name(
    upheld: Upheld, tmp_path: Path
) -> None:
    here = rows.Customer.objects.create(name="Sally Hart", email="sally@example.org")
    text = "Id,Name,Mail,Since\n1,S. Hart,Sally@example.org,2024-01-01\n2,Sally Hart,,2025-01-01\n"
    assert people(upheld, tmp_path, text)["new"] == 1
    here.refresh_from_db()
    assert (here.name, here.source, here.source_key) == ("Sally Hart", "shop", "1")
    other = rows.Customer.objects.get(source_key="2")
    assert (other.name, other.joined_on) == ("Sally Hart", date(2025, 1, 1))
    assert people(upheld, tmp_path, text)["new"] == 0


def test_orders_find_the_customers_that_came_before(upheld: Upheld, tmp_path: Path) -> None:
    people(upheld, tmp_path, "Id,Name,Mail,Since\n17,Ann Ash,ann@example.org,2024-01-01\n")
    orders(upheld, tmp_path, HEADER + LINES)
    assert rows.Order.objects.get(reference="A1").customer.name == "Ann Ash"


def test_a_database_is_asked_by_a_query(upheld: Upheld, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "shop.sqlite3")) as database, database:
        database.execute("CREATE TABLE sold (who INTEGER, at TEXT, sum REAL)")
        database.execute("INSERT INTO sold VALUES (17, '2026-03-02', 14.0)")
    mapping = "source: shop\nquery: SELECT who, at, sum FROM sold\n"
    mapping += "fields: {customer: who, placed: at, amount: sum}\n"
    (tmp_path / "map.yaml").write_text(mapping)
    assert brought(upheld, "orders", "shop.sqlite3")["new"] == 1
    assert rows.Order.objects.get().amount == Decimal(14)
    for query in ("DELETE FROM sold", "SELECT nothing FROM sold"):
        (tmp_path / "map.yaml").write_text(mapping.replace("SELECT who, at, sum FROM sold", query))
        ran = upheld("import", "orders", "shop.sqlite3", "--mapping", "map.yaml")
        assert ran.error.startswith("query: it cannot be answered"), query


CALLS = """
source: phones
zone: Europe/London
fields:
  customer: Customer
  at: When
  key: Call
  summary: Said
  caused_by: {column: Cause, values: {us: firm}}
  minutes: Minutes
"""
CALLED = "Customer,When,Call,Said,Cause,Minutes\n17,2026-07-01 14:30,C1,Where is it?,us,2.5\n"


def calls(upheld: Upheld, folder: Path, text: str) -> dict[str, Any]:
    (folder / "map.yaml").write_text(CALLS)
    (folder / "calls.csv").write_text(text)
    return brought(upheld, "contacts", "calls.csv")


def test_a_mapping_is_proposed_by_what_the_columns_are_called(
    upheld: Upheld, tmp_path: Path
) -> None:
    (tmp_path / "in.csv").write_text(HEADER.replace("What", "Description") + LINES)
    ran = upheld("import", "map", "in.csv", "--kind", "orders", "--source", "shop")
    (tmp_path / "map.yaml").write_text(ran.out)
    assert brought(upheld, "orders", "in.csv")["new"] == 2


def test_contacts_come_in_once_and_are_undone(upheld: Upheld, tmp_path: Path) -> None:
    first = calls(upheld, tmp_path, CALLED)
    assert (first["new"], first["kind"]) == (1, "contacts")
    contact = rows.Contact.objects.get()
    assert (contact.summary, contact.caused_by, contact.minutes, contact.inbound) == (
        "Where is it?", "firm", Decimal("2.50"), True,
    )  # fmt: skip
    assert f"{contact.at:%Y-%m-%d %H:%M}" == "2026-07-01 13:30"
    assert (contact.customer.source, contact.customer.source_key) == ("phones", "17")
    more = calls(upheld, tmp_path, CALLED + "18,2026-07-02,C2,Again,,\n19,soon,C3,,,\n")
    assert (more["new"], more["already_there"], more["lines_rejected"]) == (1, 1, 1)
    assert rows.Contact.objects.get(source_key="C2").caused_by == ""
    upheld("import", "undo", str(first["number"]))
    assert rows.Contact.objects.get().source_key == "C2"
    assert not rows.Customer.objects.filter(source_key="17").exists()
    assert calls(upheld, tmp_path, CALLED)["new"] == 1


def test_a_contact_of_which_conduct_is_recorded_stays_with_its_customer(
    upheld: Upheld, tmp_path: Path
) -> None:
    first = calls(upheld, tmp_path, CALLED + "18,2026-07-02,C2,Again,,\n19,2026-07-02,C3,Hm,,\n")
    contact = rows.Contact.objects.get(source_key="C1")
    by, at = may.Operator(), datetime(2026, 7, 3, tzinfo=UTC)
    told = ("insulted", "Called the clerk names.")
    record(contact.customer_id, None, contact.pk, *told, by, at)
    tried = rows.Customer.objects.get(source_key="18")
    tried.ways_tried.create(way="product", what="A lamp", tried_on=at.date(), at=at, by="Lena")
    upheld("import", "undo", str(first["number"]))
    assert rows.Contact.objects.get() == contact
    assert {each.source_key for each in rows.Customer.objects.all()} == {"17", "18"}


def test_a_contact_finds_the_customer_by_their_address(upheld: Upheld, tmp_path: Path) -> None:
    here = rows.Customer.objects.create(name="Sally Hart", email="sally@example.org")
    text = CALLED.replace("Customer,", "Mail,").replace("17,", "Sally@Example.org,")
    (tmp_path / "map.yaml").write_text(CALLS.replace("customer: Customer", "email: Mail"))
    (tmp_path / "calls.csv").write_text(text)
    assert brought(upheld, "contacts", "calls.csv")["new"] == 1
    assert rows.Contact.objects.get().customer == here


def test_a_database_goes_on_from_where_it_was_left(upheld: Upheld, tmp_path: Path) -> None:
    mapping = "source: shop\nwatermark: changed\nquery: SELECT * FROM sold\n"
    mapping += "fields: {customer: who, order: nr, placed: at, amount: sum}\n"
    (tmp_path / "map.yaml").write_text(mapping)

    def sell(*told: tuple[str, str, str, float, int]) -> None:
        with closing(sqlite3.connect(tmp_path / "shop.db")) as database, database:
            database.execute("CREATE TABLE IF NOT EXISTS sold (who, nr, at, sum, changed)")
            database.executemany("INSERT INTO sold VALUES (?, ?, ?, ?, ?)", told)

    def ask(*options: str) -> tuple[int, int]:
        told = brought(upheld, "orders", "sqlite:///shop.db", *options)
        return told["lines"], told["new"]

    sell(("17", "A1", "2026-03-02", 5, 1), ("17", "A2", "2026-03-02", 5, 2))
    assert ask("--dry-run") == (2, 2)  # a trial remembers nothing
    assert ask() == (2, 2)
    sell(("18", "A3", "2026-03-03", 6, 3))
    assert ask() == (2, 1)  # the newest once more, and what came since
    assert ask("--from-start") == (3, 0)
    newest = rows.Import.objects.filter(taken=1).get()
    upheld("import", "undo", str(newest.pk))
    rows.Import.objects.filter(taken=0, dry=False).delete()
    assert ask() == (2, 1)  # what was undone does not count


def test_no_password_is_kept_or_told(
    upheld: Upheld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.INSIDE = {"localhost"}
    monkeypatch.setenv("SHOP", "postgres://reader:s3same@localhost:1/shop")
    (tmp_path / "map.yaml").write_text(ORDERS + "query: SELECT 1\n")
    ran = upheld("import", "orders", "env:SHOP", "--mapping", "map.yaml")
    assert ran.error.startswith("postgres://reader@localhost:1/shop cannot be asked")
    assert "s3same" not in ran.err
    assert not rows.Import.objects.exists()


@pytest.mark.parametrize(
    ("mapping", "error"),
    [
        ("source: x\nfields: {customer: Customer}", "placed is missing: choose its column"),
        ("source: x\nfields: {customer: Customer, placed: Date}", "name amount, or price"),
        ("source: x\nfields: {customer: C, placed: Date, amount: Price}", "no column 'C'"),
        (ORDERS.replace("GBP", "pounds"), "'pounds' is no code: write one such as GBP"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_told(
    upheld: Upheld, tmp_path: Path, mapping: str, error: str
) -> None:
    (tmp_path / "map.yaml").write_text(mapping)
    (tmp_path / "in.csv").write_text(HEADER + LINES)
    assert error in upheld("import", "orders", "in.csv", "--mapping", "map.yaml").error


RETAIL = Path(os.environ.get("UPHELD_SHARED", ROOT.parent / "shared"))
RETAIL = RETAIL / "data" / "online_retail.parquet"


@pytest.mark.shared_data
@pytest.mark.slow
@pytest.mark.skipif(not RETAIL.exists(), reason=f"needs {RETAIL.name} in the shared data")
def test_a_million_lines_are_sorted_out_and_add_up(upheld: Upheld, tmp_path: Path) -> None:
    fields = "customer: customer_id, order: invoice, placed: invoice_date, quantity: quantity"
    mapping = f"source: retail\nfields: {{{fields}, price: unit_price, item: description}}\n"
    (tmp_path / "map.yaml").write_text(mapping)
    told = brought(upheld, "orders", str(RETAIL), "--dry-run")
    assert (told["lines"], told["lines_taken"], told["made"]) == (1_067_370, 812_291, 45_621)
    assert told["reasons"] == {"no customer": 242_207}
    assert told["told"]["copies of a line before"] == 12_872


@pytest.mark.parametrize(
    ("kind", "mapping"),
    [
        ("complaints", "source: shop\nfields: {text: Nowhere}"),
        ("customers", "source: shop\nfields: {customer: Nowhere}"),
        (
            "orders",
            "source: shop\nfields: {customer: Who, order: Nowhere, placed: Day, amount: Sum}",
        ),
        ("contacts", "source: shop\nfields: {customer: Who, at: Nowhere, summary: Said}"),
    ],
)
def test_an_import_whose_mapping_names_a_column_that_is_not_there_has_failed_and_says_what_to_do(
    upheld: Upheld, tmp_path: Path, kind: str, mapping: str
) -> None:
    (tmp_path / "in.csv").write_text("Who,Day,Sum,Said\n17,2026-05-07,9.50,Hello\n")
    (tmp_path / "map.yaml").write_text(mapping)
    told = upheld("import", kind, "in.csv", "--mapping", "map.yaml")
    row = rows.Import.objects.get()
    assert (row.state, row.claimed_at, row.taken) == (ImportState.FAILED, None, 0)
    assert told.error == row.error
    assert "no column 'Nowhere'" in row.error
    assert "name one that it has in the mapping" in row.error
    assert not rows.Customer.everything.exists()
    assert upheld("import", kind, "in.csv", "--mapping", "map.yaml").code == 2  # begun anew
    assert {each.state for each in rows.Import.objects.all()} == {ImportState.FAILED}
