"""Is it so? Promise 4: found from what happened; asked where a fact is missing."""

import pytest
from tests.policies.chain import POLICY
from tests.policies.kinds import KINDS, findings_facts, with_noise

for_each_kind = pytest.mark.parametrize("kind", KINDS)


@for_each_kind
def test_undetermined_always_comes_with_the_question_and_whom_to_ask(kind: str) -> None:
    for facts in findings_facts(kind):
        row = POLICY.run("finding", facts).outputs
        undetermined = row["finding"] == "undetermined"
        assert (row["question"] is not None) is undetermined, facts
        assert (row["ask_whom"] is not None) is undetermined, facts


@for_each_kind
def test_a_finding_reads_the_facts_of_its_kind_and_no_others(kind: str) -> None:
    for facts in findings_facts(kind):
        alone = POLICY.run("finding", facts)
        assert [POLICY.run("finding", noisy) for noisy in with_noise(facts)] == [alone, alone]


@for_each_kind
def test_a_fact_taken_away_leaves_the_finding_or_makes_it_undetermined(kind: str) -> None:
    for facts in findings_facts(kind):
        before = POLICY.run("finding", facts).outputs["finding"]
        for gone in facts.keys() - {"kind"}:
            after = POLICY.run("finding", {**facts, gone: None})
            # The law itself presumes here: a fault within six months was there at delivery.
            if after.fired[0].id != "fault-within-six-months":
                assert after.outputs["finding"] in (before, "undetermined"), (facts, gone)


@for_each_kind
def test_a_finding_that_a_person_recorded_comes_before_the_facts(kind: str) -> None:
    for facts in findings_facts(kind):
        for recorded in POLICY.inputs["recorded_finding"].values:
            answer = POLICY.run("finding", {**facts, "recorded_finding": recorded})
            assert answer.outputs["finding"] == recorded, facts


def test_records_that_contradict_each_other_decide_nothing() -> None:
    for facts in findings_facts("not_received"):
        if facts["received"] is False and facts["carrier_says_delivered"]:
            assert POLICY.run("finding", facts).outputs["finding"] == "undetermined"


@for_each_kind
def test_only_other_falls_to_the_last_rule(kind: str) -> None:
    for facts in findings_facts(kind):
        last = POLICY.run("finding", facts).fired[0].id == "not-yet-clear"
        assert last is (kind == "other"), facts
