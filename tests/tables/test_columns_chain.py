"""Whole policies over columns: tables of a list's rows, rollups, and the tables that read them."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.tables import FactsError, Kind, Policy, Value, load
from upheld.tables.bins import bins_of, members
from upheld.tables.columns import run_policy
from upheld.tables.columns.chain import Chain
from upheld.tables.columns.lines import PLAIN

from .conftest import Make

STANDARD = load(Path(__file__).parents[2] / "policies" / "standard")
# What `run_policy` maps over batches. To make its tables ready costs ten times what a batch does.
PREPARED = Chain(STANDARD)

SHOP = """
inputs:
  kind: {type: string, values: [late, lost], about: point}
  paid: {type: money, about: point}
  score: {type: number, about: point}
  regular: {type: boolean, about: case}
tables:
  - name: owed
    file: owed.csv
    each: point
    hit: first
    outputs: {owed: {type: money}}
  - name: gift
    file: gift.csv
    hit: first
    outputs: {gift: {type: money}, note: {type: string}}
rollups:
  total: {of: point, sum: owed}
  known: {of: point, sum: owed, where: not(null)}
  dearest: {of: point, max: paid}
  lost: {of: point, count: kind, where: lost}
  scores: {of: point, sum: score}
"""
OWED = "kind,regular,owed\nlost,-,paid\nlate,true,paid * 0.15\nlate,-,paid * 0.1\n"
GIFT = 'total,lost,gift,note\nnull,-,0,"""unknown"""\n> 50,> 0,dearest / 4,"""lost"""\n-,-,5,null\n'


def _shop(make: Make) -> Policy:
    return make(SHOP, owed=OWED, gift=GIFT)


def _run(policy: Policy, cases: list[dict[str, Any]]) -> pl.DataFrame:
    point = pl.Struct({"kind": pl.String, "paid": pl.Int64, "score": pl.Float64})
    schema: dict[str, Any] = {"point": pl.List(point), "regular": pl.Boolean}
    return run_policy(policy, pl.LazyFrame(cases, schema)).collect()


def test_a_case_reads_what_its_rows_gave(make: Make) -> None:
    points = [
        {"kind": "lost", "paid": 4999, "score": 0.1},
        {"kind": "late", "paid": 1230, "score": 0.2},
    ]
    (case,) = _run(_shop(make), [{"point": points, "regular": True}]).to_dicts()
    assert [point["owed"] for point in case["point"]] == [4999, 185]
    assert (case["total"], case["dearest"], case["lost"]) == (5184, 4999, 1)
    assert case["scores"] == 0.3  # 0.1 + 0.2 as decimals, not as floats
    assert (case["gift"], case["note"]) == (1250, "lost")


def test_a_total_with_an_unknown_part_is_unknown(make: Make) -> None:
    points = [{"kind": "late", "paid": 1000}, {"kind": "late"}]
    (case,) = _run(_shop(make), [{"point": points}]).to_dicts()
    assert (case["total"], case["known"], case["note"]) == (None, 100, "unknown")


@pytest.mark.parametrize("points", [[], None])
def test_no_rows_count_nothing_and_sum_to_nothing(make: Make, points: Any) -> None:
    (case,) = _run(_shop(make), [{"point": points}]).to_dicts()
    assert (case["total"], case["dearest"], case["lost"], case["gift"]) == (0, None, 0, 500)


def test_cases_keep_their_order_and_their_other_columns(make: Make) -> None:
    cases = [{"point": [{"kind": "late", "paid": 100 * at}]} for at in (3, 1, 2)]
    frame = pl.LazyFrame(cases).with_columns(id=pl.Series(["c", "a", "b"]))
    found = run_policy(_shop(make), frame).collect(engine="streaming")
    assert found.select("id", "total").rows() == [("c", 30), ("a", 10), ("b", 20)]


def test_a_missing_list_is_refused(make: Make) -> None:
    with pytest.raises(FactsError) as caught:
        run_policy(_shop(make), pl.LazyFrame({"regular": [True]}))
    assert str(caught.value) == (
        "columns, column point: no list of rows. Give it as a column of List(Struct)."
    )


# The standard policy, case by case and by columns

ROW = [name for name, field in STANDARD.inputs.items() if field.about == "allegation"]
CASE = [name for name in STANDARD.inputs if name not in ROW]


def _values() -> Mapping[str, list[Value]]:
    """For each input a value of each of its bins in each table, null too."""
    found: dict[str, dict[Value, None]] = {name: {None: None} for name in STANDARD.inputs}
    for table in STANDARD.tables.values():
        for name, bins in bins_of(table, STANDARD.names, "GBP").items():
            if name in found:
                found[name] |= dict.fromkeys(map(bins.sample, members(bins.inside)))
    return {name: list(values) for name, values in found.items()}


def _facts(names: list[str]) -> st.SearchStrategy[dict[str, Value]]:
    values = _values()
    return st.fixed_dictionaries({name: st.sampled_from(values[name]) for name in names})


FACTS = st.tuples(_facts(CASE), st.lists(_facts(ROW), max_size=3))


def _one_by_one(facts: dict[str, Value], rows: list[dict[str, Value]]) -> dict[str, Any]:
    case, known = dict(facts), [dict(row) for row in rows]
    for table in STANDARD.tables.values():
        if table.each:
            for row in known:
                row |= STANDARD.run(table.name, case | row).outputs
        else:
            case |= STANDARD.rollup("allegation", known)
            case |= STANDARD.run(table.name, case).outputs
    return case | {"allegation": known}


def _columns(cases: list[tuple[dict[str, Value], list[dict[str, Value]]]]) -> pl.LazyFrame:
    row = pl.Struct({name: PLAIN[STANDARD.inputs[name].kind] for name in ROW})
    schema = {name: PLAIN[STANDARD.inputs[name].kind] for name in CASE}
    frame = [
        _plain(facts) | {"allegation": [_plain(each) for each in rows]} for facts, rows in cases
    ]
    return pl.LazyFrame(frame, {**schema, "allegation": pl.List(row)})


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _as_column(name, value) for name, value in facts.items()}


def _as_column(name: str, value: Any) -> Any:
    if name == "allegation":
        return [_plain(row) for row in value]
    if not isinstance(value, Decimal):
        return value
    return int(value * 100) if STANDARD.names[name].kind is Kind.MONEY else float(value)


@settings(deadline=None, max_examples=40)
@given(st.lists(FACTS, min_size=1, max_size=8))
def test_the_standard_policy_decides_columns_as_it_decides_cases(
    cases: list[tuple[dict[str, Value], list[dict[str, Value]]]],
) -> None:
    found = PREPARED.over(_columns(cases).collect()).to_dicts()
    assert found == [_plain(_one_by_one(facts, rows)) for facts, rows in cases]
