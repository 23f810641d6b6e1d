"""The firm's own records are asked read only, and one that cannot answer says why."""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.store.records import CARRIER, COLUMNS, FACTS, ORDER, connected, orders, scans

from upheld.core.records import Asked, Key, Reading
from upheld.store import policies, sources
from upheld.store.policy_files.facts_file import read_sources
from upheld.tables import Policy

NINE_LATE = {"price_paid": 240, "days_late": 9}


@pytest.fixture(scope="module")
def policy() -> Policy:
    return policies.read_policy(policies.folder())


def asked(path: Path, policy: Policy, order: str = "LL-7", customer: str = "") -> list[Reading]:
    keys = {Key.ORDER: order, Key.CUSTOMER: customer}
    days = date(2026, 11, 2), date(2026, 11, 3)
    return sources.ask(read_sources(path, policy), Asked(*days, keys), policy)


def facts(reading: Reading) -> Mapping[str, Any]:
    return {name: told.value for name, told in reading.facts.items()}


def trouble(path: Path, policy: Policy, **keys: str) -> str:
    (reading,) = asked(path, policy, **keys)
    assert reading.facts == {}
    (told,) = reading.troubles
    return told


def test_a_csv_file_is_asked(tmp_path: Path, policy: Policy) -> None:
    (reading,) = asked(connected(tmp_path), policy)
    assert facts(reading) == NINE_LATE
    assert reading.query == "orders.csv (order LL-7)"


def test_a_csv_file_as_spreadsheets_write_it(tmp_path: Path, policy: Policy) -> None:
    path = connected(tmp_path)
    text = (tmp_path / "orders.csv").read_text().replace(",", ";").replace("\n", "\r\n")
    (tmp_path / "orders.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert facts(asked(path, policy)[0]) == NINE_LATE


def test_a_parquet_file_is_asked(tmp_path: Path, policy: Policy) -> None:
    path = connected(tmp_path, FACTS.replace("csv: orders.csv", "parquet: orders.parquet"))
    row = dict(zip(COLUMNS, ORDER, strict=True))
    frame = pl.DataFrame([row, {**row, "order": "LL-8"}]).with_columns(
        pl.col("promised_on", "delivered_on").str.to_date(), pl.col("price").cast(pl.Float64)
    )
    frame.write_parquet(tmp_path / "orders.parquet")
    assert facts(asked(path, policy)[0]) == NINE_LATE


def test_an_sqlite_database_is_asked_and_never_written(tmp_path: Path, policy: Policy) -> None:
    scans(tmp_path, ("LL-7", "2026-10-24", "2026-10-15"), ("LL-8", "2026-10-24", "2026-10-24"))
    path = connected(tmp_path, "sources:\n" + CARRIER)
    (reading,) = asked(path, policy)
    assert facts(reading) == {"days_late": 9}
    assert reading.query.startswith("SELECT delivered_on, promised_on FROM scans")
    assert reading.query.endswith("(order LL-7)")
    path.write_text(
        "sources:\n"
        + CARRIER.replace(
            "SELECT delivered_on, promised_on FROM scans WHERE reference = :order",
            "DELETE FROM scans WHERE reference = :order RETURNING delivered_on, promised_on",
        )
    )
    assert "not authorized" in trouble(path, policy)


@pytest.mark.parametrize("query", ["VACUUM INTO :order", "ATTACH :order AS other"])
def test_a_query_that_writes_another_file_is_not_asked(
    query: str, tmp_path: Path, policy: Policy
) -> None:
    scans(tmp_path, ("LL-7", "2026-10-24", "2026-10-15"))
    path = connected(tmp_path, "sources:\n" + CARRIER)
    lines = path.read_text().splitlines(keepends=True)
    told = [f"    query: {query}\n" if "query:" in line else line for line in lines]
    path.write_text("".join(told))
    written = tmp_path / "written"
    assert "cannot be asked" in trouble(path, policy, order=str(written))
    assert not written.exists()


@pytest.mark.parametrize("days", [2**31 - 1, 4_000_000])
def test_a_day_beyond_the_calendar_is_told(days: int, tmp_path: Path, policy: Policy) -> None:
    path = connected(tmp_path, FACTS.replace("csv: orders.csv", "parquet: orders.parquet"))
    beyond = pl.Series("delivered_on", [days], dtype=pl.Int32).cast(pl.Date)
    frame = pl.DataFrame([dict(zip(COLUMNS, ORDER, strict=True))]).with_columns(beyond)
    frame.write_parquet(tmp_path / "orders.parquet")
    assert "beyond the years 1 to 9999: leave it empty" in trouble(path, policy)


def test_what_a_reference_says_is_never_part_of_the_query(tmp_path: Path, policy: Policy) -> None:
    scans(tmp_path, ("LL-7", "2026-10-24", "2026-10-15"))
    path = connected(tmp_path, "sources:\n" + CARRIER)
    assert "there is no record" in trouble(path, policy, order="' OR 1=1 --")


def test_a_customer_is_known_by_their_address(tmp_path: Path, policy: Policy) -> None:
    path = connected(tmp_path, FACTS.replace("{order: order}", "{customer: order}"))
    orders(tmp_path, (" Sally@Example.org", *ORDER[1:]))
    assert facts(asked(path, policy, customer="sally@example.org")[0]) == NINE_LATE
    assert "what is the customer's e-mail address?" in trouble(path, policy)


def test_without_an_order_there_is_a_question(tmp_path: Path, policy: Policy) -> None:
    told = trouble(connected(tmp_path), policy, order="")
    assert told == "order system: which order is this about? Link it to the case first."


def test_two_rows_for_one_order_are_a_question(tmp_path: Path, policy: Policy) -> None:
    path = connected(tmp_path)
    orders(tmp_path, ORDER, (*ORDER[:-1], "2026-10-16"))
    assert "there is more than one record of order LL-7" in trouble(path, policy)


def test_a_source_that_cannot_answer_keeps_no_other_from_it(tmp_path: Path, policy: Policy) -> None:
    good, bad = asked(connected(tmp_path, FACTS + CARRIER), policy)
    assert facts(good) == NINE_LATE
    (told,) = bad.troubles
    assert told.startswith("carrier: the file carrier.sqlite3 is missing: put it back")


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        (b"order,price\nLL-7,1\n", "there is no column currency"),
        (b"reference,price,currency,promised_on,delivered_on\n", "there is no column order"),
        (b"", "there is no column order"),
        (b"order,price,currency,promised_on,delivered_on\nLL-7,1\n", "orders.csv, row 2: it has"),
        (b"order,price,currency,promised_on,delivered_on\nLL-7,1,2,3,4,5\n", "row 2: it has not"),
        (b"order,price\n\xff\xfe\n", "orders.csv is not UTF-8: save it as CSV UTF-8"),
        (b'order,price,currency,promised_on,delivered_on\n"LL-7"x,1,2,3,4\n', "is not CSV"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_says_so(
    contents: bytes, said: str, tmp_path: Path, policy: Policy
) -> None:
    path = connected(tmp_path)
    (tmp_path / "orders.csv").write_bytes(contents)
    assert said in trouble(path, policy)


def test_what_is_no_parquet_says_so(tmp_path: Path, policy: Policy) -> None:
    path = connected(tmp_path, FACTS.replace("csv: orders.csv", "parquet: orders.csv"))
    assert "orders.csv is not Parquet" in trouble(path, policy)


def test_what_is_no_database_says_so(tmp_path: Path, policy: Policy) -> None:
    path = connected(tmp_path, "sources:\n" + CARRIER)
    (tmp_path / "carrier.sqlite3").write_text("a letter, and no database at all " * 50)
    assert "carrier.sqlite3 cannot be asked (file is not a database)" in trouble(path, policy)


def test_a_query_that_takes_for_ever_is_given_up(tmp_path: Path, policy: Policy) -> None:
    scans(tmp_path)
    slow = CARRIER.replace(
        "SELECT delivered_on, promised_on FROM scans WHERE reference = :order",
        '"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) '
        'SELECT max(i) AS delivered_on, :order AS promised_on FROM n"',
    )
    path = connected(tmp_path, "sources:\n" + slow.replace("columns:", "seconds: 1\n    columns:"))
    assert "carrier.sqlite3 did not answer within 1 second" in trouble(path, policy)


def test_a_locked_database_is_given_up(tmp_path: Path, policy: Policy) -> None:
    database = scans(tmp_path)
    text = CARRIER.replace("columns:", "seconds: 1\n    columns:")
    path = connected(tmp_path, "sources:\n" + text)
    with closing(sqlite3.connect(database)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        assert "carrier.sqlite3 did not answer within 1 second" in trouble(path, policy)


ON_A_SERVER = (
    "sources:\n" + CARRIER.replace("sqlite: carrier.sqlite3", "postgresql: TEST_RECORDS_URL")
).replace("carrier", "depot")


def test_a_database_without_an_address_says_so(tmp_path: Path, policy: Policy) -> None:
    told = trouble(connected(tmp_path, ON_A_SERVER), policy)
    assert told.startswith("depot: the variable TEST_RECORDS_URL is not set")


def test_a_server_that_does_not_answer_says_so_and_keeps_its_password(
    tmp_path: Path, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_RECORDS_URL", "postgresql://me:s3cret@127.0.0.1:1/nowhere")
    told = trouble(connected(tmp_path, ON_A_SERVER), policy)
    assert "the database cannot be asked" in told
    assert "s3cret" not in told


@pytest.mark.parametrize(
    "said", ["mysql://me:s3cret@host/x", "http://me:s3cret@host/", "postgresql://me:s3 cret@host/x"]
)
def test_what_is_no_address_of_a_database_is_told_without_a_word_of_it(
    said: str, tmp_path: Path, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_RECORDS_URL", said)
    told = trouble(connected(tmp_path, ON_A_SERVER), policy)
    assert "holds no address of PostgreSQL" in told
    assert "s3" not in told


def test_what_a_file_that_is_no_table_begins_with_is_told_to_nobody(
    tmp_path: Path, policy: Policy
) -> None:
    path = connected(tmp_path)
    (tmp_path / "orders.csv").write_text("PASSWORD=s3cret,root:x:0:0\n")
    assert "s3cret" not in trouble(path, policy)


def test_a_value_longer_than_any_is_refused_at_once(tmp_path: Path, policy: Policy) -> None:
    scans(tmp_path)
    long = CARRIER.replace(
        "SELECT delivered_on, promised_on FROM scans WHERE reference = :order",
        "SELECT hex(zeroblob(9000000)) AS delivered_on, :order AS promised_on",
    )
    assert "too big" in trouble(connected(tmp_path, "sources:\n" + long), policy)


@pytest.fixture
def a_server(monkeypatch: pytest.MonkeyPatch) -> Mapping[str, Any]:
    """The server of `--postgres`, asked as if it were a system of the firm's own."""
    monkeypatch.setenv("TEST_RECORDS_URL", os.environ["UPHELD_DATABASE"])
    return {}


@pytest.mark.postgres
def test_a_postgresql_database_is_asked_and_never_written(
    tmp_path: Path, policy: Policy, a_server: object
) -> None:
    rows = "(VALUES ('LL-7', DATE '2026-10-24', DATE '2026-10-15'), ('100%', NULL, NULL))"
    asks = f"SELECT b AS delivered_on, c AS promised_on FROM {rows} AS t(a, b, c) WHERE a = :order"
    query = "SELECT delivered_on, promised_on FROM scans WHERE reference = :order"
    path = connected(tmp_path, ON_A_SERVER.replace(query, f"\"{asks} AND a::text LIKE '%7'\""))
    assert facts(asked(path, policy)[0]) == {"days_late": 9}
    writes = "CREATE TABLE a_scan AS SELECT :order AS delivered_on"
    path.write_text(ON_A_SERVER.replace(query, writes))
    assert "read-only transaction" in trouble(path, policy)
    path.write_text(
        ON_A_SERVER.replace(query, "SELECT pg_sleep(9), :order AS delivered_on").replace(
            "columns:", "seconds: 1\n    columns:"
        )
    )
    assert "the database did not answer within 1 second" in trouble(path, policy)
