"""A retailer's grid of what its agents decide, written as our facts: who is right does not move.

For some of its flows the grid holds what its check found, the tier of membership, whether the
customer is right, and what is decided. Theirs decides more for some tiers; ours cannot.
"""

import csv
import os
from decimal import Decimal
from pathlib import Path

import pytest
from tests.policies.chain import Facts, Given, answer

from upheld.tables import Value

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("UPHELD_SHARED", ROOT.parent / "shared"))
GRID = SHARED / "data" / "abcd" / "outcomes.csv"

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not GRID.exists(), reason="needs abcd/outcomes.csv in the shared data"),
]

OVER, RIGHT = {"amount_overcharged": Decimal(40)}, {"amount_overcharged": Decimal(0)}
SHOWN: dict[str, Value] = {"promise_shown": True, "promise_kept": False}
# By flow: what we record where their check found a fault of the firm's, and where it found none.
FLOWS: dict[str, tuple[str, dict[str, Value], dict[str, Value]]] = {
    "promo_code_out_of_date": ("promise_not_kept", SHOWN, {**SHOWN, "condition_met": False}),
    "mistimed_billing_never_bought": ("wrong_amount", {**OVER}, {**RIGHT}),
    "status_service_added": ("wrong_amount", {**OVER}, {**RIGHT}),
    "status_credit_missing": ("wrong_amount", {**OVER}, {**RIGHT}),
}
FOUND = {"right": "substantiated", "wrong": "not_substantiated"}
# What a tier might tempt a policy to read.
TIERS: dict[str, dict[str, Value]] = {
    tier: {"fit.values_what": worth, "fit.mutual_value": worth, "fit.evidence": Decimal(5)}
    for tier, worth in (
        ("gold", Decimal(1)),
        ("silver", Decimal("0.7")),
        ("bronze", Decimal("0.4")),
        ("guest", Decimal(0)),
    )
}


def rows() -> list[dict[str, str]]:
    with GRID.open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["subflow"] in FLOWS]


def facts_of(row: dict[str, str]) -> Facts:
    kind, fault, none = FLOWS[row["subflow"]]
    return {"kind": kind, **(fault if row["company_error_confirmed"] == "yes" else none)}


def test_our_finding_is_theirs_of_who_is_right() -> None:
    found = rows()
    assert len(found) == 32
    for row in found:
        (point,) = answer(Given([facts_of(row)], TIERS[row["tier"]])).allegations
        assert point["finding"] == FOUND[row["customer_right"]], row


def test_no_tier_moves_a_finding_or_what_is_owed() -> None:
    for row in rows():
        told = [answer(Given([facts_of(row)], tier)).allegations[0] for tier in TIERS.values()]
        assert (
            len({(each["finding"], each["owed.kind"], each["owed.amount"]) for each in told}) == 1
        )


def test_what_their_tiers_decide_apart_is_never_what_is_owed() -> None:
    apart = {"goodwill", "hold_line"}
    for row in rows():
        if row["decision"] in apart:
            (point,) = answer(Given([facts_of(row)], TIERS[row["tier"]])).allegations
            assert point["owed.kind"] == "none", row


def test_what_is_not_so_has_a_ground_that_speaks_of_no_person() -> None:
    for row in rows():
        (point,) = answer(Given([facts_of(row)])).allegations
        if row["customer_right"] == "wrong":
            assert point["ground"] in ("mistaken", "unfounded")


# From the guidelines of the same retailer: a parcel that is not there, and a fee that nobody knows.


@pytest.mark.parametrize(
    ("facts", "finding", "whom"),
    [
        ({"received": False, "carrier_says_delivered": True}, "undetermined", "carrier"),
        ({"received": False, "carrier_says_delivered": False}, "substantiated", None),
        ({"received": False, "carrier_says_delivered": False, "part_done": True}, "partly", None),
    ],
)
def test_a_missing_item_is_found_out_about_and_not_waited_for(
    facts: dict[str, Value], finding: str, whom: str | None
) -> None:
    (point,) = answer(Given([{"kind": "not_received", **facts}])).allegations
    assert (point["finding"], point["ask_whom"]) == (finding, whom)


def test_a_fee_that_nobody_explained_is_asked_about_and_no_error_of_the_customers() -> None:
    (point,) = answer(Given([{"kind": "wrong_amount"}])).allegations
    assert (point["finding"], point["ask_whom"]) == ("undetermined", "finance")
