"""Whose doing a contact was, and what serving costs: what we caused counts against nobody."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.serving import CausedBy, Found, PerContact, Rates, caused_by, remedy_by

FIRM, CUSTOMER, NEUTRAL = CausedBy.FIRM, CausedBy.CUSTOMER, CausedBy.NEUTRAL
OWN = ("used_otherwise",)
RATES = Rates(
    currency="GBP",
    margin=Decimal("0.35"),
    cost_of_capital=Decimal("0.1"),
    minute=Decimal("0.50"),
    complaint_minutes=Decimal(40),
    return_each=Decimal(14),
    other_contacts=PerContact(Decimal(6)),
    contacts={"phone": PerContact(Decimal(10), Decimal("0.30"))},
)


@pytest.mark.parametrize(
    ("recorded", "found", "doing"),
    [
        (CUSTOMER, None, CUSTOMER),
        (FIRM, None, FIRM),
        (CUSTOMER, Found(2, 1, 1), FIRM),
        (FIRM, Found(1, 0, 1, "used_otherwise"), FIRM),
        (CUSTOMER, Found(2, 0, 1), NEUTRAL),
        (CUSTOMER, Found(0, 0, 0), NEUTRAL),
        (NEUTRAL, Found(1, 0, 1, explained_before=True), CUSTOMER),
        (NEUTRAL, Found(1, 0, 1, "used_otherwise"), CUSTOMER),
        (CUSTOMER, Found(1, 0, 1, "customer_misunderstood"), NEUTRAL),
        (CUSTOMER, Found(1, 0, 1), NEUTRAL),
    ],
)
def test_the_findings_say_whose_doing_a_contact_was(
    recorded: CausedBy, found: Found | None, doing: CausedBy
) -> None:
    assert caused_by(recorded, found, OWN) is doing


CASES = st.builds(
    lambda so, not_so, open_, cause, before: Found(so + not_so + open_, so, not_so, cause, before),
    st.integers(0, 3), st.integers(0, 3), st.integers(0, 3),
    st.sampled_from(["", "used_otherwise", "not_found"]), st.booleans(),
)  # fmt: skip


@given(st.sampled_from(CausedBy), CASES)
def test_nothing_is_theirs_before_every_point_was_found_not_to_be_so(
    recorded: CausedBy, found: Found
) -> None:
    if not found.nothing:
        assert caused_by(recorded, found, OWN) is not CUSTOMER


@given(CASES)
def test_a_remedy_is_never_the_customers_doing(found: Found) -> None:
    assert remedy_by(found) is (FIRM if found.so else NEUTRAL)


def test_a_contact_costs_the_minutes_it_took_and_the_usual_ones_where_nobody_wrote_them() -> None:
    took = RATES.contact("phone", count=3, timed=1, minutes=Decimal(25))
    assert took == (25 + 2 * 10) * Decimal("0.50") + 3 * Decimal("0.30")
    assert RATES.contact("pigeon", 1, 0, Decimal(0)) == 3


def test_a_channel_that_is_none_is_told_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="phone"):
        replace(RATES, contacts={"phoen": PerContact(Decimal(1))})


@pytest.mark.parametrize(("name", "value"), [("margin", "1.2"), ("minute", "-1")])
def test_what_cannot_be_a_rate_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name if name == "margin" else "below nothing"):
        replace(RATES, **{name: Decimal(value)})  # type: ignore[arg-type]
