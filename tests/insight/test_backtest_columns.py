"""Many cases by columns are decided as core.decide decides each of them."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.core.given import CASES, DOCUMENT, NOW, POLICY, document

from upheld.core.decision import DecisionError, decide
from upheld.core.document import DocumentError, read_case
from upheld.insight.backtest.columns import Decider
from upheld.insight.backtest.decided import Decided, as_columns, together, undecided
from upheld.insight.backtest.facts import cases_of, facts_of
from upheld.tables import Hit, HitError, Policy

DECIDER = Decider(POLICY)


def one_by_one(documents: list[dict[str, Any]], policy: Policy = POLICY) -> Decided:
    return together([_one(at, each, policy) for at, each in enumerate(documents)])


def _one(at: int, told: dict[str, Any], policy: Policy) -> Decided:
    try:
        return as_columns(at, decide(read_case(told, policy), policy, NOW), policy)
    except DocumentError as error:
        return undecided(at, "; ".join(error.problems))
    except (DecisionError, HitError) as error:
        return undecided(at, " ".join(str(error).split()))


def same(found: Decided, wanted: Decided) -> None:
    assert_frame_equal(found.cases, wanted.cases)
    assert_frame_equal(found.points, wanted.points)


def test_the_policys_own_cases_are_decided_alike() -> None:
    documents = [{"received_on": "2026-11-02", **case["given"]} for case in CASES]
    same(DECIDER.over(facts_of(documents, POLICY), NOW), one_by_one(documents))


@settings(max_examples=60)
@given(st.lists(DOCUMENT, min_size=1, max_size=12))
def test_documents_that_nobody_thought_of_are_decided_alike(
    documents: list[dict[str, Any]],
) -> None:
    same(DECIDER.over(facts_of(documents, POLICY), NOW), one_by_one(documents))


# Points that ask for the same money, or for money beside it: what core.twice is about.
_MONEY = st.sampled_from([None, 0, 10, 40, 240])
CLAIMING = st.builds(
    lambda kind, finding, facts: {
        "kind": kind, "finding": finding,
        "facts": {name: value for name, value in facts.items() if value is not None},
    },
    st.sampled_from(["not_received", "late", "faulty", "wrong_amount", "service_not_performed"]),
    st.sampled_from(["substantiated", "substantiated", "partly", "not_substantiated"]),
    st.fixed_dictionaries(
        {
            "touchpoint": st.sampled_from(["product", "service"]),
            "price_paid": _MONEY,
            "delivery_paid": _MONEY,
            "already_refunded": _MONEY,
            "amount_overcharged": _MONEY,
            "fair_reduction": _MONEY,
            "days_since_delivery": st.sampled_from([None, 12, 200]),
            "covered_by_another": st.sampled_from([None, False, False, True]),
        }
    ),
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(st.lists(CLAIMING, min_size=1, max_size=5), min_size=1, max_size=30))
def test_a_loss_is_made_good_once_in_columns_too(points: list[list[dict[str, Any]]]) -> None:
    documents = [document(allegations=each) for each in points]
    same(DECIDER.over(facts_of(documents, POLICY), NOW), one_by_one(documents))


def test_a_complaint_of_more_money_points_than_columns_compare_is_decided_alike() -> None:
    facts = {"touchpoint": "product", "price_paid": 240, "delivery_paid": 12}
    point = {
        "kind": "faulty",
        "finding": "substantiated",
        "facts": {**facts, "repair_failed": True},
    }
    documents = [document(allegations=[point] * 12), document(allegations=[point] * 2)]
    same(DECIDER.over(facts_of(documents, POLICY), NOW), one_by_one(documents))


def test_what_cannot_be_decided_is_told_in_the_same_words() -> None:
    documents = [
        document(),
        document(received_on="2027-01-01"),
        document(currency="EUR"),
        document(allegations=[]),
        document(allegations=[{"kind": "late", "facts": {"days_late": -1}}]),
        document(allegations=[_owed("9999999")] * 3),
    ]
    found = DECIDER.over(facts_of(documents, POLICY), NOW)
    same(found, one_by_one(documents))
    assert [told is None for told in found.cases["problem"]] == [True, *[False] * 5]


def _owed(price: str) -> dict[str, Any]:
    facts = {"touchpoint": "product", "price_paid": price, "delivery_paid": 0}
    facts["covered_by_another"] = False
    return {"kind": "not_received", "finding": "substantiated", "facts": facts}


def test_where_rules_contradict_each_other_only_those_cases_are_left_undecided() -> None:
    table = POLICY.tables["stance"]
    broken = replace(POLICY, tables={**POLICY.tables, "stance": replace(table, hit=Hit.UNIQUE)})
    documents = [{"received_on": "2026-11-02", **case["given"]} for case in CASES] * 2
    found = Decider(broken).over(facts_of(documents, broken), NOW)
    same(found, one_by_one(documents, broken))
    assert 0 < found.cases["problem"].null_count() < len(documents)


def test_a_number_that_a_column_cannot_hold_is_refused_and_not_rounded() -> None:
    told = document(customer={"fit": {"values_what": "0.12345678901234567890"}})
    problem = facts_of([told], POLICY)["(problem)"].item()
    assert problem == "fit.values_what has more than fifteen digits: round it"


@given(st.lists(DOCUMENT, max_size=5))
def test_columns_give_each_case_back_as_it_was(documents: list[dict[str, Any]]) -> None:
    found = cases_of(facts_of(documents, POLICY), POLICY)
    wanted = [read_case(each, POLICY) for each in documents]
    for one, other in zip(found, wanted, strict=True):
        assert [each.readable for each in one.allegations] == [
            _known(each.readable) for each in other.allegations
        ]
        assert one.customer.facts == _known(other.customer.facts)
        assert one.circumstances == _known(other.circumstances)
        assert (one.received_on, one.currency) == (other.received_on, other.currency)
        assert one.similar_a_year == other.similar_a_year


def _known(facts: Any) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}


def test_the_points_generator_meets_the_doubt() -> None:
    """Without a doubted point among them the property above would show nothing."""
    price = {"touchpoint": "product", "price_paid": 240, "delivery_paid": 10}
    twice = [{"kind": "not_received", "finding": "substantiated", "facts": price}] * 2
    found = DECIDER.over(facts_of([document(allegations=twice)], POLICY), NOW)
    assert found.points["kind"].to_list() == ["refund", None]
    assert found.cases["stance"].item() == "ask"
