"""A file of past cases says the same as the documents that it was written from."""

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.core.given import DOCUMENT, POLICY, document

from upheld.insight.backtest.cases import Cases
from upheld.insight.backtest.facts import facts_of
from upheld.insight.backtest.files import read
from upheld.insight.backtest.sheet import BadFile

INPUTS = POLICY.inputs
LATE = {"kind": "late", "received_on": "2026-11-02", "days_late": "9", "delivery_paid": "12.50"}


def facts(path: Path) -> pl.DataFrame:
    return pl.concat([batch.facts(POLICY, ()) for batch in read(path)])


def batch(path: Path) -> Cases:
    (only,) = read(path)
    return only


def write_csv(path: Path, *rows: dict[str, Any]) -> Path:
    names = dict.fromkeys(name for row in rows for name in row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(names), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def as_rows(case: int, told: dict[str, Any]) -> list[dict[str, Any]]:
    """A document in flat form: a row an allegation, all of them with what is of the whole case."""
    customer = {n: v for n, v in told.get("customer", {}).items() if n != "name"}
    head = {"received_on": told["received_on"], **customer, **told.get("circumstances", {})}
    head |= {"case": case, "similar_a_year": told.get("similar_a_year")}
    return [
        {**head, "kind": point["kind"], "finding": point.get("finding"), **point["facts"]}
        for point in told["allegations"]
    ]


def written(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents=st.lists(DOCUMENT, min_size=1, max_size=6))
def test_json_lines_say_what_the_documents_say(
    documents: list[dict[str, Any]], tmp_path: Path
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in documents), "utf-8")
    assert_frame_equal(facts(path), facts_of(documents, POLICY))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents=st.lists(DOCUMENT, min_size=1, max_size=6))
def test_a_row_an_allegation_says_what_the_documents_say(
    documents: list[dict[str, Any]], tmp_path: Path
) -> None:
    rows = [row for at, told in enumerate(documents) for row in as_rows(at, told)]
    plain = [{name: written(value) for name, value in row.items()} for row in rows]
    found = facts(write_csv(tmp_path / "cases.csv", *plain))
    assert_frame_equal(found, facts_of(documents, POLICY))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents=st.lists(DOCUMENT, min_size=1, max_size=6))
def test_nested_columns_say_what_the_documents_say(
    documents: list[dict[str, Any]], tmp_path: Path
) -> None:
    path = tmp_path / "cases.parquet"
    pl.DataFrame([_nested(each) for each in documents], NESTED, orient="row").write_parquet(path)
    assert_frame_equal(facts(path), facts_of(documents, POLICY))


def _dtype(name: str) -> pl.DataType:
    field = INPUTS[name]
    kinds = {"money": pl.Decimal(12, 2), "number": pl.Float64(), "boolean": pl.Boolean()}
    return kinds.get(field.kind, pl.String())


OF_POINT = [n for n, f in INPUTS.items() if f.about == "allegation"]
OF_POINT = [n for n in OF_POINT if n not in ("kind", "recorded_finding")]
AROUND = {n: f for n, f in INPUTS.items() if f.about == "circumstance"}
WHO = [n for n, f in INPUTS.items() if f.about in ("customer", "relationship")]
NESTED = {
    "received_on": pl.Date(),
    "similar_a_year": pl.Int32(),
    "allegations": pl.List(
        pl.Struct(
            {
                "kind": pl.String(),
                "finding": pl.String(),
                "facts": pl.Struct({name: _dtype(name) for name in OF_POINT}),
            }
        )
    ),
    "circumstances": pl.Struct({name: _dtype(name) for name in AROUND}),
    "customer": pl.Struct({name: _dtype(name) for name in WHO}),
}


def _nested(told: dict[str, Any]) -> list[Any]:
    points = [
        {"kind": point["kind"], "finding": point.get("finding"),
         "facts": {name: _typed(name, point["facts"].get(name)) for name in OF_POINT}}
        for point in told["allegations"]
    ]  # fmt: skip
    around = {n: told.get("circumstances", {}).get(n) for n in AROUND}
    who = {n: _typed(n, told.get("customer", {}).get(n)) for n in WHO}
    day = date.fromisoformat(told["received_on"])
    return [day, told.get("similar_a_year"), points, around, who]


def _typed(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    kind = str(INPUTS[name].kind)
    return {"money": Decimal, "number": float}.get(kind, lambda same: same)(value)


def test_amounts_in_parquet_are_of_the_currency_not_of_its_coins(tmp_path: Path) -> None:
    rows = {"received_on": ["2026-11-02"] * 4, "kind": ["late"] * 4}
    for column in (
        pl.Series([12, 0, 3, None]),
        pl.Series([12.0, 0.0, 3.0, None]),
        pl.Series([Decimal("12.00"), Decimal("0.00"), Decimal("3.00"), None]),
        pl.Series(["12", "0", "3.00", None]),
    ):
        path = tmp_path / "cases.parquet"
        pl.DataFrame({**rows, "delivery_paid": column}).write_parquet(path)
        paid = facts(path)["allegation"].list.first().struct.field("delivery_paid")
        assert paid.to_list() == [1200, 0, 300, None]


@given(amount=st.decimals(0, 9_999_999, places=2), form=st.sampled_from([float, str, Decimal]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_amount_is_exact_to_the_coin_however_it_is_written(
    amount: Decimal, form: Any, tmp_path: Path
) -> None:
    path = tmp_path / "cases.parquet"
    row = {"received_on": ["2026-11-02"], "kind": ["late"], "price_paid": [form(amount)]}
    pl.DataFrame(row).write_parquet(path)
    paid = facts(path)["allegation"].list.first().struct.field("price_paid")
    assert paid.item() == int(amount * 100)


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ({"days_late": "-1"}, "days_late: -1 is outside its domain >= 0"),
        ({"days_late": "nine"}, "days_late: 'nine' is not a number"),
        ({"price_paid": "12.505"}, "price_paid: 12.505 is finer than the smallest coin of GBP"),
        ({"price_paid": "99999999"}, "price_paid: 99999999.00 is too large"),
        ({"received": "yes"}, "received: 'yes' is not a boolean"),
        ({"kind": "lte"}, "allegations[1].kind: 'lte' is not one of"),
        ({"received_on": "2 November"}, "received_on: '2 November' is not a day"),
        ({"similar_a_year": "-3"}, "similar_a_year: -3 is not a count of cases"),
        ({"fit.evidence": "-1"}, "fit.evidence: -1 is outside its domain >= 0"),
    ],
)
def test_a_cell_that_is_no_fact_leaves_its_case_out_and_says_why(
    cell: dict[str, str], problem: str, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "cases.csv", {**LATE, **cell}, LATE)
    first, second = facts(path)["(problem)"].to_list()
    assert problem in first
    assert second is None


def test_rows_of_one_case_must_agree_on_what_is_of_the_whole_case(tmp_path: Path) -> None:
    row = {**LATE, "case": "7"}
    path = write_csv(tmp_path / "c.csv", {**row, "vulnerable": "true"}, {**row, "vulnerable": ""})
    (problem,) = facts(path)["(problem)"]
    assert problem == "the rows of one case differ in vulnerable: write it alike in each"


def test_rows_of_one_case_may_stand_apart(tmp_path: Path) -> None:
    rows = [{**LATE, "case": case} for case in ("7", "8", "7")]
    found = batch(write_csv(tmp_path / "cases.csv", *rows))
    assert list(found.names) == ["7", "8"]
    assert found.facts(POLICY, ())["allegation"].list.len().to_list() == [2, 1]


def test_a_case_without_a_name_is_called_by_its_row(tmp_path: Path) -> None:
    assert list(batch(write_csv(tmp_path / "cases.csv", LATE, LATE)).names) == ["row 2", "row 3"]


def test_segments_are_groups_that_no_table_reads(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "cases.csv", {**LATE, "segment.area": "LS"}, LATE)
    assert batch(path).segments.to_dict(as_series=False) == {"segment.area": ["LS", None]}
    lines = tmp_path / "cases.jsonl"
    lines.write_text(json.dumps({**document(), "segment": {"area": "LS"}, "case": 7}) + "\n")
    assert batch(lines).segments.to_dict(as_series=False) == {"segment.area": ["LS"]}
    assert list(batch(lines).names) == ["7"]
    assert batch(lines).facts(POLICY, ())["(problem)"].item() is None


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("c.txt", "", "c.txt: give past cases as .jsonl, .parquet or .csv"),
        ("c.csv", "kind\nlate\n", "c.csv: column received_on is missing: add the day of receipt"),
        ("c.csv", "received_on\n", "neither a column allegations nor kind"),
        ("c.csv", "received_on,kind,days_lat\n2026-11-02,late,9\n", "Did you mean days_late."),
        ("c.csv", "", "c.csv: this cannot be read"),
        ("c.parquet", "no parquet", "c.parquet: this cannot be read"),
        ("c.jsonl", "{}\n{", "c.jsonl, line 2: this is not JSON"),
        ("c.jsonl", "[]\n", "c.jsonl, line 1: not an object"),
        ("c.jsonl", '{"a": NaN}\n', "NaN is not a number"),
        ("c.jsonl", '{"a": 1, "a": 2}\n', "a key stands twice"),
    ],
)
def test_a_file_that_holds_no_cases_says_where_and_the_mend(
    name: str, text: str, problem: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(BadFile) as error:
        facts(path)
    assert problem in str(error.value)


def test_a_fact_in_the_wrong_place_of_a_nested_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "cases.parquet"
    point = {"kind": "late", "facts": {"vulnerable": True}}
    pl.DataFrame({"received_on": ["2026-11-02"], "allegations": [[point]]}).write_parquet(path)
    with pytest.raises(BadFile, match="allegations: column vulnerable: no such fact here"):
        facts(path)
