"""Placing: every order, contact and complaint lands on one touchpoint or is told why not."""

from itertools import product
from pathlib import Path

import pytest

from upheld.core.journey import in_order
from upheld.core.placing import Given, Meaning, Placing, What
from upheld.core.words import AllegationKind
from upheld.core.words import Touchpoint as Nature
from upheld.demo.simulate.journey import JOURNEY
from upheld.store.policy_files.data_files import read_rows
from upheld.tables import load

FOLDER = Path("policies/journey")
KEYS = {each.key for each in JOURNEY}
MEANINGS = [Meaning(**row) for row in read_rows(FOLDER / "words.csv")]
PLACING = Placing(load(FOLDER), MEANINGS, KEYS)


@pytest.mark.parametrize(
    ("given", "touchpoint"),
    [
        (Given("order", nature="product", item="Ash desk, 140 cm"), "delivery"),
        (Given("order", nature="service", item="Fitting visit"), "fitting"),
        (Given("order", nature="service", item="Care plan, one year"), "care"),
        (Given("order", nature="product", item="Oil and wax care kit"), "delivery"),
        (Given("complaint", kind="late", nature="product"), "delivery"),
        (Given("complaint", kind="late", nature="service", item="Repair visit"), "repair"),
        (Given("complaint", kind="faulty", nature="product"), "use"),
        (Given("complaint", kind="not_as_described", nature="product"), "promise"),
        (Given("complaint", kind="wrong_amount"), "bill"),
        (
            Given("complaint", kind="cancelled_but_charged", nature="service", item="Care plan"),
            "renewal",
        ),
        (Given("contact", kind="late", nature="product", said="Chased the complaint"), "delivery"),
        (Given("contact", said="Where is order 10233?"), "delivery"),
        (Given("contact", said="Asked about lead times before ordering; see 10233"), "advice"),
        (Given("contact", said="Asked to move order 10233"), "order"),
        (Given("contact", said="Thanked the fitter for order 10233"), "fitting"),
        (Given("contact", said="Sent the bank statement a second time, billing"), "bill"),
    ],
)
def test_the_firms_table_places_by_what_happened(given: Given, touchpoint: str) -> None:
    assert PLACING.place(given).touchpoint == touchpoint


def test_what_says_nothing_of_the_journey_is_not_placed_and_told() -> None:
    placed = PLACING.place(Given("contact", said="Rang."))
    assert placed.touchpoint == ""
    assert placed.because == "Nothing in it says where in the journey it happened."


def test_a_touchpoint_that_is_not_in_the_journey_takes_nothing_and_the_rule_is_named() -> None:
    without = Placing(PLACING.policy, MEANINGS, KEYS - {"delivery"})
    placed = without.place(Given("order", nature="product", item="Ash desk"))
    assert placed.touchpoint == ""
    assert placed.because == "The rule sold places it on delivery, which is not in the journey."


def test_whatever_comes_is_placed_on_one_declared_touchpoint_or_told_why_not() -> None:
    kinds, natures = ["", *AllegationKind], ["", *Nature]
    items = ["", "Repair visit", "Plan chest"]
    whats: list[What] = ["order", "contact", "complaint"]
    for what, kind, nature, item in product(whats, kinds, natures, items):
        placed = PLACING.place(Given(what, kind, nature, item))
        assert placed.touchpoint in KEYS | {""}
        assert placed.because


def test_a_journey_is_read_in_the_order_of_its_places() -> None:
    assert in_order(reversed(JOURNEY)) == JOURNEY  # type: ignore[arg-type]
