"""Each law answers its own cases, by rules without gaps, each with its reason and its source."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pytest
import yaml
from tests.docs.pages import ROOT
from tests.policies.laws import NAMES, asked

from upheld.core.law import Law, Reading, Remedy
from upheld.core.money import Money
from upheld.store.policy_files.laws import read_law
from upheld.tables.checks import Severity, check
from upheld.tables.proofs import Verdict, prove

for_each_law = pytest.mark.parametrize("name", NAMES)


@cache
def cases(name: str) -> list[dict[str, Any]]:
    path = ROOT / "policies" / "regimes" / name / "cases.yaml"
    found: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    return found


ALL = [
    pytest.param(name, case, id=f"{name}: {case['name']}") for name in NAMES for case in cases(name)
]


@pytest.mark.parametrize(("name", "case"), ALL)
def test_case(name: str, case: Mapping[str, Any]) -> None:
    reading = asked(name, case["given"], case["asked_on"])
    for where, wanted in case["expect"].items():
        _TOLD[where](reading, wanted)


def _owed(given: tuple[Remedy, ...], wanted: Mapping[str, Mapping[str, Any]]) -> None:
    assert {each.kind for each in given} == set(wanted)
    for each in given:
        told = {name: _plain(getattr(each, name)) for name in wanted[each.kind]}
        assert told == wanted[each.kind], each.kind


def _plain(value: object) -> object:
    return float(value.amount) if isinstance(value, Money) else value


def _because(reading: Reading, wanted: Mapping[str, str]) -> None:
    told = {each.kind: each.because for each in reading.considered}
    assert {kind: told[kind] for kind in wanted} == wanted


def _asked_for(reading: Reading, wanted: list[str]) -> None:
    assert sorted(each.fact for each in reading.questions) == sorted(wanted)


_TOLD: dict[str, Callable[[Reading, Any], None]] = {
    "owed": lambda reading, wanted: _owed(reading.entitlements, wanted),
    "guidance": lambda reading, wanted: _owed(reading.guidance, wanted),
    "because": _because,
    "ask": _asked_for,
}


@for_each_law
def test_every_remedy_is_owed_in_one_case_and_not_in_another(name: str) -> None:
    readings = [asked(name, case["given"], case["asked_on"]) for case in cases(name)]
    owed = {
        each.kind for reading in readings for each in (*reading.entitlements, *reading.guidance)
    }
    not_owed = {each.kind for reading in readings for each in reading.considered}
    assert owed == not_owed == set(read_law(name).remedies)


@for_each_law
def test_its_tables_have_no_gap_no_overlap_and_no_dead_rule(name: str) -> None:
    remarks = check(read_law(name).policy)
    assert [str(each) for each in remarks if each.severity is not Severity.NOTE] == []


@for_each_law
def test_what_it_claims_is_proved(name: str) -> None:
    proofs = prove(read_law(name).policy)
    assert [str(each.claim) for each in proofs if each.verdict is not Verdict.PROVED] == []
    assert any("rest on nothing but allegation facts" in str(each.claim) for each in proofs)


@for_each_law
def test_every_rule_tells_its_reason_its_source_and_whether_somebody_checked_it(name: str) -> None:
    law = read_law(name)
    for table in law.policy.tables.values():
        assert [rule.ref.id for rule in table.rules if not (rule.because and rule.source)] == []
    silent = _rules_without(law, "owed.verified") | _rules_without(law, "owed.clause")
    assert silent == {"in-its-turn"}


def _rules_without(law: Law, output: str) -> set[str]:
    rules = law.policy.tables["owed"].rules
    return {rule.ref.id for rule in rules if getattr(rule.outputs[output], "value", 1) is None}


@for_each_law
def test_every_fact_that_is_asked_for_has_its_question(name: str) -> None:
    law = read_law(name)
    for case in cases(name):
        for question in asked(name, case["given"], case["asked_on"]).questions:
            assert question.fact in law.questions, question.fact
