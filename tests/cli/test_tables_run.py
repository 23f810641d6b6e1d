"""`upheld tables run`: a file in, a file out, by any engine; bad input is one line."""

import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from tests.tables.spark import ON_SPARK, one_session

from upheld.tables.spark import absent

from .conftest import ROOT, Upheld

STANDARD = str(ROOT / "policies" / "standard")
YAML = """
name: gifts
title: What we give
valid_from: 2026-01-01
currency: GBP
inputs:
  kind: {type: string, values: [late, faulty], about: case}
  days: {type: number, unit: days, about: case}
  paid: {type: money, about: case}
  bought: {type: date, about: case}
  wait: {type: duration, about: case}
tables:
  - {name: gifts, file: gifts.csv, hit: HIT, outputs: {gift: {type: money}}}
"""
SHEET = "rule,kind,days,gift\nlong,late,> 30,paid * 0.15\nlate,late,-,5\nrest,-,-,0\n"
CSV = "id,kind,days,paid\n007,late,31,12.30\n008,late,,9\n009,faulty,0.5,\n"
Gifts = Callable[..., str]

ENGINES = pytest.mark.parametrize(
    "engine", ["row", "columns", pytest.param("spark", marks=ON_SPARK)]
)


@pytest.fixture(autouse=True)
def quick_spark(request: pytest.FixtureRequest) -> None:
    """Whichever test comes first, Spark is the one that plans small questions quickly."""
    if "engine" in request.fixturenames and request.getfixturevalue("engine") == "spark":
        one_session()


@pytest.fixture
def gifts(tmp_path: Path) -> Gifts:
    """gifts("csv text") writes a policy, beside cases.csv, and gives its folder."""

    def write(sheet: str = SHEET, hit: str = "first") -> str:
        (tmp_path / "gifts").mkdir()
        (tmp_path / "gifts" / "policy.yaml").write_text(YAML.replace("HIT", hit), "utf-8")
        (tmp_path / "gifts" / "gifts.csv").write_text(sheet, "utf-8")
        (tmp_path / "cases.csv").write_text(CSV, "utf-8")
        return "gifts"

    return write


@ENGINES
def test_a_csv_comes_back_with_what_each_case_is_given(
    engine: str, upheld: Upheld, gifts: Gifts, tmp_path: Path
) -> None:
    asked = ("tables", "run", gifts(), "--input", "cases.csv", "--engine", engine)
    ran = upheld(*asked, "--output", "given.csv")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("wrote given.csv: 3 rows in, 3 rows out, ")
    assert (tmp_path / "given.csv").read_text("utf-8").splitlines() == [
        "id,kind,days,paid,gift",
        "007,late,31.0,12.30,1.85",
        "008,late,,9.00,5.00",
        "009,faulty,0.5,,0.00",
    ]


@ENGINES
def test_parquet_comes_back_with_amounts_exact_to_the_cent(
    engine: str, upheld: Upheld, gifts: Gifts, tmp_path: Path
) -> None:
    cases = {"kind": ["late", None, "late"], "days": [31, 1, 99], "paid": [1230, 5, -1230]}
    note = pl.Series([[1], [], None], dtype=pl.List(pl.Int8))
    pl.DataFrame({**cases, "note": note}).write_parquet(tmp_path / "cases.parquet")
    asked = ("tables", "run", gifts(), "--input", "cases.parquet", "--engine", engine)
    told = json.loads(upheld(*asked, "--output", "given.parquet", "--json").out)
    assert (told["engine"], told["rows_in"], told["rows_out"]) == (engine, 3, 3)
    found = pl.read_parquet(tmp_path / "given.parquet")
    assert found.schema["gift"] == pl.Decimal(19, 2)
    assert found["gift"].to_list() == [Decimal("1.85"), Decimal(0), Decimal("-1.85")]
    assert found.drop("gift").equals(pl.read_parquet(tmp_path / "cases.parquet"))


@ENGINES
def test_the_standard_policy_decides_allegations_in_their_cases(
    engine: str, upheld: Upheld, tmp_path: Path
) -> None:
    late = {"kind": "late", "touchpoint": "product", "price_paid": 24000, "delivery_paid": 495}
    late |= {"already_refunded": 0, "days_late": 9}
    frame = pl.DataFrame({"case": ["a", "b"], "allegation": [[late, late], []]})
    frame.write_parquet(tmp_path / "cases.parquet")
    asked = ("tables", "run", STANDARD, "--input", "cases.parquet", "--engine", engine)
    ran = upheld(*asked, "--output", "given.parquet")
    assert ran.code == 0, ran.err
    first, second = pl.read_parquet(tmp_path / "given.parquet").to_dicts()
    assert [each["owed.amount"] for each in first["allegation"]] == [Decimal("4.95")] * 2
    assert (first["owed.total"], second["owed.total"]) == (Decimal("9.90"), 0)
    assert "note: cases.parquet has no column vulnerable: unknown in every case\n" in ran.err
    assert "column kind:" not in ran.err


@ENGINES
def test_rules_that_contradict_each_other_are_named_with_the_row(
    engine: str, upheld: Upheld, gifts: Gifts, tmp_path: Path
) -> None:
    folder = gifts("rule,days,gift\na,> 1,5\nb,> 5,6\n", "unique")
    frame = pl.DataFrame({"days": [0] * 5 + [6, 2, 7]})
    frame.write_parquet(tmp_path / "cases.parquet")
    asked = ("tables", "run", folder, "--engine", engine, "--output", "given.parquet")
    told = (
        "table gifts (hit unique): rules a (row 2) and b (row 3) contradict each other for "
        "days=6. Make them exclude each other, or choose hit first."
    )
    assert upheld(*asked, "--input", "cases.parquet").error == f"cases.parquet, row 6: {told}"
    frame.write_csv(tmp_path / "cases.csv")
    assert upheld(*asked, "--input", "cases.csv").error.startswith("cases.csv, row 7: table gifts")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "cases.csv",
        "cases.parquet",
        "gifts",
    ]


@ENGINES
def test_no_cases_give_a_file_without_rows(
    engine: str, upheld: Upheld, gifts: Gifts, tmp_path: Path
) -> None:
    folder = gifts()
    (tmp_path / "cases.csv").write_text("kind,days\n", "utf-8")
    asked = ("tables", "run", folder, "--input", "cases.csv", "--engine", engine)
    assert upheld(*asked, "--output", "given.parquet").code == 0
    found = pl.read_parquet(tmp_path / "given.parquet")
    assert (found.height, found.columns) == (0, ["kind", "days", "gift"])


def test_a_table_alone_reads_plain_columns(upheld: Upheld, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("finding,late\nsubstantiated,x\n,y\n", "utf-8")
    asked = ("tables", "run", STANDARD, "--table", "entitlement", "--input", "cases.csv")
    assert upheld(*asked, "--output", "given.csv").code == 0
    header = (tmp_path / "given.csv").read_text("utf-8").splitlines()[0]
    assert header.startswith("finding,late,owed.kind,owed.amount")


def test_a_column_that_is_missing_is_told(upheld: Upheld, gifts: Gifts, tmp_path: Path) -> None:
    folder = gifts()
    (tmp_path / "cases.csv").write_text("id;kind\n1;late\n", "utf-8")
    ran = upheld("tables", "run", folder, "--input", "cases.csv", "--output", "o.csv")
    assert ran.err.splitlines() == [
        "note: cases.csv has no column days: unknown in every case",
        "note: cases.csv has no column paid: unknown in every case",
    ]
    assert (tmp_path / "o.csv").read_text("utf-8") == "id,kind,gift\n1,late,5.00\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("days\n1\nsoon\n", "cases.csv, row 3, column days: 'soon' is not a number. "
         "Give it as a number, such as 9 or 0.75."),
        ("paid\n1.005\n", "cases.csv, row 2, column paid: 1.005 is finer than the smallest coin "
         "of GBP. Give 1.01."),
        ("days\nNaN\n", "cases.csv, row 2, column days: 'NaN' is not a number. "
         "Give it as a number, such as 9 or 0.75."),
        ("kind,kind\na,b\n", "cases.csv: two columns are called kind: take one away"),
        ("", "cases.csv: this is not read as cases (empty CSV). "
         "Give Parquet, or CSV in UTF-8 with a header."),
        ("kind\na,b\n", "cases.csv: this is not read as cases (found more fields than defined in "
         "'Schema'). Give Parquet, or CSV in UTF-8 with a header."),
    ],
)  # fmt: skip
def test_a_file_that_is_wrong_is_one_line(
    text: str, told: str, upheld: Upheld, gifts: Gifts, tmp_path: Path
) -> None:
    folder = gifts()
    (tmp_path / "cases.csv").write_text(text, "utf-8")
    asked = ("tables", "run", folder, "--input", "cases.csv", "--output", "given.csv")
    assert upheld(*asked).error == told
    assert not (tmp_path / "given.csv").exists()


@ENGINES
def test_a_column_of_the_wrong_type_is_one_line(
    engine: str, upheld: Upheld, gifts: Gifts, tmp_path: Path
) -> None:
    folder = gifts()
    pl.DataFrame({"paid": [1.5]}).write_parquet(tmp_path / "cases.parquet")
    asked = ("tables", "run", folder, "--input", "cases.parquet", "--engine", engine)
    assert upheld(*asked, "--output", "given.parquet").error == (
        "cases.parquet, column paid: money cannot be a column of Float64. "
        "Give it as whole minor units (pence) or Decimal: a float is not exact."
    )


@ENGINES
def test_an_amount_that_no_file_holds_is_one_line(
    engine: str, upheld: Upheld, gifts: Gifts, tmp_path: Path
) -> None:
    folder = gifts("kind,gift\nlate,paid * 1000\n-,0\n")
    frame = pl.DataFrame({"kind": ["late"], "paid": [10**17]})
    frame.write_parquet(tmp_path / "cases.parquet")
    asked = ("tables", "run", folder, "--input", "cases.parquet", "--engine", engine)
    assert upheld(*asked, "--output", "given.parquet").error == (
        "cases.parquet: an amount is given that is too large for a file. Correct the amounts."
    )


def test_a_policy_with_lists_needs_them(upheld: Upheld, gifts: Gifts) -> None:
    gifts()
    asked = ("tables", "run", STANDARD, "--input", "cases.csv", "--output", "given.parquet")
    assert upheld(*asked).error == (
        "cases.csv, column allegation: no list of rows. Give it as a column of List(Struct)."
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"--input": "no.csv"}, "no.csv: No such file or directory: "
         "check the path and who may use it"),
        ({"--table": "gift"}, "no table gift. Did you mean gifts."),
        ({"--output": "cases.csv"}, "cases.csv: already there, and never overwritten: "
         "name another place"),
        ({"--output": "no/given.csv"}, "no/given.csv: there is no folder no: make it first"),
        ({"--output": "given.xlsx"}, "given.xlsx: neither Parquet nor CSV: "
         "let its name end in .parquet or .csv"),
        ({"--engine": "polars"}, "Invalid value for '--engine': 'polars' is not one of "
         "'row', 'columns', 'spark': see upheld --help"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line(
    change: dict[str, str], told: str, upheld: Upheld, gifts: Gifts
) -> None:
    options = {"--input": "cases.csv", "--output": "given.csv"} | change
    words = [word for pair in options.items() for word in pair]
    assert upheld("tables", "run", gifts(), *words).error == told


def test_without_java_or_pyspark_it_says_what_to_install(
    upheld: Upheld, gifts: Gifts, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = (gifts(), "--input", "cases.csv", "--output", "given.csv", "--engine", "spark")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert upheld("tables", "run", *words).error == (
        "the engine spark needs Java: install Java 17 or later (on Debian: default-jre-headless), "
        "or set JAVA_HOME"
    )
    monkeypatch.setattr(absent, "find_spec", lambda name: None)
    assert upheld("tables", "run", *words).error == (
        "the engine spark needs pyspark: pip install 'upheld[spark]'"
    )


def test_lengths_and_days_are_written_as_they_are_read(
    upheld: Upheld, gifts: Gifts, tmp_path: Path
) -> None:
    folder = gifts('bought,wait,gift\nnot(null),"> duration(""PT1H"")",5\n-,-,0\n')
    text = "bought,wait\n2026-01-01,P1DT2H\n2026-01-02,PT1H\n,\n"
    (tmp_path / "cases.csv").write_text(text, "utf-8")
    asked = ("tables", "run", folder, "--input", "cases.csv", "--output", "given.csv")
    assert upheld(*asked).code == 0
    assert (tmp_path / "given.csv").read_text("utf-8") == (
        "bought,wait,gift\n2026-01-01,P1DT2H,5.00\n2026-01-02,PT1H,0.00\n,,0.00\n"
    )
