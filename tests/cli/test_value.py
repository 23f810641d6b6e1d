"""Transactions as they come, from files that nobody saw before; and values without a model."""

import json
import math
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings
from tests import stories
from tests.cli.conftest import Upheld
from tests.insight.test_profit import a_customer, an_order

from upheld.cli.errors import Refused
from upheld.cli.transactions import Columns, Transactions, read_transactions
from upheld.store import policies
from upheld.store.models import CustomerValue, Looked

TODAY = date(2026, 11, 2)
DAY = date(2026, 3, 24)


def read(folder: Path, text: str, encoding: str = "utf-8", **told: Any) -> Transactions:
    file = folder / "sales.csv"
    file.write_bytes(text.encode(encoding))
    return read_transactions(str(file), Columns(**told), TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "customer,date,amount\nC1,2026-03-24,1234.50\n",
        "Customer ID,Order Date,Total (£)\nC1,24/03/2026,\"£1,234.50\"\n",
        "CustomerNumber,Purchase Date,Sales USD\nC1,03/24/2026,\"$1,234.50\"\n",
        "Kunde;Datum;Betrag\nC1;24.03.2026;1.234,50 €\n",
        "client_id\ttimestamp\tvalue\nC1\t2026-03-24T10:30:00Z\t1234.5\n",
        "cust|dt|amt\nC1|24-Mar-2026|1234.50\n",
        "buyer,when,paid\nC1,\"Tue, 24 Mar 2026\",1234.50\n",
        "user,created_at,revenue\nC1,1774350000,1.2345e3\n",
        "id  date  cds  dollars\nC1  20260324  1  1234.50\n",
        "1,2026-03-24,1234.50\n",
        "order,customer,date,quantity,unit_price\n7,C1,2026-03-24,2,617.25\n",
        "amount,date,customer\n\" GBP 1 234.50\",2026/03/24, C1 \n",
    ],
)  # fmt: skip
def test_columns_days_and_amounts_are_known_however_they_are_written(
    text: str, tmp_path: Path
) -> None:
    found = read(tmp_path, text)
    ((customer, day, amount),) = found.frame.rows()
    assert (customer.removeprefix("C"), day, amount) == ("1", DAY, 1234.5)


def test_one_way_of_writing_days_holds_for_the_whole_column(tmp_path: Path) -> None:
    rows = "a,01/02/2026,5\na,12/25/2025,5\n"
    found = read(tmp_path, f"customer,date,amount\n{rows}")
    assert found.frame["day"].to_list() == [date(2026, 1, 2), date(2025, 12, 25)]
    assert found.doubts == ()


def test_days_that_may_be_read_either_way_are_told_and_can_be_said(tmp_path: Path) -> None:
    text = "customer,date,amount\na,03/04/2026,5\n"
    found = read(tmp_path, text)
    assert found.frame["day"].to_list() == [date(2026, 4, 3)]
    assert "--month-first" in found.doubts[0]
    assert read(tmp_path, text, month_first=True).frame["day"][0] == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("amount", "number"),
    [("(12.00)", -12), ("12.00-", -12), ("−12", -12), ("-£5.50", -5.5), ("1'234", 1234),
     ("0", 0), ("1,234", 1234)],
)  # fmt: skip
def test_amounts_below_nothing_are_returns(amount: str, number: float, tmp_path: Path) -> None:
    found = read(tmp_path, f'customer,date,amount\na,2026-03-24,"{amount}"\n')
    assert found.frame["amount"].to_list() == [number]
    assert found.returns == (number < 0)


def test_every_row_that_is_left_out_is_told_with_its_reason(tmp_path: Path) -> None:
    rows = ["a,2026-03-24,5", ",2026-03-24,5", "a,someday,5", "a,2026-03-24,much", "a,1901-01-01,5",
            "a,2031-01-01,5", "a,2026-03-24,NaN", "a,2026-03-24"]  # fmt: skip
    found = read(tmp_path, "\n".join(["customer,date,amount", *rows]) + "\n")
    assert found.left_out == {
        "no customer": 1, "no day that can be read": 1, "no amount that can be read": 3,
        "a day before 1970": 1, "a day in the future": 1,
    }  # fmt: skip
    assert found.rows == len(found.frame) + sum(found.left_out.values()) == len(rows)


def test_a_copy_is_left_out_where_its_number_shows_that_it_is_one(tmp_path: Path) -> None:
    twice = "7,a,2026-03-24,5\n" * 2
    numbered = read(tmp_path, f"order_id,customer,date,amount\n{twice}8,a,2026-03-24,5\n")
    assert (len(numbered.frame), sum(numbered.left_out.values())) == (2, 1)
    plain = read(tmp_path, "customer,date,amount\n" + "a,2026-03-24,5\n" * 2)
    assert len(plain.frame) == 2
    assert "1 rows say what one before says" in plain.doubts[0]


def test_customers_with_returns_alone_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, "customer,date,amount\na,2026-03-24,-5\nb,2026-03-24,5\n")
    assert "1 customers have returns alone" in found.doubts[0]


def test_a_column_that_only_its_contents_told_is_named(tmp_path: Path) -> None:
    found = read(tmp_path, "Kunde,Datum,Betrag\nC1,2026-03-24,5\n")
    assert "customers are taken from the column kunde" in found.doubts[0]


def test_letters_of_another_age_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, "customer,date,amount\nRené,2026-03-24,5\n", "latin-1")
    assert len(found.frame) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("a,b,c,d\nx,y,z,w\n", "no column is plainly the one"),
        ("customer,date,amount,currency\na,2026-03-24,5,GBP\na,2026-03-24,5, eur\n", "EUR, GBP"),
        ("customer,date,amount\na,2026-03-24,£5\na,2026-03-24,€5\n", "give one file for each"),
        ("PK\x03\x04 a workbook", "save its sheet as CSV"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_mend(text: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=why):
        read(tmp_path, text)


def purchases(customers: int = 40) -> Iterator[str]:
    for who in range(customers):
        for time in range(who % 5 + 1):
            yield f"C{who},{date(2026, 1, 1) + timedelta(days=who % 7 + 31 * time)},{20 + who}"


def numbers(told: Any) -> Iterator[float]:
    if isinstance(told, dict | list):
        for each in told.values() if isinstance(told, dict) else told:
            yield from numbers(each)
    elif isinstance(told, float):
        yield told


class TestCommand:
    def test_it_tells_each_model_with_its_parameters_and_recency_beside(
        self, upheld: Upheld, tmp_path: Path
    ) -> None:
        file, values = tmp_path / "sales.csv", tmp_path / "values.csv"
        file.write_text("\n".join(["customer,date,amount", *purchases()]))
        told = json.loads(upheld("value", str(file), "--json", "--output", str(values)).out)
        names = {name: set(model["parameters"]) for name, model in told["models"].items()}
        assert names == {
            "pareto_nbd": {"r", "alpha", "s", "beta"},
            "mbg_nbd": {"r", "alpha", "a", "b"},
            "bg_nbd": {"r", "alpha", "a", "b"},
        }
        assert set(told["spending"]["parameters"]) == {"p", "q", "gamma"}
        assert (told["customers"], told["bought_once"]) == (40, 8)
        assert "bought once" in " ".join(told["limits"])
        assert all(map(math.isfinite, numbers(told)))
        lines = values.read_text()
        assert lines.count("\n") == 41
        assert "nan" not in lines.lower()

    @pytest.mark.parametrize(
        "rows",
        [
            [f"A,2026-{month:02}-05,{month}0" for month in range(1, 11)],
            [*(f"BIG,{date(2025, 1, 1) + timedelta(days=at)},900" for at in range(400)),
             *purchases(12)],
            [*("C1,2025-12-01,-50",), *purchases(12)],
            ["A,2026-01-05,10", "A,2026-02-05,20", "B,2026-01-07,5"],
        ],
        ids=["one customer", "one with nearly all", "a refund before sales", "two customers"],
    )  # fmt: skip
    def test_odd_firms_have_their_limits_told_and_never_what_is_no_number(
        self, rows: list[str], upheld: Upheld, tmp_path: Path
    ) -> None:
        file = tmp_path / "sales.csv"
        file.write_text("\n".join(["customer,date,amount", *rows]))
        ran = upheld("value", str(file), "--json")
        assert ran.code == 0
        told = json.loads(ran.out)
        assert all(map(math.isfinite, numbers(told)))
        assert told["limits"]
        assert upheld("value", str(file)).code == 0

    @pytest.mark.parametrize(
        ("rows", "why"),
        [
            ([], "holds no purchase: it has no rows"),
            (["A,2026-01-05,-10"], "only returns"),
            (["A,2026-01-05,10", "B,2026-01-05,10"], "nobody has bought twice"),
        ],
    )
    def test_what_no_model_can_be_fitted_to_is_said(
        self, rows: list[str], why: str, upheld: Upheld, tmp_path: Path
    ) -> None:
        file = tmp_path / "sales.csv"
        file.write_text("\n".join(["customer,date,amount", *rows]))
        ran = upheld("value", str(file))
        assert ran.code == 2
        assert why in ran.error

    def test_a_file_or_the_store_and_not_both(self, upheld: Upheld) -> None:
        assert "one of them" in upheld("value").error
        assert "one of them" in upheld("value", "x.csv", "--store").error

    def test_what_is_asked_of_a_file_is_refused_with_the_store(self, upheld: Upheld) -> None:
        assert "--margin is of a file" in upheld("value", "--store", "--margin", "0.3").error


@pytest.mark.django_db
class TestStore:
    def test_the_firms_own_customers_are_valued_and_kept(self, upheld: Upheld) -> None:
        for name in range(12):
            who = a_customer(str(name))
            for order in range(name % 4 + 1):
                an_order(who, placed_on=stories.NOW.date() - timedelta(days=300 - 50 * order))
        ran = upheld("value", "--store")
        assert "Valued 12 customers" in ran.out
        assert "not verified" in ran.out
        assert CustomerValue.objects.count() == 12
        told = json.loads(upheld("value", "--store", "--json").out)
        assert (told["kept"], told["margin_of_a_sale"]) == (12, 0.35)

    @pytest.mark.parametrize("command", [["value", "--store"], ["whale"]])
    def test_without_costs_it_is_said_where_to_write_them(
        self, command: list[str], upheld: Upheld, tmp_path: Path, settings: Settings
    ) -> None:
        kept = copytree(policies.folder(), tmp_path / "ours")
        (kept / "costs.yaml").unlink()
        settings.POLICIES, settings.POLICY = tmp_path, "ours"
        ran = upheld(*command)
        assert ran.code == 2
        assert "there is no costs.yaml" in ran.error

    def test_the_whale_curve_by_command(self, upheld: Upheld, tmp_path: Path) -> None:
        an_order(a_customer(), 100, placed_on=timezone.localdate() - timedelta(days=9))
        told = json.loads(upheld("whale", "--json").out)
        assert (told["total"]["profit"], told["peak"]["customers"]) == ("35.00", 1)
        assert told["failure_demand"]["total"] is None
        lines = tmp_path / "accounts.csv"
        ran = upheld("whale", "--period", "all", "--output", str(lines))
        assert "1 customers bring 35.00 GBP" in ran.out
        assert lines.read_text().splitlines()[0].startswith("customer,orders,sales,margin")
        assert Looked.objects.get().what == "export"
