"""A policy that would break a promise may not decide: shown from its tables, before any case."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.core.given import STANDARD

from upheld.core.doctrine import DoctrineError, checked
from upheld.tables import PolicyError, load


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(DoctrineError) as caught:
        checked(load(folder))
    return caught.value.problems


def test_the_standard_policy_may_decide() -> None:
    policy = load(STANDARD)
    assert checked(policy) is policy


def test_what_is_owed_may_not_read_the_fit(edited: Callable[..., Path]) -> None:
    folder = edited("entitlement.csv", ",days_since_delivery,", ",fit.evidence,")
    (found, *_) = [each for each in problems(folder) if "owed.amount" in each]
    assert found == (
        "table entitlement: owed.amount is reached by fit.evidence, about the customer; "
        "only facts about the allegation may reach it (promise 1)"
    )


def test_what_is_owed_may_not_read_the_fit_by_a_table_between(edited: Callable[..., Path]) -> None:
    folder = edited("refundable.csv", ",already_refunded,", ",fit.evidence,")
    assert any("owed.amount is reached by fit.evidence" in each for each in problems(folder))


def test_what_is_owed_may_not_read_a_band_that_is_found_later(edited: Callable[..., Path]) -> None:
    with pytest.raises(PolicyError, match=r"fit\.band"):
        load(edited("entitlement.csv", "rule,finding,kind", "rule,finding,fit.band"))


def test_a_finding_may_not_read_who_asks(edited: Callable[..., Path]) -> None:
    folder = edited("finding.csv", ",conduct_confirmed,", ",vulnerable,")
    assert any("finding is reached by vulnerable" in each for each in problems(folder))


def test_the_outcome_may_not_read_the_relationship(edited: Callable[..., Path]) -> None:
    folder = edited("outcome.csv", "rule,withdrawn", "rule,relationship.costs_both_sides")
    assert any("outcome is reached by relationship.costs_both" in each for each in problems(folder))


LOUD = "how loudly anything is asked (Promise 2: loudness earns nothing)"
APART = "how contacts went (Promise 8: conduct is separate from merit)"
WHO = "who anybody is (Promise 8: the issue, never the person)"


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("tone", LOUD),
        ("conduct", APART),
        ("customer.restricted", APART),
        ("customer.postcode", WHO),
        ("channel", LOUD),
        ("lifetime_value", LOUD),
        ("customer.age", WHO),
        ("Reach", LOUD),
    ],
)
def test_loudness_and_protected_traits_may_not_even_be_declared(
    name: str, what: str, edited: Callable[..., Path]
) -> None:
    declared = f"inputs:\n  {name}: {{type: string, about: customer, means: X}}\n"
    assert problems(edited("policy.yaml", "inputs:\n", declared)) == (
        f"policy.yaml declares {name}, and no table may read {what}: take it out",
    )


@pytest.mark.parametrize(
    ("name", "means", "told"),
    [
        ("customer.gndr", "How they are", "input customer.gndr: 'customer.gndr' tells a protected"),
        ("zipCode", "Where it goes", "input zipCode: 'zipCode' is where somebody lives"),
        ("cohort", "Customers over 60", "input cohort: 'over 60' tells a protected trait"),
    ],
)
def test_a_renamed_trait_and_what_stands_for_one_may_not_be_declared(
    name: str, means: str, told: str, edited: Callable[..., Path]
) -> None:
    declared = f"inputs:\n  {name}: {{type: string, about: customer, means: {means}}}\n"
    (found,) = problems(edited("policy.yaml", "inputs:\n", declared))
    assert found.startswith(told)
    assert "Equality Act 2010" in found


@pytest.mark.parametrize(
    ("name", "means", "told"),
    [
        ("loudness", "X", "how loudly"),
        ("how_loud", "X", "how loudly"),
        ("toneOfLetter", "X", "how loudly"),
        ("times_asked", "X", "how loudly"),
        ("contact_count", "X", "how loudly"),
        ("follower_count", "X", "how loudly"),
        ("lifetime.value", "X", "how loudly"),
        ("goodx", "how loudly the customer shouts", "how loudly"),
        ("goodx", "Whether they threaten to write to a paper", "how loudly"),
        ("vip", "X", "who somebody is to us"),
        ("fit_band", "X", "who somebody is to us"),
        ("customer_value", "X", "who somebody is to us"),
        ("customer_gender", "X", "protected trait"),
        ("religion_of_customer", "X", "protected trait"),
        ("postcode_district", "X", "where somebody lives"),
    ],
)
def test_no_fact_of_what_happened_says_how_it_is_asked_or_who_asks(
    name: str, means: str, told: str, edited: Callable[..., Path]
) -> None:
    declared = f"inputs:\n  {name}: {{type: number, about: allegation, means: {means}}}\n"
    (found,) = problems(edited("policy.yaml", "inputs:\n", declared))
    assert found.startswith(f"input {name}: ")
    assert told in found


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("driver_shouted", "Our driver shouted at the customer"),
        ("age_of_the_item", "How old the thing is"),
        ("price_band", "Which list of prices it was bought from"),
        ("fits_as_described", "It fits as we said"),
        ("loyalty_points_missing", "Points of the scheme were not given"),
        ("asked_us_to_stop", "The customer asked us to stop, and we did not"),
    ],
)
def test_what_happened_may_be_declared(name: str, means: str, edited: Callable[..., Path]) -> None:
    declared = f"inputs:\n  {name}: {{type: number, about: allegation, means: '{means}'}}\n"
    checked(load(edited("policy.yaml", "inputs:\n", declared)))


def test_every_broken_promise_is_told_at_once(edited: Callable[..., Path]) -> None:
    tone = (
        "inputs:\n  tone: {type: string, about: customer, means: X}\n"
        "  vip: {type: boolean, about: allegation, means: X}\n"
    )
    edited("policy.yaml", "inputs:\n", tone)
    found = problems(edited("entitlement.csv", ",days_since_delivery,", ",fit.evidence,"))
    assert any("declares tone" in each for each in found)
    assert any("input vip" in each for each in found)
    assert any("fit.evidence" in each for each in found)


def test_a_table_that_the_story_needs_may_not_be_missing(edited: Callable[..., Path]) -> None:
    folder = edited("policy.yaml", "name: next_action  #", "name: what_next  #")
    assert "table next_action is missing: add it to policy.yaml" in problems(folder)
