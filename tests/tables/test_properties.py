"""What holds for every table and every case."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from upheld.tables import Answer, Field, Hit, HitError, Kind, Policy, RuleRef, Table
from upheld.tables.evaluate import matches
from upheld.tables.parser import parse_expression, parse_test
from upheld.tables.syntax import Anything
from upheld.tables.table import Cell, Rule
from upheld.tables.telling import Template
from upheld.tables.values import Scalar

KINDS = ("late", "faulty", "rude")
FIELDS = {
    "kind": Field("kind", Kind.STRING, values=KINDS),
    "days": Field("days", Kind.NUMBER),
    "limit": Field("limit", Kind.NUMBER),
    "gift": Field("gift", Kind.NUMBER),
}
TESTS = {
    "kind": ["-", "late", "late, faulty", "not(late)", "null", "not(null)", "not(rude, null)"],
    "days": ["-", "0", "> 1", "[1..3]", "(1..limit]", "not(2)", "null", "<= limit", "1, null"],
}
SMALL = st.none() | st.integers(0, 4).map(Decimal)
FACTS: st.SearchStrategy[dict[str, Scalar]] = st.fixed_dictionaries(
    {"kind": st.none() | st.sampled_from(KINDS), "days": SMALL, "limit": SMALL}
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(TESTS["kind"]), st.sampled_from(TESTS["days"]), st.integers(0, 2).map(str)
    ),
    min_size=1,
    max_size=8,
)
Rows = list[tuple[str, str, str]]


def _rule(row: int, kind: str, days: str, gift: str) -> Rule:
    tests = {"kind": parse_test(kind, KINDS), "days": parse_test(days)}
    cells = tuple(
        Cell(column, "", test) for column, test in tests.items() if not isinstance(test, Anything)
    )
    return Rule(RuleRef(str(row), row), cells, {"gift": parse_expression(gift)}, Template(()), "")


def _policy(rows: Rows, hit: Hit) -> Policy:
    table = Table(
        name="gifts",
        title="",
        file="gifts.csv",
        each="",
        hit=hit,
        columns=("kind", "days"),
        outputs={"gift": FIELDS["gift"]},
        rules=tuple(_rule(at, *row) for at, row in enumerate(rows, 2)),
        reads=frozenset({"kind", "days", "limit"}),
    )
    inputs = {name: field for name, field in FIELDS.items() if name != "gift"}
    day = date(2026, 1, 1)
    return Policy("p", "P", day, "GBP", "p/1", inputs, {"gifts": table}, {}, FIELDS)


def _run(rows: Rows, hit: Hit, facts: Mapping[str, Scalar]) -> Answer:
    return _policy(rows, hit).run("gifts", facts)


def _matching(rows: Rows, facts: Mapping[str, Scalar]) -> list[int]:
    return [
        at
        for at, (kind, days, _) in enumerate(rows, 2)
        if matches(parse_test(kind, KINDS), facts["kind"], facts) is True
        and matches(parse_test(days), facts["days"], facts) is True
    ]


@given(ROWS, FACTS)
def test_first_is_the_lowest_row_that_matches(rows: Rows, facts: dict[str, Scalar]) -> None:
    fired = [rule.row for rule in _run(rows, Hit.FIRST, facts).fired]
    assert fired == _matching(rows, facts)[:1]


@given(ROWS, FACTS)
def test_unique_agrees_with_first_or_raises_for_two(rows: Rows, facts: dict[str, Scalar]) -> None:
    if len(matching := _matching(rows, facts)) > 1:
        with pytest.raises(HitError) as caught:
            _run(rows, Hit.UNIQUE, facts)
        assert [rule.row for rule in caught.value.rules] == matching
    else:
        assert _run(rows, Hit.UNIQUE, facts) == _run(rows, Hit.FIRST, facts)


@given(ROWS, FACTS)
def test_any_agrees_with_first_or_raises_for_a_difference(
    rows: Rows, facts: dict[str, Scalar]
) -> None:
    given_by = {rows[at - 2][2] for at in _matching(rows, facts)}
    if len(given_by) > 1:
        with pytest.raises(HitError):
            _run(rows, Hit.ANY, facts)
    else:
        assert _run(rows, Hit.ANY, facts).outputs == _run(rows, Hit.FIRST, facts).outputs


@given(ROWS, FACTS)
def test_collect_gives_all_that_match_in_row_order(rows: Rows, facts: dict[str, Scalar]) -> None:
    answer = _run(rows, Hit.COLLECT, facts)
    assert [rule.row for rule in answer.fired] == _matching(rows, facts)
    assert answer.outputs["gift"] == tuple(
        Decimal(rows[at - 2][2]) for at in _matching(rows, facts)
    )


@given(ROWS, FACTS)
def test_a_sum_does_not_depend_on_the_order_of_the_rows(
    rows: Rows, facts: dict[str, Scalar]
) -> None:
    backwards = list(reversed(rows))
    assert _run(rows, Hit.SUM, facts).outputs == _run(backwards, Hit.SUM, facts).outputs


@given(ROWS, FACTS)
def test_a_trace_stops_no_rule_that_matches_and_every_other(
    rows: Rows, facts: dict[str, Scalar]
) -> None:
    trace = _policy(rows, Hit.COLLECT).trace("gifts", facts)
    for line in trace.lines:
        assert line.fired is (line.stopped is None) is (line.rule.row in _matching(rows, facts))


@given(ROWS, FACTS)
def test_the_cell_that_stopped_a_rule_is_its_first(rows: Rows, facts: dict[str, Scalar]) -> None:
    for line in _policy(rows, Hit.FIRST).trace("gifts", facts).lines:
        kind = parse_test(rows[line.rule.row - 2][0], KINDS)
        if line.stopped and line.stopped.column == "days":
            assert matches(kind, facts["kind"], facts) is True


@given(ROWS, FACTS, SMALL)
def test_what_is_outside_the_closure_moves_nothing(
    rows: Rows, facts: dict[str, Scalar], other: Scalar
) -> None:
    policy = _policy(rows, Hit.FIRST)
    outside = FIELDS.keys() - {"gift"} - policy.closure("gift")
    assume(outside)
    moved = {**facts, **dict.fromkeys(outside & {"days", "limit"}, other)}
    assert policy.run("gifts", facts).outputs == policy.run("gifts", moved).outputs
