"""Columns and rows give the same answers: every kind, every threshold, null, every hit policy."""

from collections.abc import Mapping
from contextlib import nullcontext, suppress
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.tables import Field, Hit, HitError, Kind, Months, Policy, RuleRef, Table
from upheld.tables.columns import run_table
from upheld.tables.hits import decide
from upheld.tables.parser import parse_expression, parse_test
from upheld.tables.syntax import Anything, names_in
from upheld.tables.table import AGGREGATED, MANY, Cell, Rule
from upheld.tables.telling import Template
from upheld.tables.values import Value

KINDS = ("late", "faulty", "rude")
GIFTS = ("help", "refund", "voucher")
FIELDS = {
    "kind": Field("kind", Kind.STRING, values=KINDS),
    "name": Field("name", Kind.STRING),
    "known": Field("known", Kind.BOOLEAN),
    "days": Field("days", Kind.NUMBER),
    "limit": Field("limit", Kind.NUMBER),
    "price": Field("price", Kind.MONEY),
    "cap": Field("cap", Kind.MONEY),
    "on": Field("on", Kind.DATE),
    "at": Field("at", Kind.TIME),
    "moment": Field("moment", Kind.DATETIME),
    "length": Field("length", Kind.DURATION),
    "term": Field("term", Kind.MONTHS),
}
TESTS = {
    "kind": ["late", "late, faulty", "not(late)", "null", "not(null)", "not(rude, null)"],
    "name": ['"b"', '"a", "b"', 'not("b")', '< "b"', '["a".."b")', '> "b"', "null"],
    "known": ["true", "false", "null", "not(true)", "false, null"],
    "days": [
        *("0", "> 1", "[1..3]", "(1..limit]", "not(2)", "null", "<= limit", "1, null", "> 0.1"),
        *("[0.1..0.3)", "not(limit)", "= 0.3", "< -1.5", "> 123456789012345678901234567890"),
    ],
    "price": ["> 10", "[0.01..10.00]", "< cap", "10, 20", "null", "not(10.005)", ">= 10.005"],
    "on": ['date("2026-01-01")', '> date("2026-01-01")', "null", 'not(date("2026-01-02"))'],
    "at": ['>= time("12:00:00")', 'time("12:00:00")', '[time("09:00:00")..time("12:00:00")]'],
    "moment": [
        '> date and time("2026-01-01T00:00:00Z")',
        '[date and time("2025-12-31T23:00:00Z")..date and time("2026-01-01T01:00:00+01:00")]',
        "null",
    ],
    "length": ['> duration("P1D")', '[duration("PT1H")..duration("P1D")]', "not(null)"],
    "term": ['>= duration("P1Y")', 'duration("P6M")', "null"],
}
DAY, NOON = date(2026, 1, 1), datetime(2026, 1, 1, 12, tzinfo=UTC)


def _decimals(texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts.split()]


# Every threshold, and its neighbours.
NEAR = _decimals("-2 -1.5 0 0.1 0.3 1 2 2.5 3 4")
VALUES: Mapping[str, list[Any]] = {
    "kind": [*KINDS, "other"],
    "name": ["", "a", "b", "b ", "ba", "c", "é"],
    "known": [True, False],
    "days": NEAR,
    "limit": NEAR,
    "price": _decimals("0 0.01 9.99 10 10.01 19.99 20 33.33"),
    "cap": _decimals("-1 0 10 10.01 50"),
    "on": [DAY + timedelta(days) for days in (-1, 0, 1, 2)],
    "at": [time(9), time(11, 59, 59, 999999), time(12), time(12, 0, 0, 1)],
    "moment": [NOON + timedelta(hours=hours) for hours in (-13, -12, -11, 0)],
    "length": [timedelta(hours=1), timedelta(minutes=59), timedelta(1), timedelta(1, 0, 1)],
    "term": [Months(5), Months(6), Months(12), Months(13)],
}
AMOUNTS = [
    *("5", "12.345", "null", "price", "cap", "-price", "price * 0.15", "price - cap", "price / 3"),
    *("min(price, cap)", "max(price / 8, 1.005)", "price * days", "abs(price - 20) + 0.125"),
]
WORDS = ["refund", "help", "voucher", "null"]
TYPES: Mapping[str, list[Any]] = {
    "kind": [pl.String, pl.Categorical, pl.Enum([*KINDS, "other"]), pl.Enum(["other", *KINDS])],
    "name": [pl.String, pl.Categorical, pl.Enum(VALUES["name"][::-1])],
    "days": [pl.Float64, pl.Decimal(12, 3)],
    "limit": [pl.Float64, pl.Decimal(9, 1)],
    "price": [pl.Int64, pl.Int32, pl.Decimal(12, 2), pl.Decimal(15, 4)],
    "cap": [pl.Int64, pl.Decimal(12, 2)],
    "moment": [pl.Datetime("us", "UTC"), pl.Datetime("ms", "Europe/London")],
    "length": [pl.Duration("us"), pl.Duration("ns")],
}

Rows = list[tuple[dict[str, str], str, str]]
Case = dict[str, Any]
CELLS = st.fixed_dictionaries({}, optional={name: st.sampled_from(TESTS[name]) for name in TESTS})
FEW = CELLS.map(lambda cells: dict(list(cells.items())[:3]))
ROWS = st.lists(
    st.tuples(FEW, st.sampled_from(AMOUNTS), st.sampled_from(WORDS)), min_size=1, max_size=6
)
CASE = st.fixed_dictionaries(
    {name: st.none() | st.sampled_from(values) for name, values in VALUES.items()}
)
CASES = st.lists(CASE, min_size=1, max_size=25)
SCHEMAS = st.fixed_dictionaries({name: st.sampled_from(types) for name, types in TYPES.items()})


def _policy(rows: Rows, hit: Hit, outputs: Mapping[str, Field]) -> Policy:
    rules = tuple(_rule(at, *row, outputs) for at, row in enumerate(rows, 2))
    trees = [tree for rule in rules for tree in rule.outputs.values()]
    tests = [cell.test for rule in rules for cell in rule.cells]
    table = Table(
        name="gifts",
        title="",
        file="gifts.csv",
        each="",
        hit=hit,
        columns=tuple(TESTS),
        outputs=outputs,
        rules=rules,
        reads=frozenset(TESTS).union(*map(names_in, trees), *map(names_in, tests)),
    )
    names = {**FIELDS, **outputs}
    return Policy("p", "P", DAY, "GBP", "p/1", FIELDS, {"gifts": table}, {}, names)


def _rule(row: int, asks: dict[str, str], amount: str, word: str, outputs: Any) -> Rule:
    tests = {name: parse_test(text, FIELDS[name].values) for name, text in asks.items()}
    cells = tuple(Cell(name, "", test) for name, test in tests.items() if test != Anything())
    trees = {"amount": parse_expression(amount), "gift": parse_expression(word, GIFTS)}
    given = {name: trees[name] for name in outputs}
    return Rule(RuleRef(str(row), row), cells, given, Template(()), "")


def _outputs(hit: Hit) -> dict[str, Field]:
    many = hit in MANY
    amount = Field("amount", Kind.NUMBER if hit is Hit.COUNT else Kind.MONEY, many=many)
    gift = Field("gift", Kind.STRING, values=GIFTS, many=many)
    return {"amount": amount} if hit in AGGREGATED else {"gift": gift, "amount": amount}


def _frame(cases: list[Case], schema: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(
        {name: _column([case[name] for case in cases], name, schema.get(name)) for name in VALUES}
    )


def _column(values: list[Any], name: str, dtype: Any) -> pl.Series:
    if name == "term":
        return pl.Series([value and value.count for value in values], dtype=pl.Int16)
    if dtype in (pl.Int64, pl.Int32):
        return pl.Series([_plain(value) for value in values], dtype=dtype)
    if dtype == pl.Float64:
        return pl.Series([None if value is None else float(value) for value in values], dtype=dtype)
    if dtype == pl.Decimal:
        return pl.Series(values, dtype=pl.Decimal(20, 4)).cast(dtype)
    return pl.Series(values, dtype=dtype)


def _plain(value: Value) -> Any:
    """As a column holds it: money in pence."""
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return int(value * 100) if isinstance(value, Decimal) else value


def _sound(policy: Policy, cases: list[Case]) -> list[tuple[Case, Mapping[str, Value]]]:
    """The cases on which no rules contradict each other, and what walking the rules gives."""
    found = []
    for case in cases:
        with suppress(HitError):
            found.append((case, decide(policy.tables["gifts"], case, "GBP")[1]))
    return found


@pytest.mark.parametrize("hit", list(Hit))
@settings(deadline=None, max_examples=30)
@given(rows=ROWS, cases=CASES, schema=SCHEMAS)
def test_columns_give_what_walking_the_rules_gives(
    hit: Hit, rows: Rows, cases: list[Case], schema: Mapping[str, Any]
) -> None:
    policy = _policy(rows, hit, _outputs(hit))
    sound = _sound(policy, cases)
    frame = _frame([case for case, _ in sound], schema)
    for engine in ("in-memory", "streaming"):
        found = run_table(policy, "gifts", frame.lazy()).collect(engine=engine)
        for name in policy.tables["gifts"].outputs:
            wanted = [outputs[name] for _, outputs in sound]
            plain = wanted if hit is Hit.COUNT else [_plain(value) for value in wanted]
            assert found[name].to_list() == plain


@pytest.mark.parametrize("hit", [Hit.UNIQUE, Hit.ANY])
@settings(deadline=None, max_examples=30)
@given(rows=ROWS, cases=CASES, schema=SCHEMAS)
def test_columns_refuse_just_what_walking_the_rules_refuses(
    hit: Hit, rows: Rows, cases: list[Case], schema: Mapping[str, Any]
) -> None:
    policy = _policy(rows, hit, _outputs(hit))
    contradicted = len(_sound(policy, cases)) < len(cases)
    with pytest.raises(HitError) if contradicted else nullcontext():
        run_table(policy, "gifts", _frame(cases, schema).lazy()).collect()


@pytest.mark.parametrize("hit", list(Hit))
@settings(deadline=None, max_examples=50)
@given(rows=ROWS, cases=CASES)
def test_a_compiled_table_gives_what_walking_the_rules_gives(
    hit: Hit, rows: Rows, cases: list[Case]
) -> None:
    policy = _policy(rows, hit, _outputs(hit))
    for case, outputs in _sound(policy, cases):
        assert policy.run("gifts", case).outputs == outputs
