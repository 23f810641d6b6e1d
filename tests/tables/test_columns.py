"""Columns: the traps on which engines disagree, each by its name, and what is refused."""

import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from upheld.tables import FactsError, HitError, Policy
from upheld.tables.columns import run_table

from .conftest import Make

SHOP = """
inputs:
  kind: {type: string, values: [late, lost, rude], about: case}
  days: {type: number, about: case}
  limit: {type: number, about: case}
  paid: {type: money, about: case}
tables:
  - name: gift
    file: gift.csv
    hit: HIT
    outputs: {gift: {type: money}, days_left: {type: number}}
"""

NUMBER = "{type: number}"


def _given(make: Make, sheet: str, columns: dict[str, Any], hit: str = "first") -> list[Any]:
    """What each row is given as `gift`, in pence."""
    return _run(make(SHOP.replace("HIT", hit), gift=sheet), columns)["gift"].to_list()


def _run(policy: Policy, columns: dict[str, Any]) -> pl.DataFrame:
    return run_table(policy, "gift", pl.LazyFrame(columns)).collect()


def test_a_list_of_exceptions_does_not_match_the_unknown(make: Make) -> None:
    sheet = 'kind,gift,days_left\n"not(late, rude)",5,\n-,1,\n'
    assert _given(make, sheet, {"kind": ["late", "lost", None]}) == [100, 500, 100]


def test_what_is_no_number_is_unknown_and_not_the_greatest(make: Make) -> None:
    sheet = "days,gift,days_left\n> 5,5,\nnull,2,\n-,1,\n"
    days = [float("nan"), float("inf"), float("-inf"), 6.0, 5.0]
    assert _given(make, sheet, {"days": days}) == [200, 200, 200, 500, 100]


def test_the_lesser_of_an_unknown_amount_is_unknown(make: Make) -> None:
    sheet = 'days,gift,days_left\n-,"min(paid, 50)",\n'
    assert _given(make, sheet, {"paid": [None, 4999, 5001]}) == [None, 4999, 5000]


def test_a_division_by_zero_is_unknown(make: Make) -> None:
    sheet = "days,gift,days_left\n-,paid / days,\n"
    assert _given(make, sheet, {"paid": [1000, 1000], "days": [0, 4]}) == [None, 250]


def test_a_share_of_an_amount_is_exact_and_rounded_half_up(make: Make) -> None:
    sheet = "days,gift,days_left\n-,paid * 0.15,\n"
    # £12.34 is 1.851, £12.30 is 1.845 and -£12.30 is -1.845.
    assert _given(make, sheet, {"paid": [1234, 1230, -1230]}) == [185, 185, -185]
    decimals = pl.Series([Decimal("12.34"), Decimal("12.30")], dtype=pl.Decimal(10, 2))
    assert _given(make, sheet, {"paid": decimals}) == [185, 185]


def test_a_float_stands_for_its_shortest_decimal(make: Make) -> None:
    sheet = "days,gift,days_left\n>= 0.3,5,\n-,1,\n"
    assert _given(make, sheet, {"days": [0.3, 0.1 + 0.2, 0.29999999999999993]}) == [500, 500, 100]


def test_a_threshold_between_two_whole_numbers_or_floats_is_kept(make: Make) -> None:
    sheet = "days,gift,days_left\n> 2.5,5,\n> 0.10000000000000000001,2,\n-,1,\n"
    assert _given(make, sheet, {"days": [3, 2, 0]}) == [500, 200, 100]
    assert _given(make, sheet, {"days": [0.1, 0.10000000000000002]}) == [100, 200]


def test_a_threshold_that_is_a_name_is_compared_row_by_row(make: Make) -> None:
    sheet = "days,gift,days_left\n> limit,5,\nnot(limit),2,\n-,1,\n"
    columns = {"days": [3, 2, 1, None], "limit": [2.5, 2.0, 2.0, 1.0]}
    assert _given(make, sheet, columns) == [500, 100, 200, 100]


def test_a_missing_column_is_unknown_throughout(make: Make) -> None:
    sheet = "days,kind,gift,days_left\nnull,late,5,\n-,-,1,\n"
    assert _given(make, sheet, {"kind": ["late", "lost"]}) == [500, 100]


def test_other_columns_are_left_as_they_are(make: Make) -> None:
    policy = make(SHOP.replace("HIT", "first"), gift="days,gift,days_left\n-,5,days * 2\n")
    found = _run(policy, {"id": ["a", "b"], "days": [1, None]})
    assert found.to_dict(as_series=False) == {
        "id": ["a", "b"],
        "days": [1, None],
        "gift": [500, 500],
        "days_left": [2.0, None],
    }


def test_a_contradiction_is_an_error_that_names_the_rules_and_the_case(make: Make) -> None:
    sheet = "rule,days,gift,days_left\na,> 1,5,\nb,> 5,6,\n"
    assert _given(make, sheet, {"days": [2, 5]}, "unique") == [500, 500]
    with pytest.raises(HitError, match=r"a \(row 2\) and b \(row 3\) contradict .* for days=6"):
        _given(make, sheet, {"days": [2, 6]}, "unique")


def test_money_as_floats_is_refused(make: Make) -> None:
    with pytest.raises(FactsError) as caught:
        _given(make, "paid,gift,days_left\n> 1,5,\n", {"paid": [1.5]})
    assert str(caught.value) == (
        "columns, column paid: money cannot be a column of Float64. "
        "Give it as whole minor units (pence) or Decimal: a float is not exact."
    )


def test_an_unknown_table_is_refused(make: Make) -> None:
    policy = make(SHOP.replace("HIT", "first"), gift="days,gift,days_left\n-,5,\n")
    with pytest.raises(LookupError, match="Did you mean gift"):
        run_table(policy, "gifts", pl.LazyFrame({"days": [1]}))


def test_a_file_of_many_batches_keeps_its_order(make: Make, tmp_path: Path) -> None:
    policy = make(SHOP.replace("HIT", "first"), gift="days,gift,days_left\n> 1,paid / 3,\n-,1,\n")
    count = 300_000
    frame = pl.DataFrame({"days": pl.int_range(count, eager=True) % 7}).with_columns(paid="days")
    frame.write_parquet(tmp_path / "cases.parquet", row_group_size=10_000)
    file = pl.scan_parquet(tmp_path / "cases.parquet")
    found = run_table(policy, "gift", file).collect(engine="streaming")
    thirds = {0: 100, 1: 100, 2: 1, 3: 1, 4: 1, 5: 2, 6: 2}
    assert found["gift"].to_list() == [thirds[at % 7] for at in range(count)]


@pytest.mark.parametrize("hit", ["first", "collect count"])
def test_rules_beyond_any_table_of_cells_are_met_by_their_bits(make: Make, hit: str) -> None:
    chance = random.Random(7)
    names = ["a", "b", "c", "d", "e"]
    yaml = "inputs:\n" + "".join(f"  {name}: {{type: number, about: case}}\n" for name in names)
    yaml += (
        f"tables:\n  - {{name: gift, file: gift.csv, hit: {hit}, outputs: {{n: {{type: number}}}}}}"
    )
    rows = [
        [*(f"[{low}..{low + chance.randrange(100, 1000)}]" for low in _drawn(chance)), str(at)]
        for at in range(150)
    ]
    sheet = "\n".join(",".join(row) for row in [[*names, "n"], *rows])
    policy = make(yaml, gift=sheet)
    cases = [dict(zip(names, _drawn(chance), strict=True)) for _ in range(300)]
    found = run_table(policy, "gift", pl.LazyFrame(cases)).collect()["n"].to_list()
    facts = [{name: Decimal(value) for name, value in case.items()} for case in cases]
    assert found == [policy.run("gift", each).outputs["n"] for each in facts]
    assert len(set(found)) > 20 or hit != "first"


def _drawn(chance: random.Random) -> list[int]:
    return [chance.randrange(900) for _ in range(5)]


@pytest.mark.parametrize(
    ("count", "step"), [(3, 1), (12, 1), (12, 10**6), (60, 1000), (60, 10**6), (60, 10**16)]
)
@pytest.mark.parametrize("dtype", [pl.Int8, pl.Int64, pl.UInt64, pl.Int128, pl.Float64])
def test_few_and_many_bounds_near_and_far_are_counted_alike(
    make: Make, count: int, step: int, dtype: type[pl.DataType]
) -> None:
    yaml = (
        "inputs: {days: {type: number, about: case}}\n"
        "tables:\n  - {name: gift, file: gift.csv, hit: first, outputs: {n: {type: number}}}\n"
    )
    rows = [f"[{at * step}..{(at + 1) * step}),{at}" for at in range(count)]
    policy = make(yaml, gift="\n".join(["days,n", *rows, "> 0,-1", ""]))
    around = [at * step + beside for at in range(count + 1) for beside in (-1, 0, 1)]
    column = pl.Series("days", [*around, 2**63 - 1, -(2**63), None]).cast(dtype, strict=False)
    found = run_table(policy, "gift", pl.LazyFrame([column])).collect()["n"].to_list()
    facts = [None if day is None else Decimal(repr(day)) for day in column.to_list()]
    assert found == [policy.run("gift", {"days": day}).outputs["n"] for day in facts]
