"""Of all facts, a form shows first those that some rule for the allegation's kind asks."""

import pytest

from upheld.core.facts import that_matter
from upheld.core.words import AllegationKind
from upheld.desk.show.facts import told
from upheld.store import policies
from upheld.tables import Policy


@pytest.fixture
def policy() -> Policy:
    return policies.read_policy(policies.folder())


def _names(kind: str, policy: Policy, **known: object) -> tuple[set[str], set[str]]:
    matter, rest = that_matter(kind, known, policy)
    return {field.name for field in matter}, {field.name for field in rest}


def test_lateness_needs_the_days_and_the_delivery_charge(policy: Policy) -> None:
    matter, rest = _names("late", policy)
    assert {"days_late", "delivery_paid", "impact"} <= matter
    assert {"conduct_confirmed", "standard_met"} <= rest


def test_a_fault_needs_an_examination(policy: Policy) -> None:
    matter, _ = _names("faulty", policy)
    assert {"fault_confirmed", "caused_by_customer", "price_paid"} <= matter


@pytest.mark.parametrize("kind", AllegationKind)
def test_no_fact_is_lost_or_shown_twice(kind: AllegationKind, policy: Policy) -> None:
    matter, rest = that_matter(kind, {}, policy)
    declared = {name for name, field in policy.inputs.items() if field.about == "allegation"}
    shown = [field.name for field in (*matter, *rest)]
    assert sorted(shown) == sorted(declared - {"kind", "recorded_finding"})


def test_a_known_fact_always_matters(policy: Policy) -> None:
    assert "conduct_confirmed" in _names("late", policy, conduct_confirmed=True)[0]


def test_facts_are_told_as_people_read_them(policy: Policy) -> None:
    known = {"price_paid": "240", "received": True, "days_late": 9}
    assert [(fact.label, fact.value) for fact in told(known, policy)] == [
        ("Price paid", "£240.00"),
        ("Days late", "9"),
        ("Received", "yes"),
    ]
