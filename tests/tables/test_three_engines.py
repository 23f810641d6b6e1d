"""Row, columns and Spark give the same: every kind, threshold and hit policy."""

from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.tables import Field, Hit, HitError, Kind, Months, Policy, RuleRef, Table
from upheld.tables.files.asked import Asked
from upheld.tables.files.rows import Rows
from upheld.tables.hits import decide
from upheld.tables.parser import parse_expression, parse_test
from upheld.tables.syntax import Anything, names_in
from upheld.tables.table import AGGREGATED, MANY, Cell, Rule
from upheld.tables.telling import Template
from upheld.tables.values import Value

from .spark import FIRST_FOUND, by_spark, on_spark
from .test_columns_properties import CASES, DAY, FEW, FIELDS, GIFTS, SCHEMAS, TESTS, VALUES, Case
from .test_columns_properties import _column as column_of

OUTPUTS = {
    "gift": Field("gift", Kind.STRING, values=GIFTS),
    "amount": Field("amount", Kind.MONEY),
    "share": Field("share", Kind.NUMBER),
    "yes": Field("yes", Kind.BOOLEAN),
    "day": Field("day", Kind.DATE),
    "clock": Field("clock", Kind.TIME),
    "when": Field("when", Kind.DATETIME),
    "span": Field("span", Kind.DURATION),
    "years": Field("years", Kind.MONTHS),
    "word": Field("word", Kind.STRING),
}
GIVES = {
    "gift": ["refund", "help", "voucher", "null"],
    "amount": [
        *("5", "12.345", "null", "price", "-price", "price * 0.15", "price - cap", "price / 3"),
        *("min(price, cap)", "max(price / 8, 1.005)", "price * days", "abs(price - 20) + 0.125"),
        *("price / days", "min(price, cap, 5)", "price / 4 - max(cap, price) * 0.125", "price / 0"),
        *("sum(price, cap, 1)", "cap * limit", "price * 1.005", "-cap / 8"),
    ],
    "share": [
        *("1", "2.5", "null", "days", "limit", "days * 0.1", "days / limit", "limit / 3"),
        *("max(days, limit)", "days - limit", "days ** 2", "floor(days)", "price / cap", "-days"),
        *("round half up(limit, 0)", "days * days * 0.001", "1 / 3"),
    ],
    "yes": ["true", "null", "known", "price > cap", "days = limit", "price != cap", "days <= 2"],
    "day": ['date("2026-01-01")', "null", "on", "on + length", "on - term"],
    "clock": ['time("12:00:00")', "null", "at", "at + length"],
    "when": ['date and time("2026-01-01T00:00:00Z")', "null", "moment", "moment - length"],
    "span": ['duration("P1D")', "null", "length", "length * 2", "length + length"],
    "years": ['duration("P1Y")', "null", "term", "term + term"],
    "word": ['"it\'s"', '"a\\\\b ${x}"', '"é\U0001f600"', "null", "name"],
}
# An output or two beside the amount: the more outputs, the fewer rules that are tried.
SOME = st.lists(st.sampled_from(sorted(OUTPUTS)), max_size=2, unique=True)


@st.composite
def policies(draw: st.DrawFn, hit: Hit) -> Policy:
    """One table of a few rules."""
    outputs = draw(_outputs(hit))
    rules = tuple(_rule(at, draw(FEW), draw(_gives(outputs))) for at in range(2, draw(_COUNT)))
    tests = [cell.test for rule in rules for cell in rule.cells]
    trees = [tree for rule in rules for tree in rule.outputs.values()]
    reads = frozenset(TESTS).union(*map(names_in, trees), *map(names_in, tests))
    table = Table("gifts", "", "gifts.csv", "", hit, tuple(TESTS), outputs, rules, reads)
    names = {**FIELDS, **outputs}
    return Policy("p", "P", DAY, "GBP", "p/1", FIELDS, {"gifts": table}, {}, names)


_COUNT = st.integers(3, 8)


def _outputs(hit: Hit) -> st.SearchStrategy[dict[str, Field]]:
    if hit is Hit.COUNT:
        return st.just({"share": OUTPUTS["share"]})
    if hit in AGGREGATED:
        return st.sampled_from(["amount", "share"]).map(lambda name: {name: OUTPUTS[name]})
    many = hit in MANY
    names = SOME.map(lambda some: dict.fromkeys(["gift", "amount", *some]))
    return names.map(
        lambda each: {name: Field(name, OUTPUTS[name].kind, OUTPUTS[name].values, many=many)
                      for name in each}
    )  # fmt: skip


def _gives(outputs: Mapping[str, Field]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({name: st.sampled_from(GIVES[name]) for name in outputs})


def _rule(row: int, asks: Mapping[str, str], gives: Mapping[str, str]) -> Rule:
    tests = {name: parse_test(text, FIELDS[name].values) for name, text in asks.items()}
    cells = tuple(Cell(name, "", test) for name, test in tests.items() if test != Anything())
    trees = {name: parse_expression(text, OUTPUTS[name].values) for name, text in gives.items()}
    return Rule(RuleRef(str(row), row), cells, trees, Template(()), "")


def sound(policy: Policy, cases: list[Case]) -> list[tuple[Case, Mapping[str, Value]]]:
    """The cases on which no rules contradict each other, and what walking the rules gives."""
    found = []
    for case in cases:
        with suppress(HitError):
            found.append((case, decide(policy.tables["gifts"], case, "GBP")[1]))
    return found


def frame_of(cases: list[Case], schema: Mapping[str, Any]) -> pl.DataFrame:
    """The cases as columns; an unknown float is what is no number, every other time."""
    frame = pl.DataFrame(
        {name: column_of([case[name] for case in cases], name, schema.get(name)) for name in VALUES}
    )
    floats = [name for name, dtype in frame.schema.items() if dtype == pl.Float64]
    odd = pl.int_range(pl.len()) % 2 == 1
    return frame.with_columns(
        pl.when(odd & pl.col(name).is_null()).then(float("nan")).otherwise(name).alias(name)
        for name in floats
    )


def plain(value: Value, field: Field) -> Any:
    """As a column holds it: money in pence."""
    if isinstance(value, tuple):
        return [plain(each, field) for each in value]
    if isinstance(value, Months):
        return value.count
    if isinstance(value, Decimal):
        return int(value * 100) if field.kind is Kind.MONEY else float(value)
    return value


@pytest.mark.parametrize("hit", list(Hit))
@settings(deadline=None, max_examples=30)
@given(data=st.data(), cases=CASES, schema=SCHEMAS)
def test_rows_and_columns_give_what_walking_the_rules_gives(
    hit: Hit, data: st.DataObject, cases: list[Case], schema: Mapping[str, Any]
) -> None:
    asked = Asked(data.draw(policies(hit)), "gifts")
    known = sound(asked.policy, cases)
    frame = frame_of([case for case, _ in known], schema)
    found = asked.over(frame.lazy()).collect()
    for name, field in asked.gives.items():
        assert found[name].to_list() == [plain(given[name], field) for _, given in known]
    assert Rows(asked, found.schema).over(frame).equals(found)


@on_spark
@pytest.mark.parametrize("hit", list(Hit))
@settings(deadline=None, max_examples=4, phases=FIRST_FOUND)
@given(data=st.data(), cases=CASES, schema=SCHEMAS)
def test_spark_gives_what_columns_give(
    hit: Hit, data: st.DataObject, cases: list[Case], schema: Mapping[str, Any]
) -> None:
    asked = Asked(data.draw(policies(hit)), "gifts")
    known = sound(asked.policy, cases)
    frame = frame_of([case for case, _ in known], schema)
    found = asked.over(frame.lazy()).collect().select(list(asked.gives))
    given = by_spark(asked, frame, found.schema).select(found.columns)
    assert given.to_dict(as_series=False) == found.to_dict(as_series=False)
