"""The standard policy answers its own cases, by rules that are each needed, without gaps."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Any

import pytest
from tests.policies.chain import CASES, POLICY, Answers, Given, answer, read

from upheld.core.words import (
    AllegationKind,
    Band,
    FindingResult,
    Ground,
    Impact,
    Outcome,
    Stance,
    Touchpoint,
)
from upheld.tables import Kind, Value

NAMES = [case["name"] for case in CASES]
# A fit and the count of a list are always known; an outcome is not, until the facts are.
NEVER_UNKNOWN = POLICY.names.keys() - POLICY.inputs.keys() - {"outcome"}
# Every other table ends with a rule that takes whatever is left.
COMPLETE_BY_ALL_ITS_RULES = ("parting", "stance")


@cache
def _answers() -> dict[str, Answers]:
    return {case["name"]: answer(read(case["given"])) for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_case(case: Mapping[str, Any]) -> None:
    answers = _answers()[case["name"]]
    expected = dict(case["expect"])
    rows = expected.pop("allegations", [{} for _ in answers.allegations])
    for row, found in zip(rows, answers.allegations, strict=True):
        assert _shown(row, found) == row
    assert _shown(expected, answers.case) == expected


def _shown(expected: Mapping[str, Any], found: Mapping[str, Value]) -> dict[str, Any]:
    """What was found under the expected names, numbers as cases.yaml writes them."""
    return {name: _plain(found[name]) for name in expected}


def _plain(value: Value) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def test_every_case_has_its_own_name() -> None:
    assert len(set(NAMES)) == len(NAMES)


def test_a_complaint_without_a_checkable_point_has_no_outcome() -> None:
    case = answer(Given([])).case
    assert (case["outcome"], case["stance"], case["owed.total"]) == (None, "ask", 0)


def test_every_rule_is_fired_by_a_case() -> None:
    nothing_named = answer(Given([]))
    fired = nothing_named.fired.union(*(each.fired for each in _answers().values()))
    written = {(name, rule.ref.id) for name in POLICY.tables for rule in POLICY.tables[name].rules}
    assert written - fired == set()


@pytest.mark.parametrize(
    "name", [name for table in POLICY.tables.values() for name in table.outputs]
)
def test_every_value_that_a_table_may_give_is_given_in_a_case(name: str) -> None:
    given = set()
    for answers in _answers().values():
        given |= {row.get(name) for row in answers.allegations} | {answers.case.get(name)}
    assert set(POLICY.names[name].values) - given == set()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("kind", AllegationKind),
        ("touchpoint", Touchpoint),
        ("impact", Impact),
        ("recorded_finding", FindingResult),
        ("finding", FindingResult),
        ("ground", Ground),
        ("outcome", Outcome),
        ("stance", Stance),
        ("fit.band", Band),
    ],
)
def test_the_policy_speaks_the_vocabulary(name: str, words: Iterable[str]) -> None:
    assert set(POLICY.names[name].values) == set(words)


@pytest.mark.parametrize(
    "name", [each for each in POLICY.tables if each not in COMPLETE_BY_ALL_ITS_RULES]
)
def test_the_last_rule_takes_whatever_is_left(name: str) -> None:
    assert POLICY.tables[name].rules[-1].cells == ()


@pytest.mark.parametrize("name", COMPLETE_BY_ALL_ITS_RULES)
def test_some_rule_answers_every_combination(name: str) -> None:
    columns = POLICY.tables[name].columns
    for values in product(*(_representatives(column) for column in columns)):
        facts = dict(zip(columns, values, strict=True))
        assert POLICY.run(name, facts).fired, facts


def _representatives(column: str) -> list[Value]:
    field = POLICY.names[column]
    unknown: list[Value] = [] if column in NEVER_UNKNOWN else [None]
    if field.kind is Kind.BOOLEAN:
        return [*unknown, True, False]
    return [*unknown, *(field.values or (Decimal(0), Decimal(1), Decimal(2)))]


def test_every_rule_tells_its_reason_and_its_source() -> None:
    silent = [
        (name, rule.ref.id)
        for name, table in POLICY.tables.items()
        for rule in table.rules
        if not (rule.because and rule.source)
    ]
    assert silent == []


@pytest.mark.parametrize("name", POLICY.inputs)
def test_every_input_is_read_by_a_table(name: str) -> None:
    rolled = {rollup.column for rollup in POLICY.rollups.values()}
    assert name in rolled.union(*(table.reads for table in POLICY.tables.values()))
