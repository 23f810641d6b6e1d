"""Whole policies with lists and rollups: row, columns and Spark give the same."""

from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.tables import Value
from upheld.tables.files.asked import Asked
from upheld.tables.files.rows import Rows

from .conftest import Make
from .spark import FIRST_FOUND, by_spark, on_spark
from .test_columns_chain import FACTS, GIFT, OWED, PREPARED, SHOP, STANDARD
from .test_columns_chain import _columns as columns_of

Cases = list[tuple[dict[str, Value], list[dict[str, Value]]]]
CASES = st.lists(FACTS, min_size=1, max_size=8)
POINT = pl.Struct({"kind": pl.String, "paid": pl.Int64, "score": pl.Float64})


@settings(deadline=None, max_examples=25)
@given(CASES)
def test_the_standard_policy_decides_rows_as_it_decides_columns(cases: Cases) -> None:
    frame = columns_of(cases).collect()
    found = PREPARED.over(frame)
    assert Rows(Asked(STANDARD), found.schema).over(frame).to_dicts() == found.to_dicts()


@on_spark
@settings(deadline=None, max_examples=5, phases=FIRST_FOUND)
@given(CASES)
def test_the_standard_policy_decides_on_spark_as_it_decides_columns(cases: Cases) -> None:
    asked, frame = Asked(STANDARD), columns_of(cases).collect()
    found = asked.over(frame.lazy()).collect()
    assert by_spark(asked, frame, found.schema).to_dicts() == found.to_dicts()


def _shop(make: Make) -> Asked:
    return Asked(make(SHOP, owed=OWED, gift=GIFT))


def _three(asked: Asked, frame: pl.DataFrame) -> list[pl.DataFrame]:
    found = asked.over(frame.lazy()).collect()
    return [found, Rows(asked, found.schema).over(frame), by_spark(asked, frame, found.schema)]


@on_spark
def test_cases_with_rows_and_without_keep_their_order_on_all_three(make: Make) -> None:
    points: list[Any] = [
        [{"kind": "late", "paid": 100 * at, "score": 0.1}, {"kind": "lost", "score": float("nan")}]
        for at in (3, 1, 2)
    ]
    cases = {"point": [points[0], [], points[1], None, points[2]], "id": list("cbade")}
    frame = pl.DataFrame(cases, {"point": pl.List(POINT), "id": pl.String})
    one, two, three = _three(_shop(make), frame)
    assert one["known"].to_list() == [30, 0, 10, 0, 20]
    assert one.equals(two)
    assert one.equals(three)


@on_spark
def test_what_an_earlier_run_gave_is_given_anew_on_all_three(make: Make) -> None:
    asked = _shop(make)
    frame = pl.DataFrame({"point": [[{"kind": "lost", "paid": 900}]], "regular": [None]})
    stale = asked.over(frame.lazy()).collect().with_columns(total=pl.lit(1), gift=pl.lit("x"))
    for found in _three(asked, stale):
        assert found.select("total", "gift", "note").rows() == [(900, 500, None)]


@on_spark
def test_tables_that_feed_each_other_without_lists_stay_in_sql(make: Make) -> None:
    yaml = """
inputs:
  days: {type: number, about: case}
  paid: {type: money, about: case}
tables:
  - {name: a, file: a.csv, hit: first, outputs: {size: {type: string, values: [big, small]},
     half: {type: money}}}
  - {name: b, file: b.csv, hit: first, outputs: {gift: {type: money}}}
"""
    asked = Asked(
        make(yaml, a="days,size,half\n> 3,big,paid / 2\n-,small,null\n",
             b="size,half,gift\nbig,> 10,half - 1\nbig,-,5\n-,null,1\n")
    )  # fmt: skip
    frame = pl.DataFrame({"days": [4, 4, 3, None], "paid": [2001, 1999, 50, 60]})
    one, two, three = _three(asked, frame)
    assert one.rows() == [
        (4, 2001, "big", 1001, 901),
        (4, 1999, "big", 1000, 500),
        (3, 50, "small", None, 100),
        (None, 60, "small", None, 100),
    ]
    assert one.equals(two)
    assert one.equals(three)
