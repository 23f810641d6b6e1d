"""A loss is made good once, and never nowhere: two points about the same money are asked about."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.core.given import decided, document

from upheld.core.decision import Decision
from upheld.core.words import Stance

DESK = {"touchpoint": "product", "price_paid": 100, "delivery_paid": 10, "days_since_delivery": 3}


def point(kind: str, finding: str = "substantiated", **facts: Any) -> dict[str, Any]:
    return {"kind": kind, "finding": finding, "facts": {**DESK, **facts}}


def both(*points: dict[str, Any]) -> Decision:
    return decided(document(allegations=[*points]))


def asks_a_colleague(decision: Decision, text: str) -> bool:
    asked = [(question.whom, text in question.text) for question in decision.questions]
    return decision.stance is Stance.ASK and asked == [("colleague", True)]


TWICE = "Two points ask for the same money back: say which one covers the other"


def test_faulty_and_not_as_described_is_one_desk_so_we_ask_and_promise_the_price_once() -> None:
    decision = both(point("faulty"), point("not_as_described"))
    assert asks_a_colleague(decision, TWICE)
    assert TWICE in decision.next_action.text
    assert decision.owed.amount == 110


def test_never_arrived_and_late_asks_before_the_delivery_comes_back_twice() -> None:
    assert asks_a_colleague(both(point("not_received"), point("late")), TWICE)


def test_the_delivery_charge_alone_comes_back_once() -> None:
    came_late = point("not_received", "partly")
    assert asks_a_colleague(both(came_late, point("late")), TWICE)


def test_a_part_of_the_price_beside_the_delivery_is_within_what_was_paid() -> None:
    reduced = point("faulty", days_since_delivery=200, repair_failed=True, fair_reduction=60)
    decision = both(reduced, point("late"))
    assert (decision.questions, decision.owed.amount) == ((), Decimal(70))


def test_what_came_back_before_counts_towards_what_was_paid() -> None:
    assert asks_a_colleague(both(point("faulty", already_refunded=60),
                                 point("not_received", already_refunded=60)), TWICE)  # fmt: skip


def test_a_price_that_a_point_does_not_name_is_taken_for_the_same_purchase() -> None:
    late = point("late", price_paid=None)
    assert asks_a_colleague(both(point("not_received"), late), TWICE)


def test_two_purchases_are_both_made_good() -> None:
    chair = point("faulty", price_paid=45, delivery_paid=5)
    assert both(point("faulty"), chair).owed.amount == 160


def test_two_alike_are_both_made_good_once_a_person_said_that_neither_covers_the_other() -> None:
    desk = point("faulty", covered_by_another=False)
    decision = both(desk, desk)
    assert (decision.questions, decision.owed.amount) == ((), Decimal(220))


def test_one_that_covers_the_other_is_paid_and_nothing_is_asked() -> None:
    decision = both(point("faulty"), point("not_as_described", covered_by_another=True))
    assert (decision.questions, decision.owed.amount) == ((), Decimal(110))


def test_our_promise_for_a_missed_day_stands_beside_the_price() -> None:
    visit: dict[str, Any] = {"touchpoint": "service", "price_paid": 95, "delivery_paid": 0}
    undone = point("service_not_performed", **visit, repair_failed=True)
    assert both(undone, point("late", **visit)).owed.amount == 125


def test_points_that_each_name_another_as_the_one_that_pays_are_asked_about() -> None:
    faulty = point("faulty", covered_by_another=True)
    decision = both(faulty, point("not_as_described", covered_by_another=True))
    assert asks_a_colleague(decision, "say which one covers the other")


def test_a_point_that_was_not_found_covers_nothing() -> None:
    unfounded = point("faulty", "not_substantiated")
    covered = point("not_as_described", covered_by_another=True)
    assert asks_a_colleague(both(unfounded, covered), "say which one covers the other")


# Kinds that give money of the price alone; a service's missed day has a promise of its own.
KINDS = ("not_received", "late", "faulty", "not_as_described", "cancelled_but_charged",
         "service_below_standard", "promise_not_kept")  # fmt: skip


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Decimal, list[dict[str, Any]]]:
    """What was paid, and two or three points about that one purchase."""
    price, delivery = draw(st.integers(0, 500)), draw(st.integers(0, 50))
    told = st.fixed_dictionaries(
        {"price_paid": st.just(price), "delivery_paid": st.just(delivery)},
        optional={
            "days_since_delivery": st.sampled_from([3, 31, 200]),
            "repair_failed": st.booleans(),
            "fair_reduction": st.integers(0, price),
            "already_refunded": st.integers(0, price + delivery),
            "covered_by_another": st.just(True),
        },
    )
    points = st.builds(
        lambda kind, finding, facts: point(kind, finding, **facts),
        st.sampled_from(KINDS),
        st.sampled_from(["substantiated", "partly", "not_substantiated"]),
        told,
    )
    return Decimal(price + delivery), draw(st.lists(points, min_size=2, max_size=3))


@given(pairs())
def test_no_more_comes_back_on_a_purchase_than_was_paid(
    told: tuple[Decimal, list[dict[str, Any]]],
) -> None:
    paid, points = told
    decision = both(*points)
    back = [i.amount for i in decision.entitlement if i.kind in ("refund", "price_reduction")]
    assert sum(back) <= paid


@given(pairs())
def test_what_another_point_is_said_to_give_is_given_by_one_or_asked_about(
    told: tuple[Decimal, list[dict[str, Any]]],
) -> None:
    _, points = told
    found = [each for each in points if each["finding"] != "not_substantiated"]
    if found and all(each["facts"].get("covered_by_another") for each in found):
        decision = both(*points)
        assert decision.stance is Stance.ASK
        assert decision.questions
