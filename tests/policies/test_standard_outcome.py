"""The answer to a complaint of several points: one rule, stated in policies/standard/README.md.

A point that was put right before the complaint came is still a point that was so.
"""

from itertools import combinations_with_replacement, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policies.chain import POLICY, Facts, Given, answer
from tests.policies.facts import ALLEGATIONS, FOUND, OTHERS

from upheld.tables import Value

FINDINGS = POLICY.inputs["recorded_finding"].values


def outcome(*findings: str, put_right: int = 0, **circumstances: Value) -> Value:
    """The outcome of points with these findings, the first `put_right` of them put right before."""
    points: list[Facts] = [
        {"kind": "late", "recorded_finding": finding, "put_right_before": at < put_right}
        for at, finding in enumerate(findings)
    ]
    return answer(Given(points, circumstances)).case["outcome"]


S, P, N, U = "substantiated", "partly", "not_substantiated", "undetermined"


@pytest.mark.parametrize(
    ("findings", "told"),
    [
        ((S,), "upheld"),
        ((S, S), "upheld"),
        ((P,), "partly_upheld"),
        ((S, P), "partly_upheld"),
        ((S, N), "partly_upheld"),
        ((P, N), "partly_upheld"),
        ((N,), "not_upheld"),
        ((N, N), "not_upheld"),
        ((U,), None),
        ((S, U), None),
        ((N, U), None),
    ],
)
def test_the_rule_for_several_points(findings: tuple[str, ...], told: str | None) -> None:
    assert outcome(*findings) == told


@pytest.mark.parametrize("findings", list(combinations_with_replacement(FINDINGS, 3)))
def test_the_order_of_the_points_changes_nothing(findings: tuple[str, ...]) -> None:
    assert len({outcome(*each) for each in permutations(findings)}) == 1


@pytest.mark.parametrize("findings", list(combinations_with_replacement(FINDINGS, 3)))
def test_no_point_is_traded_for_another(findings: tuple[str, ...]) -> None:
    told = outcome(*findings)
    assert (told is None) is (U in findings)
    assert (told == "upheld") is (set(findings) == {S})
    assert (told == "not_upheld") is (set(findings) == {N})


def test_already_put_right_is_an_outcome_of_its_own_and_only_where_every_point_was() -> None:
    assert outcome(S, put_right=1) == "already_put_right"
    assert outcome(S, P, put_right=2) == "already_put_right"
    assert outcome(S, S, put_right=1) == "upheld"
    assert outcome(S, N, put_right=2) == "partly_upheld"
    assert outcome(N, put_right=1) == "not_upheld"
    assert outcome(S, U, put_right=2) is None


@given(ALLEGATIONS, OTHERS, OTHERS)
def test_who_asks_never_changes_the_outcome(
    allegations: list[Facts], one: Facts, other: Facts
) -> None:
    theirs = [name for name in one if POLICY.inputs[name].about == "circumstance"]
    same = {name: one[name] for name in theirs}
    about_others = {
        name: value for name, value in other.items() if POLICY.inputs[name].about != "circumstance"
    }
    here = answer(Given(allegations, one)).case["outcome"]
    assert answer(Given(allegations, {**about_others, **same})).case["outcome"] == here


# Fault, impact and remedy are three links of one chain.


@given(st.lists(FOUND, min_size=1, max_size=3))
def test_a_fault_without_impact_is_upheld_and_owed_all_the_same(points: list[Facts]) -> None:
    harmless = answer(Given([{**point, "impact": "none"} for point in points]))
    harmful = answer(Given([{**point, "impact": "high"} for point in points]))
    for here, there in zip(harmless.allegations, harmful.allegations, strict=True):
        assert here["finding"] == there["finding"] == "substantiated"
        assert here["owed.amount"] == there["owed.amount"]
    assert harmless.case["outcome"] == harmful.case["outcome"]


@given(FOUND)
def test_without_impact_there_is_a_remedy_and_no_goodwill(point: Facts) -> None:
    case = answer(Given([{**point, "impact": "none"}])).case
    assert case["goodwill.kind"] in ("none", "help")


@given(ALLEGATIONS)
def test_an_impact_without_a_fault_counts_for_nothing(points: list[Facts]) -> None:
    for row in answer(Given(points)).allegations:
        if row["finding"] not in ("substantiated", "partly"):
            assert row["counted.impact"] is None
