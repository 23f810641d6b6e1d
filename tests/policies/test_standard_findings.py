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


# Two records that cannot both be right. Take one away, and the other still says what it says.
CONTRADICTIONS = {
    "part-or-all", "part-disputed", "damage-doubted", "damage-disputed", "twice-and-right",
    "twice-or-hold", "part-or-all-done", "checks-disagree", "checks-differ", "answer-disputed",
    "day-disputed",
}  # fmt: skip
# What holds until we can show otherwise: who has the record has to show it.
PRESUMED = {
    "fault-within-six-months": "the law itself presumes it: CRA 2015 s.19(14)-(15)",
    "never-arrived": "what has not come has not come, until somebody says that a part has",
    "no-proof": "what has not come has not come, until somebody says that a part has",
    "late-a-day": "a promised day that passed is ours, until we show that we came",
    "late-by-days": "a promised day that passed is ours, until we show that we came",
    "not-as-described": "what nobody can show to be agreed was not agreed",
    "not-done": "what was not done was not done, until somebody says that a part was",
    "promise-broken": "a condition that nobody can show was not named",
    "promise-shown": "a condition that nobody can show was not named",
    "answer-late": "a late answer is a part of bad handling, whatever else was good",
}


@for_each_kind
def test_a_fact_taken_away_leaves_the_finding_or_makes_it_undetermined(kind: str) -> None:
    for facts in findings_facts(kind):
        before = POLICY.run("finding", facts)
        for gone in facts.keys() - {"kind"}:
            after = POLICY.run("finding", {**facts, gone: None})
            own_reason = after.fired[0].id in PRESUMED or before.fired[0].id in CONTRADICTIONS
            if not own_reason:
                allowed = (before.outputs["finding"], "undetermined")
                assert after.outputs["finding"] in allowed, (facts, gone)


@for_each_kind
def test_a_fact_taken_away_never_turns_a_finding_against_the_customer(kind: str) -> None:
    for facts in findings_facts(kind):
        if POLICY.run("finding", facts).outputs["finding"] in ("substantiated", "partly"):
            for gone in facts.keys() - {"kind"}:
                after = POLICY.run("finding", {**facts, gone: None}).outputs["finding"]
                assert after != "not_substantiated", (facts, gone)


@for_each_kind
def test_what_is_presumed_is_never_presumed_against_the_customer(kind: str) -> None:
    for facts in findings_facts(kind):
        answer = POLICY.run("finding", facts)
        if answer.fired[0].id in PRESUMED:
            assert answer.outputs["finding"] in ("substantiated", "partly")


@for_each_kind
def test_a_contradiction_is_undetermined_whichever_record_came_first(kind: str) -> None:
    for facts in findings_facts(kind):
        answer = POLICY.run("finding", facts)
        if answer.fired[0].id in CONTRADICTIONS:
            assert answer.outputs["finding"] == "undetermined"


def test_not_substantiated_rests_on_known_facts_alone() -> None:
    rules = {rule.ref.id: rule for rule in POLICY.tables["finding"].rules}
    for kind in KINDS:
        for facts in findings_facts(kind):
            answer = POLICY.run("finding", facts)
            if answer.outputs["finding"] == "not_substantiated":
                asked = [cell.column for cell in rules[answer.fired[0].id].cells]
                assert all(facts.get(column) is not None for column in asked), facts


@for_each_kind
def test_the_ground_says_why_an_allegation_was_not_found_so_and_nothing_else(kind: str) -> None:
    for facts in findings_facts(kind):
        row = POLICY.run("finding", facts).outputs
        assert (row["ground"] is not None) is (row["finding"] == "not_substantiated"), facts


def test_no_table_can_call_anybody_dishonest() -> None:
    assert set(POLICY.names["ground"].values) == {"mistaken", "unfounded"}


@for_each_kind
def test_a_finding_that_a_person_recorded_comes_before_the_facts(kind: str) -> None:
    for facts in findings_facts(kind):
        for recorded in POLICY.inputs["recorded_finding"].values:
            answer = POLICY.run("finding", {**facts, "recorded_finding": recorded})
            assert answer.outputs["finding"] == recorded, facts


def test_records_that_contradict_each_other_decide_nothing() -> None:
    for facts in findings_facts("not_received"):
        unproved = facts["delivery_proof"] in ("none", "left_elsewhere")
        if facts["received"] is False and facts["carrier_says_delivered"] and not unproved:
            assert POLICY.run("finding", facts).outputs["finding"] == "undetermined"


@for_each_kind
def test_only_other_falls_to_the_last_rule(kind: str) -> None:
    for facts in findings_facts(kind):
        last = POLICY.run("finding", facts).fired[0].id == "not-yet-clear"
        assert last is (kind == "other"), facts
