"""The standard policy never gives less than the law under which the firm sells."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as tries
from tests.policies.chain import POLICY, Facts, Given, answer
from tests.policies.facts import allegation
from tests.policies.kinds import KINDS, found

from upheld.core.case import Allegation
from upheld.core.entitlement import Entitlement
from upheld.core.floor import Shortfall, of_allegation, shortfall
from upheld.core.law_facts import LawFactsError
from upheld.core.words import AllegationKind, FindingResult
from upheld.store.policy_files import laws

TOLD = date(2026, 11, 2)
CRA = laws.read_law("uk-cra")


def below_the_law(facts: Facts, row: Facts) -> Shortfall | None:
    """Where the row's answer is less than the Act gives on the same facts."""
    if row["finding"] == "undetermined" or row["owed.question"] is not None:
        return None
    point = Allegation("a1", AllegationKind(str(facts["kind"])), facts=facts)
    try:
        reading = of_allegation(CRA, point, FindingResult(str(row["finding"])), TOLD, TOLD)
    except LawFactsError:
        return None
    return shortfall(reading, facts, _given(row))


def _given(row: Facts) -> Entitlement | None:
    if row["owed.kind"] in (None, "none"):
        return None
    amount = row["owed.amount"]
    assert isinstance(amount, Decimal)
    return Entitlement("a1", str(row["owed.kind"]), amount, "GBP", None, None, "", "")


@pytest.mark.parametrize("kind", KINDS)
def test_no_combination_of_the_facts_that_count_falls_below_the_act(kind: str) -> None:
    below = [facts for facts in _rows(kind) if below_the_law(_asked(facts), facts)]
    assert below[:3] == []


def _rows(kind: str) -> Iterator[Facts]:
    # Seven is no divisor of any fact's values, so every pair of them is met.
    yield from found(kind)[::7]


def _asked(row: Facts) -> Facts:
    return {name: value for name, value in row.items() if name in POLICY.inputs}


@tries(max_examples=300)
@given(allegation())
def test_no_case_that_nobody_thought_of_falls_below_the_act(facts: Facts) -> None:
    (row,) = answer(Given([facts])).allegations
    assert below_the_law(facts, row) is None
