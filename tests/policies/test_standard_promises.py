"""The promises of the house, held over cases that nobody thought of."""

from collections.abc import Mapping
from decimal import Decimal
from typing import cast

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.policies.chain import POLICY, Facts, Given, answer

from upheld.tables import Field, Kind, Value

PAID = ("price_paid", "delivery_paid")
ASSESSED = ("amount_overcharged", "fair_reduction")
MISSED_DAY = Decimal(30)  # the firm's own promise 4
AXES = ("fit.values_what", "fit.values_how", "fit.mutual_value")
ABOUT_OTHERS = ("circumstance", "customer", "relationship")


def _values(field: Field) -> st.SearchStrategy[Value]:
    """Known values of an input, near its rules' boundaries often enough to meet them."""
    if field.values:
        return st.sampled_from(field.values)
    if field.kind is Kind.BOOLEAN:
        return st.booleans()
    if field.kind is Kind.MONEY:
        return st.decimals(0, 1500, places=2) | st.sampled_from([Decimal(0), Decimal(30)])
    if field.name in AXES:
        return st.decimals(0, 1, places=2)
    return (st.integers(0, 400) | st.sampled_from([0, 1, 3, 30, 31, 184, 185])).map(Decimal)


def _facts(*about: str) -> st.SearchStrategy[dict[str, Value]]:
    """Facts of these groups, each unknown now and then."""
    fields = [each for each in POLICY.inputs.values() if each.about in about]
    return st.fixed_dictionaries({each.name: _often(_values(each)) for each in fields}).map(_known)


def _often(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    return st.one_of(values, values, values, st.none())


def _known(facts: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in facts.items() if value is not None}


def _allegation(**sure: Value) -> st.SearchStrategy[dict[str, Value]]:
    """An allegation, more often judged by its facts than by a person; `sure` is always so."""
    kinds = _values(POLICY.inputs["kind"])
    recorded = st.one_of(*[st.none()] * 3, _values(POLICY.inputs["recorded_finding"]))
    return st.builds(
        lambda facts, kind, finding: {**facts, "kind": kind, "recorded_finding": finding, **sure},
        *(_facts("allegation"), kinds, recorded),
    ).map(_known)


FOUND = _allegation(
    recorded_finding="substantiated", covered_by_another=None, put_right_before=None
)
ALLEGATIONS = st.lists(_allegation(), min_size=1, max_size=3)
OTHERS = _facts(*ABOUT_OTHERS)
SIMILAR = st.none() | st.integers(0, 2000)


def _amount(facts: Mapping[str, Value], name: str) -> Decimal:
    return cast(Decimal, facts[name])


@pytest.mark.parametrize("table", ["finding", "refundable", "entitlement"])
def test_only_what_happened_can_reach_a_finding_or_what_is_owed(table: str) -> None:
    for output in POLICY.tables[table].outputs:
        assert {POLICY.inputs[name].about for name in POLICY.closure(output)} <= {"allegation"}


@given(ALLEGATIONS, OTHERS, OTHERS)
def test_whoever_asks_the_findings_and_the_owed_are_the_same(
    allegations: list[Facts], one: Facts, other: Facts
) -> None:
    names = {*POLICY.tables["finding"].outputs, *POLICY.tables["entitlement"].outputs}
    first, second = answer(Given(allegations, one)), answer(Given(allegations, other))
    for here, there in zip(first.allegations, second.allegations, strict=True):
        assert {name: here[name] for name in names} == {name: there[name] for name in names}
    assert first.case["owed.total"] == second.case["owed.total"]


@given(_allegation())
def test_undetermined_always_comes_with_the_question_and_whom_to_ask(facts: Facts) -> None:
    (row,) = answer(Given([facts])).allegations
    undetermined = row["finding"] == "undetermined"
    assert (row["question"] is not None) is undetermined
    assert (row["ask_whom"] is not None) is undetermined


@given(_allegation(), st.data())
def test_a_fact_taken_away_leaves_the_finding_or_makes_it_undetermined(
    facts: dict[str, Value], data: st.DataObject
) -> None:
    taken = sorted(facts.keys() - {"kind", "recorded_finding"})
    assume(taken)
    gone = data.draw(st.sampled_from(taken))
    rest = {name: value for name, value in facts.items() if name != gone}
    before, after = POLICY.run("finding", facts), POLICY.run("finding", rest)
    # The law itself presumes here: a fault within six months was there at delivery.
    assume("fault-within-six-months" not in {rule.id for rule in after.fired})
    assert after.outputs["finding"] in (before.outputs["finding"], "undetermined")


@given(_allegation(recorded_finding=None))
def test_records_that_contradict_each_other_decide_nothing(facts: Facts) -> None:
    contradiction: Facts = {
        "kind": "not_received",
        "received": False,
        "carrier_says_delivered": True,
    }
    assert POLICY.run("finding", {**facts, **contradiction}).outputs["finding"] == "undetermined"


@given(_allegation(recorded_finding=None) | FOUND)
def test_only_other_falls_to_the_last_rules(facts: Facts) -> None:
    assume(facts["kind"] != "other")
    fired = {rule for _, rule in answer(Given([facts])).fired}
    left_over = {"not-yet-clear", "other-unassessed", "other-set-straight", "other-reduction"}
    assert fired & left_over == set()


@given(_allegation())
def test_what_is_owed_is_known_or_asked_for(facts: Facts) -> None:
    (row,) = answer(Given([facts])).allegations
    unknown = row["owed.amount"] is None
    assert (row["owed.kind"] is None) is unknown
    assert (row["finding"] == "undetermined" or row["owed.question"] is not None) is unknown
    assert (row["owed.question"] is None) is (row["owed.ask_whom"] is None)


@given(_allegation())
def test_nothing_is_owed_unless_something_was_found(facts: Facts) -> None:
    (row,) = answer(Given([facts])).allegations
    if row["finding"] == "not_substantiated":
        assert (row["owed.kind"], row["owed.amount"]) == ("none", Decimal(0))


@given(FOUND)
def test_money_owed_is_never_below_zero_nor_above_what_can_be_owed(facts: Facts) -> None:
    (row,) = answer(Given([facts])).allegations
    assume(row["owed.amount"] is not None)
    paid = sum((cast(Decimal, facts.get(name, Decimal(0))) for name in PAID), Decimal(0))
    most = max(paid, MISSED_DAY, *(cast(Decimal, facts.get(n, Decimal(0))) for n in ASSESSED))
    assert 0 <= _amount(row, "owed.amount") <= most


@given(FOUND)
def test_a_refund_is_of_something_and_says_by_when(facts: Facts) -> None:
    (row,) = answer(Given([facts])).allegations
    if row["owed.kind"] in ("refund", "price_reduction"):
        assert _amount(row, "owed.amount") > 0
    assert (row["owed.days"] is not None) is (row["owed.kind"] not in (None, "none"))
    assert (row["owed.chooser"] is not None) is (row["owed.kind"] not in (None, "none"))


@given(FOUND, st.decimals(0, 1500, places=2))
def test_what_was_refunded_is_counted_once_to_the_penny(facts: Facts, back: Decimal) -> None:
    (row,) = answer(Given([{**facts, "already_refunded": Decimal(0)}])).allegations
    (less,) = answer(Given([{**facts, "already_refunded": back}])).allegations
    assume(row["owed.amount"] is not None)
    assert less["owed.amount"] == max(_amount(row, "owed.amount") - back, Decimal(0))


@given(ALLEGATIONS, OTHERS, SIMILAR)
def test_every_case_gets_a_stance_an_authority_and_one_next_action(
    allegations: list[Facts], others: Facts, similar: int | None
) -> None:
    case = answer(Given(allegations, others, similar)).case
    tables = POLICY.tables.keys() - {"finding", "refundable", "entitlement", "outcome"}
    unanswered = [
        name for table in tables for name in POLICY.tables[table].outputs if case[name] is None
    ]
    assert unanswered == []


@given(ALLEGATIONS, OTHERS)
def test_while_the_outcome_is_not_known_we_ask(allegations: list[Facts], others: Facts) -> None:
    case = answer(Given(allegations, others)).case
    if case["outcome"] is None:
        assert (case["stance"], case["goodwill.amount"]) == ("ask", Decimal(0))


@given(ALLEGATIONS, OTHERS)
def test_what_is_owed_is_never_answered_with_hold_educate_or_part(
    allegations: list[Facts], others: Facts
) -> None:
    case = answer(Given(allegations, others)).case
    if _amount(case, "owed.count"):
        assert case["stance"] in ("make_right", "honour", "ask")


ALL_TRIED: Facts = {
    "relationship.costs_both_sides": True,
    "relationship.root_cause_checked": True,
    "relationship.alternatives_tried": True,
    "relationship.owed_settled": True,
    "relationship.open_complaints": Decimal(0),
    "vulnerable": False,
}


@given(_facts("relationship", "customer"), st.sampled_from(sorted(ALL_TRIED)))
def test_one_thing_left_undone_is_enough_against_parting(some: Facts, undone: str) -> None:
    others = {**ALL_TRIED, undone: some.get(undone)}
    may = POLICY.run("parting", others).outputs["parting.may_propose"]
    assert may is (others[undone] == ALL_TRIED[undone])


@given(ALLEGATIONS, OTHERS)
def test_we_part_only_when_nothing_was_found_against_us_and_nothing_is_owed(
    allegations: list[Facts], others: Facts
) -> None:
    case = answer(Given(allegations, {**others, **ALL_TRIED})).case
    if case["stance"] == "part":
        assert (case["outcome"], case["owed.count"]) == ("not_upheld", Decimal(0))
        assert (case["authority.role"], case["authority.second_person"]) == ("lead", True)


@given(ALLEGATIONS, OTHERS, st.data())
def test_goodwill_never_falls_when_the_fit_gets_better(
    allegations: list[Facts], others: Facts, data: st.DataObject
) -> None:
    enough: Facts = {"fit.evidence": Decimal(3)}
    worse = {axis: data.draw(st.decimals(0, 1, places=2)) for axis in AXES}
    better = {axis: data.draw(st.decimals(low, 1, places=2)) for axis, low in worse.items()}
    less = answer(Given(allegations, {**others, **enough, **worse})).case
    more = answer(Given(allegations, {**others, **enough, **better})).case
    assert _amount(more, "goodwill.amount") >= _amount(less, "goodwill.amount")


@given(ALLEGATIONS, OTHERS, SIMILAR)
def test_too_little_evidence_of_fit_is_treated_as_core(
    allegations: list[Facts], others: Facts, similar: int | None
) -> None:
    core = {axis: Decimal(1) for axis in AXES}
    few = answer(Given(allegations, {**others, **core, "fit.evidence": Decimal(2)}, similar)).case
    many = answer(Given(allegations, {**others, **core, "fit.evidence": Decimal(3)}, similar)).case
    assert {**few, "fit.evidence": 0, "fit.band": ""} == {**many, "fit.evidence": 0, "fit.band": ""}


@given(ALLEGATIONS, OTHERS)
def test_vulnerability_widens_help_and_never_narrows_it(
    allegations: list[Facts], others: Facts
) -> None:
    without = answer(Given(allegations, {**others, "vulnerable": False})).case
    widened = answer(Given(allegations, {**others, "vulnerable": True})).case
    assert _amount(widened, "goodwill.amount") >= _amount(without, "goodwill.amount")
    if widened["stance"] != "ask":
        assert widened["goodwill.kind"] != "none"


@given(ALLEGATIONS, OTHERS)
def test_honour_gives_what_is_owed_and_nothing_else(
    allegations: list[Facts], others: Facts
) -> None:
    case = answer(Given(allegations, {**others, "vulnerable": False})).case
    if case["stance"] == "honour":
        assert case["goodwill.amount"] == 0


@given(ALLEGATIONS, OTHERS, SIMILAR)
def test_who_may_decide_never_changes_what_is_decided(
    allegations: list[Facts], others: Facts, similar: int | None
) -> None:
    one = answer(Given(allegations, others, None)).case
    other = answer(Given(allegations, others, similar)).case
    for name in ("outcome", "owed.total", "stance", "goodwill.kind", "goodwill.amount"):
        assert one[name] == other[name]
