"""Stance, goodwill, authority: promises 5, 8 and 9, over cases that nobody thought of."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.policies.chain import POLICY, Facts, Given, answer
from tests.policies.facts import (
    ALLEGATIONS,
    AXES,
    FOUND,
    OTHERS,
    SIMILAR,
    allegation,
    amount,
    facts_about,
)

from upheld.tables import Value


@given(ALLEGATIONS, OTHERS, SIMILAR)
def test_every_case_gets_a_stance_an_authority_and_one_next_action(
    allegations: list[Facts], others: Facts, similar: int | None
) -> None:
    case = answer(Given(allegations, others, similar)).case
    tables = [each for each in POLICY.tables.values() if not each.each and each.name != "outcome"]
    unanswered = [name for table in tables for name in table.outputs if case[name] is None]
    assert unanswered == []


@given(ALLEGATIONS, OTHERS)
def test_while_the_outcome_is_not_known_we_ask(allegations: list[Facts], others: Facts) -> None:
    case = answer(Given(allegations, others)).case
    if case["outcome"] is None:
        assert case["stance"] == "ask"


@given(ALLEGATIONS, OTHERS, SIMILAR)
def test_a_question_gives_nothing_and_needs_no_approval(
    allegations: list[Facts], others: Facts, similar: int | None
) -> None:
    case = answer(Given(allegations, others, similar)).case
    if case["stance"] == "ask":
        assert (case["goodwill.kind"], case["goodwill.amount"]) == ("none", Decimal(0))
        assert case["help"] is False
        assert (case["authority.role"], case["authority.second_person"]) == ("handler", False)


@given(ALLEGATIONS, OTHERS)
def test_what_is_owed_is_never_answered_with_hold_educate_or_part(
    allegations: list[Facts], others: Facts
) -> None:
    case = answer(Given(allegations, others)).case
    if amount(case, "owed.count"):
        assert case["stance"] in ("make_right", "honour", "ask")


ALL_TRIED: Facts = {
    "relationship.costs_both_sides": True,
    "relationship.root_cause_checked": True,
    "relationship.alternatives_tried": True,
    "relationship.owed_settled": True,
    "relationship.open_complaints": Decimal(0),
    "vulnerable": False,
}
OUTSIDE: Facts = {"fit.evidence": Decimal(3), **dict.fromkeys(AXES, Decimal(0))}


@given(facts_about("relationship", "customer"), st.sampled_from(sorted(ALL_TRIED)))
def test_one_thing_left_undone_is_enough_against_parting(some: Facts, undone: str) -> None:
    others = {**ALL_TRIED, undone: some.get(undone)}
    may = POLICY.run("parting", others).outputs["parting.may_propose"]
    assert may is (others[undone] == ALL_TRIED[undone])


@given(ALLEGATIONS, OTHERS)
def test_we_part_only_when_nothing_was_found_against_us_and_nothing_is_owed(
    allegations: list[Facts], others: Facts
) -> None:
    case = answer(Given(allegations, {**others, **ALL_TRIED, **OUTSIDE})).case
    if case["stance"] == "part":
        assert (case["fit.band"], case["goodwill.amount"]) == ("outside", Decimal(0))
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
    assert amount(more, "goodwill.amount") >= amount(less, "goodwill.amount")


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
    assert amount(widened, "goodwill.amount") >= amount(without, "goodwill.amount")
    assert without["help"] is False
    assert widened["help"] is (widened["stance"] != "ask")


UNFOUNDED = allegation(recorded_finding="not_substantiated")


@given(ALLEGATIONS, UNFOUNDED, OTHERS)
def test_a_point_that_was_not_found_never_changes_goodwill_whatever_its_effect_and_price(
    allegations: list[Facts], unfounded: Facts, others: Facts
) -> None:
    alone = answer(Given(allegations, others)).case
    beside = answer(Given([*allegations, unfounded], others)).case
    assert _goodwill(beside) == _goodwill(alone)


@given(st.lists(FOUND, min_size=1, max_size=2), FOUND, OTHERS)
def test_another_point_that_was_found_never_lowers_goodwill(
    allegations: list[Facts], another: Facts, others: Facts
) -> None:
    alone = answer(Given(allegations, others)).case
    beside = answer(Given([*allegations, another], others)).case
    if beside["stance"] != "ask":
        assert amount(beside, "goodwill.amount") >= amount(alone, "goodwill.amount")


@given(st.lists(FOUND, min_size=1, max_size=3), OTHERS)
def test_a_price_that_nobody_knows_beside_a_known_one_changes_nothing(
    allegations: list[Facts], others: Facts
) -> None:
    free: Facts = {"kind": "staff_conduct", "recorded_finding": "substantiated"}
    unknown = answer(Given([*allegations, free], others)).case
    nothing = answer(Given([*allegations, {**free, "price_paid": Decimal(0)}], others)).case
    assert (_goodwill(unknown), unknown["dearest"]) == (_goodwill(nothing), nothing["dearest"])


def _goodwill(case: Facts) -> tuple[Value, ...]:
    return (case["goodwill.kind"], case["goodwill.amount"], case["help"])


CALM: Facts = {"withdrawn": False, "in_scope": True, "vulnerable": False}


@given(st.lists(FOUND, min_size=1, max_size=3), OTHERS)
def test_vouchers_and_refunds_answer_a_fault_that_had_an_effect(
    allegations: list[Facts], others: Facts
) -> None:
    case = answer(Given(allegations, {**others, **CALM})).case
    felt = any(facts.get("impact") in ("low", "medium", "high") for facts in allegations)
    if case["outcome"] in ("upheld", "partly_upheld") and case["stance"] == "make_right":
        assert (case["goodwill.kind"] in ("voucher", "refund")) is felt
        assert (case["goodwill.amount"] != 0) is felt


@given(ALLEGATIONS, OTHERS)
def test_vouchers_and_refunds_are_only_for_an_upheld_complaint(
    allegations: list[Facts], others: Facts
) -> None:
    case = answer(Given(allegations, others)).case
    if case["goodwill.kind"] in ("voucher", "refund"):
        assert case["outcome"] in ("upheld", "partly_upheld")
        assert case["stance"] == "make_right"


@given(st.lists(st.decimals(0, 1, places=1), min_size=3, max_size=3))
def test_core_is_a_fit_on_all_three_sides_and_outside_a_misfit_on_two(axes: list[Decimal]) -> None:
    facts: dict[str, Value] = {**dict(zip(AXES, axes, strict=True)), "fit.evidence": Decimal(3)}
    band = POLICY.run("fit", facts).outputs["fit.band"]
    assert (band == "core") is (min(axes) >= Decimal("0.6"))
    assert (band == "outside") is (sum(axis < Decimal("0.4") for axis in axes) >= 2)


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
