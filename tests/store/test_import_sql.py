"""Another database asked for its rows: read only, piece by piece, from where it was left."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pytest_django import Settings

from upheld.core.imports import From, MapError
from upheld.core.imports.table_map import TableMap
from upheld.store.files import FileRefused
from upheld.store.imports import of_sql as import_sql
from upheld.store.imports import table_files

FIELDS = {"customer": From("who"), "placed": From("at"), "amount": From("sum")}
QUERY = "SELECT who, at, sum, changed FROM sold WHERE who LIKE '%1%';"
SECRET = "postgres://reader:s3same%21@db.example/shop?sslpassword=t0p"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE sold (who TEXT, at TEXT, sum REAL, changed INTEGER)")
        told = [("11", "2026-03-02", 5.0, 1), ("12", "2026-03-03", 6.0, 9), ("1", "x", 7.0, None)]
        database.executemany("INSERT INTO sold VALUES (?, ?, ?, ?)", told)
    return path


def asked(path: Path, query: str = QUERY, watermark: str = "", since: str = "") -> tuple[int, str]:
    """How many rows there are, and the newest watermark."""
    given = TableMap("shop", FIELDS, query=query, watermark=watermark)
    with table_files.asked(import_sql.place(f"sqlite:///{path}"), given, since) as table:
        assert sum(part.height for part in table.parts()) == table.rows
        return table.rows, table.newest


def test_it_goes_on_from_the_newest_and_asks_again_for_what_has_no_mark(shop: Path) -> None:
    assert asked(shop) == (3, "")
    assert asked(shop, watermark="changed") == (3, "9")
    assert asked(shop, watermark="changed", since="9") == (2, "9")


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM sold",
        "SELECT 1; DELETE FROM sold",
        "SELECT who FROM sold) AS a; DELETE FROM sold; --",
        "SELECT nothing FROM sold",
        "PRAGMA user_version = 7",
    ],
)
def test_it_is_one_select_and_writes_nothing(shop: Path, query: str) -> None:
    with pytest.raises(MapError, match="query: it cannot be answered"):
        asked(shop, query)
    assert asked(shop) == (3, "")


def test_a_watermark_of_several_kinds_cannot_be_compared(shop: Path) -> None:
    query = "SELECT who, at, sum, 1 AS changed FROM sold UNION ALL SELECT '1', 'x', 0, 'y'"
    with pytest.raises(MapError, match="holds values of several kinds"):
        asked(shop, query, "changed")


def test_a_table_that_is_too_large_for_one_look_is_handed_out_by_customer(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_files, "_AT_ONCE", 2)
    monkeypatch.setattr(import_sql, "_AT_ONCE", 2)
    given = TableMap("shop", FIELDS, query="SELECT who, at, sum FROM sold UNION ALL "
                     "SELECT who, at, sum + 1 FROM sold")  # fmt: skip
    with table_files.asked(import_sql.of_file(shop), given, "") as table:
        parts = [part for part in table.parts() if part.height]
    assert table.rows == 6
    whose = [set(part["who"]) for part in parts]
    assert sum(map(len, whose)) == len(set.union(*whose)) == 3
    assert sorted(row for part in parts for row in part["__row"]) == [1, 2, 3, 4, 5, 6]


class TestSecrets:
    def test_a_password_is_in_nothing_that_is_told(self) -> None:
        place = import_sql.place(SECRET)
        assert place.told == "postgres://reader@db.example/shop"
        for secret in ("s3same", "t0p"):
            assert secret not in repr(place) + place.told

    def test_an_address_may_stand_in_a_variable(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SHOP", SECRET)
        assert import_sql.place("env:SHOP").told == "postgres://reader@db.example/shop"
        monkeypatch.setenv("SHOP", "s3same")
        with pytest.raises(FileRefused, match="the variable SHOP holds no address") as refused:
            import_sql.place("env:SHOP")
        assert "s3same" not in str(refused.value)

    def test_what_the_driver_says_is_told_without_it(self, settings: Settings) -> None:
        settings.INSIDE = {"localhost"}
        address = "postgres://reader:s3same@localhost:1/shop"
        given = TableMap("shop", FIELDS, query=QUERY)
        with (
            pytest.raises(FileRefused, match="reader@localhost:1/shop cannot be asked") as refused,
            table_files.asked(import_sql.place(address), given, ""),
        ):
            pass
        assert "s3same" not in str(refused.value)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("postgres://u@localhost:1/x", "no public address: if that is meant, add localhost to"),
        ("postgres://u@203.0.113.9,10.0.0.7/x", "may lead to several"),
        ("postgres://u@example.org/x?hostaddr=127.0.0.1", "may lead to several"),
        ("postgres://u@example.org/x?host=127.0.0.1", "127.0.0.1: it leads to 127.0.0.1"),
        ("postgres://u@example.org/x?service=inside", "may lead to several"),
        ("postgres:///x?host=/var/run/postgresql", "it is on this machine"),
        ("postgres:///x", "it is on this machine"),
        ("postgres://u@[::ffff:10.0.0.7]/x", "no public address"),
    ],
)
def test_an_address_that_leads_inside_is_asked_nothing(address: str, why: str) -> None:
    given = TableMap("shop", FIELDS, query=QUERY)
    with (
        pytest.raises(FileRefused, match=why),
        table_files.asked(import_sql.place(address), given, ""),
    ):
        pass


@pytest.mark.postgres
def test_a_server_is_asked_in_the_same_way(settings: Settings, db: None) -> None:
    from django.db import connection

    settings.INSIDE = {"localhost"}
    connection.ensure_connection()
    at = connection.connection.info
    address = f"postgresql://{at.user}@/{at.dbname}?host={at.host}&port={at.port}"
    query = (
        "SELECT * FROM (VALUES ('11', '2026-03-02', 5, 1), ('12', 'x', 6, 9)) "
        "AS s(who, at, sum, changed) WHERE who LIKE '1%'"
    )
    given = TableMap("shop", FIELDS, query=query, watermark="changed")
    for since, rows in (("", 2), ("9", 1)):
        with table_files.asked(import_sql.place(address), given, since) as table:
            assert (table.rows, table.newest) == (rows, "9")
    bad = TableMap("shop", FIELDS, query="DELETE FROM store_order RETURNING 1")
    with (
        pytest.raises(MapError, match="query: it cannot be answered"),
        table_files.asked(import_sql.place(address), bad, ""),
    ):
        pass
