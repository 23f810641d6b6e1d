"""How Spark is asked: SQL with a bit for each rule and one join, or the column engine in Arrow."""

from typing import Any

import polars as pl
import pytest

from upheld.tables import FactsError, Policy

from .conftest import Make
from .spark import ABSENT, on_spark, one_session

YAML = """
inputs:
  kind: {type: string, values: [late, lost], about: case}
  days: {type: number, about: case}
  limit: {type: number, about: case}
  paid: {type: money, about: case}
tables:
  - name: gift
    file: gift.csv
    hit: HIT
    outputs: {gift: {type: money}, note: {type: string}, share: {type: number}}
"""
HEAD = "kind,days,gift,note,share\n"


def _plan(policy: Policy, **columns: object) -> str:
    """What Spark means to do, as it tells it."""
    from upheld.tables.spark.frames import run_table

    cases = pl.DataFrame({"kind": ["late"], "days": [1], "limit": [2], "paid": [100]} | columns)
    found = run_table(policy, "gift", one_session().createDataFrame(cases.to_arrow()))
    return str(found._jdf.queryExecution().executedPlan().toString())


def _make(make: Make, sheet: str, hit: str = "first") -> Policy:
    return make(YAML.replace("HIT", hit), gift=HEAD + sheet)


def _many(rules: int) -> str:
    return "".join(f"-,{at},{at},null,1\n" for at in range(rules))


@pytest.mark.skipif(bool(ABSENT), reason=ABSENT)
@pytest.mark.parametrize(("unit", "held"), [("ms", -1_001_000), ("us", -1001), ("ns", -2)])
def test_a_length_is_held_in_whole_microseconds_in_lists_too(unit: Any, held: int) -> None:
    from upheld.tables.spark.types import holding

    lengths = pl.Series([-1001], dtype=pl.Duration(unit))
    frame = pl.DataFrame({"wait": lengths, "none": [None]})
    listed = frame.select(wait="wait", rows=pl.struct("wait", "none").implode())
    kept = listed.select(holding(pl.col(name), listed.schema[name]) for name in listed.columns)
    assert kept.to_dicts() == [{"wait": held, "rows": [{"wait": held}]}]


@on_spark
def test_three_outputs_of_63_rules_cost_one_join(make: Make) -> None:
    plan = _plan(_make(make, _many(63)))
    assert plan.count("BroadcastHashJoin") == 1
    assert "MapInArrow" not in plan


@on_spark
@pytest.mark.parametrize(
    ("sheet", "hit"),
    [
        (_many(64), "first"),  # more rules than bits
        ("-,> limit,1,null,1\n", "first"),  # a comparison with another column
        ("-,-,paid / days,null,1\n", "first"),  # a quotient that need not end
        ("-,> 1,paid,null,1\n-,> 2,1,null,1\n", "any"),  # whether they agree hangs on the row
        ("-,> 1,2,null,1\n-,> 2,1,null,1\n", "unique"),  # a contradiction is told by the row
    ],
)
def test_what_sql_does_not_say_goes_through_columns(make: Make, sheet: str, hit: str) -> None:
    plan = _plan(_make(make, sheet, hit))
    assert "MapInArrow" in plan
    assert "BroadcastHashJoin" not in plan


@on_spark
def test_columns_that_no_rule_reads_may_hold_anything(make: Make) -> None:
    plan = _plan(_make(make, "late,-,1,null,1\n"), extra=[b"\x00"], limit=[{"a": 1}])
    assert "MapInArrow" not in plan


@on_spark
def test_money_as_floats_is_refused(make: Make) -> None:
    with pytest.raises(FactsError, match="column paid: money cannot be a column of Float64"):
        _plan(_make(make, "-,-,paid,null,1\n"), paid=[1.5])
