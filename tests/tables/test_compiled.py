"""The compiled decision: the answers of walking every rule, and what would alter them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.tables import Change, FactsError, Hit, HitError, Nearest, Policy
from upheld.tables.compiled import proper
from upheld.tables.hits import decide
from upheld.tables.values import Kind, Scalar, Value

from .conftest import Make
from .test_properties import FACTS, ROWS, Rows, _policy

SHOP = """
inputs:
  kind: {type: string, values: [late, lost], about: case}
  days: {type: number, unit: days, domain: ">= 0", about: case}
  paid: {type: money, about: case}
tables:
  - {name: gift, file: gift.csv, hit: first, outputs: {gift: {type: money}}}
"""
GIFT = (
    "rule,kind,days,paid,gift,because\na,late,> 7,-,10,\nb,late,> 3,-,5,{paid}\nc,-,-,-,0,Sorry.\n"
)


def _shop(make: Make) -> Policy:
    return make(SHOP, gift=GIFT)


def _facts(kind: str | None, days: str | None, paid: str = "20") -> dict[str, Value]:
    known = None if days is None else Decimal(days)
    return {"kind": kind, "days": known, "paid": Decimal(paid)}


@pytest.mark.parametrize("hit", [Hit.FIRST, Hit.UNIQUE, Hit.ANY, Hit.COLLECT, Hit.SUM, Hit.COUNT])
@given(rows=ROWS, facts=FACTS)
def test_a_compiled_table_answers_as_walking_its_rules_does(
    hit: Hit, rows: Rows, facts: dict[str, Scalar]
) -> None:
    policy = _policy(rows, hit)
    try:
        fired, outputs = decide(policy.tables["gifts"], facts, "GBP")
    except HitError as clash:
        with pytest.raises(HitError, match=r"contradict") as caught:
            policy.run("gifts", facts)
        same = str(caught.value) == str(clash)
        assert same
    else:
        answer = policy.run("gifts", facts)
        assert (answer.fired, answer.outputs) == (tuple(one.rule.ref for one in fired), outputs)


@given(ROWS, FACTS)
def test_values_that_no_rule_tells_apart_give_the_same(
    rows: Rows, facts: dict[str, Scalar]
) -> None:
    table = _policy(rows, Hit.FIRST).compiled("gifts")
    together = table.alike("days", [Decimal(days) for days in range(6)])
    assert sorted(days for each in together for days in each) == list(range(6))
    for each in together:
        assert len({table.outputs({**facts, "days": days})["gift"] for days in each}) == 1


def test_values_are_told_apart_by_where_a_rule_cuts_and_by_an_amount_that_goes_by_them(
    make: Make,
) -> None:
    def apart(name: str, gift: str) -> list[list[int]]:
        values = [Decimal(value) for value in range(6, 10)]
        found = make(SHOP, gift=gift).compiled("gift").alike(name, values)
        return [[int(value) for value in each] for each in found]

    assert apart("days", GIFT) == [[6], [7], [8, 9]], "where a rule cuts stands by itself"
    assert apart("paid", GIFT) == [[6, 7, 8, 9]]
    by_the_price = GIFT.replace("late,> 3,-,5", "late,> 3,-,paid / 2")
    assert apart("paid", by_the_price) == [[6], [7], [8], [9]]


@given(ROWS, FACTS)
def test_a_trace_names_the_first_cell_that_walking_stops_at(
    rows: Rows, facts: dict[str, Scalar]
) -> None:
    policy = _policy(rows, Hit.FIRST)
    for rule, line in zip(
        policy.tables["gifts"].rules, policy.trace("gifts", facts).lines, strict=True
    ):
        stop = rule.stopped_by(facts)
        assert (line.stopped and line.stopped.column) == (stop and stop.column)


def test_nobody_writes_in_an_answer_that_other_cases_get_too(make: Make) -> None:
    policy = _shop(make)
    with pytest.raises(TypeError):
        policy.run("gift", _facts("late", "9")).outputs["gift"] = None  # type: ignore[index]
    assert policy.run("gift", _facts("late", "9")).outputs == {"gift": Decimal(10)}


def test_a_reason_with_a_place_is_told_anew_for_every_case(make: Make) -> None:
    policy = _shop(make)
    told = [policy.run("gift", _facts("late", "4", paid)).because for paid in ("20", "30.50")]
    assert told == ["£20.00", "£30.50"]


def test_true_is_not_the_number_one(make: Make) -> None:
    with pytest.raises(FactsError, match="True is not a number"):
        _shop(make).run("gift", {"days": True})


@pytest.mark.parametrize("text", ["NaN", "Infinity"])
def test_what_is_no_finite_number_is_refused(make: Make, text: str) -> None:
    with pytest.raises(FactsError, match="is not a number"):
        _shop(make).run("gift", {"days": Decimal(text)})


def test_a_moment_has_an_offset_and_a_clock_has_none() -> None:
    assert proper(Kind.DATETIME, datetime(2026, 1, 1, tzinfo=UTC))
    assert not proper(Kind.DATETIME, datetime(2026, 1, 1))  # noqa: DTZ001
    assert proper(Kind.TIME, time(12))
    assert not proper(Kind.TIME, time(12, tzinfo=UTC))
    assert not proper(Kind.DATE, datetime(2026, 1, 1, tzinfo=UTC))
    assert proper(Kind.DATE, date(2026, 1, 1))


# The smallest change


def _nearest(policy: Policy, facts: dict[str, Value]) -> Nearest | None:
    return policy.trace("gift", facts, nearest=True).nearest


def test_the_smallest_change_crosses_the_nearest_threshold(make: Make) -> None:
    assert _nearest(_shop(make), _facts("late", "6")) == Nearest(
        (Change("days", Decimal(6), Decimal(3), "at most 3 days"),), {"gift": Decimal(0)}
    )


def test_where_one_change_is_not_enough_two_are_named(make: Make) -> None:
    found = _nearest(_shop(make), _facts("lost", "1"))
    assert found is not None
    assert [(change.column, change.told) for change in found.changes] == [
        ("kind", "late"),
        ("days", "more than 3 and at most 7 days"),
    ]
    assert found.outputs == {"gift": Decimal(5)}


def test_an_answer_that_nothing_alters_has_no_nearest(make: Make) -> None:
    policy = make(SHOP, gift="days,gift\n> 3,5\n-,5\n")
    assert _nearest(policy, {"days": Decimal(1)}) is None


def test_a_trace_seeks_the_smallest_change_only_on_request(make: Make) -> None:
    assert _shop(make).trace("gift", _facts("late", "6")).nearest is None


@given(ROWS, FACTS)
def test_the_case_so_changed_is_given_what_was_said(rows: Rows, facts: dict[str, Scalar]) -> None:
    policy = _policy(rows, Hit.FIRST)
    trace = policy.trace("gifts", facts, nearest=True)
    if trace.nearest:
        moved = {change.column: change.to for change in trace.nearest.changes}
        outputs = policy.run("gifts", {**facts, **moved}).outputs
        assert outputs == trace.nearest.outputs != trace.answer.outputs


@given(ROWS, FACTS, st.sampled_from(["late", "faulty", "rude"]))
def test_no_smaller_change_of_a_plain_column_was_missed(
    rows: Rows, facts: dict[str, Scalar], kind: str
) -> None:
    policy = _policy(rows, Hit.FIRST)
    trace = policy.trace("gifts", facts, nearest=True)
    if policy.run("gifts", {**facts, "kind": kind}).outputs != trace.answer.outputs:
        assert trace.nearest is not None
        assert len(trace.nearest.changes) == 1
