"""Goodwill that we can repeat: priced as if everyone in the same situation got it."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.core.given import ALLEGATION, CORE_FIT, DOCUMENT, decided, document

from upheld.core.record import as_json, keep, recall
from upheld.core.words import Band, Basis, Stance

AXES = ("values_what", "values_how", "mutual_value")
BETTER = {Band.OUTSIDE: 0, Band.ADJACENT: 1, Band.CORE: 2, Band.UNKNOWN: 2}


def test_a_gesture_is_priced_as_if_given_to_everyone_for_a_year() -> None:
    gesture = decided(document(similar_a_year=60)).goodwill
    assert (gesture.amount, gesture.cost_a_year) == (Decimal(25), Decimal(1500))


def test_an_unknown_number_of_cases_has_an_unknown_price() -> None:
    assert decided(document(similar_a_year=None)).goodwill.cost_a_year is None


def test_nothing_given_costs_nothing() -> None:
    alone = decided(document(allegations=[{"kind": "late"}])).goodwill
    assert not alone.given
    assert alone.cost_a_year == 0


@given(DOCUMENT)
def test_the_price_is_the_amount_times_the_cases(told: dict[str, Any]) -> None:
    gesture = decided(told).goodwill
    if gesture.similar_a_year is not None:
        assert gesture.cost_a_year == gesture.amount * gesture.similar_a_year
    assert gesture.basis is Basis.GOODWILL


@given(DOCUMENT)
def test_honour_gives_exactly_what_is_owed_unless_help_is_needed(told: dict[str, Any]) -> None:
    decision = decided(told)
    if decision.stance is Stance.HONOUR:
        assert decision.goodwill.kind == "none"
        assert decision.goodwill.given is decision.goodwill.help


@given(DOCUMENT)
def test_who_needs_more_help_gets_at_least_the_same_money_and_help(told: dict[str, Any]) -> None:
    without, widened = (
        decided({**told, "customer": {**told.get("customer", {}), "vulnerable": vulnerable}})
        for vulnerable in (False, True)
    )
    assert widened.goodwill.amount >= without.goodwill.amount
    assert widened.goodwill.help is (widened.stance is not Stance.ASK)
    assert not without.goodwill.help


def test_help_is_kept_in_the_record_and_told_in_the_json() -> None:
    decision = decided(document(customer={**CORE_FIT, "vulnerable": True}))
    assert as_json(decision)["goodwill"]["help"] is True
    assert recall(keep(decision)).goodwill == decision.goodwill


UNFOUNDED = st.builds(
    lambda alleged, impact, price: {
        "kind": alleged["kind"],
        "finding": "not_substantiated",
        "facts": {**alleged["facts"], "impact": impact, "price_paid": price},
    },
    ALLEGATION,
    st.sampled_from(["none", "low", "medium", "high"]),
    st.sampled_from([None, 0, 99, 9_000_000]),
)


@given(DOCUMENT, UNFOUNDED)
def test_a_point_that_was_not_found_never_changes_the_gesture_however_great(
    told: dict[str, Any], unfounded: dict[str, Any]
) -> None:
    beside = {**told, "allegations": [*told["allegations"], unfounded]}
    alone, louder = decided(told).goodwill, decided(beside).goodwill
    assert (louder.kind, louder.amount, louder.help) == (alone.kind, alone.amount, alone.help)


@given(DOCUMENT, st.sampled_from(AXES), st.decimals(0, 1, places=2))
def test_a_better_fit_never_gets_less(told: dict[str, Any], axis: str, value: Decimal) -> None:
    customer = {**told.get("customer", {}), f"fit.{axis}": str(value)}
    one, other = decided(told), decided({**told, "customer": customer})
    if {one.stance, other.stance} <= {Stance.MAKE_RIGHT, Stance.HONOUR}:
        worse, better = sorted((one, other), key=lambda d: BETTER[d.fit.band])
        if BETTER[worse.fit.band] < BETTER[better.fit.band]:
            assert worse.goodwill.amount <= better.goodwill.amount
