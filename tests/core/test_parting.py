"""The gates of a parting, over contacts and days that nobody thought of."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.core.given import POLICY

from upheld.core.parting import (
    AFTER_UPHELD,
    MANY,
    Burden,
    Gate,
    Known,
    Looked,
    Tried,
    Way,
    by_policy,
    gates,
)

TODAY = date(2026, 11, 2)
READY = Known(
    burden=Burden(customer=MANY),
    looked=Looked(TODAY, "Lena Brandt", "No bill, promise or delivery was amiss."),
    tried=[Tried(Way.PRICE, TODAY, "Not wanted."), Tried(Way.EDUCATION, TODAY, "Not wanted.")],
    vulnerable=False,
)
COUNTS = st.integers(0, 60)


def of(key: str, known: Known) -> Gate:
    return next(gate for gate in gates(known, TODAY) if gate.key == key)


def test_when_nothing_stands_against_it_the_policy_allows_it_too() -> None:
    found = gates(READY, TODAY)
    assert all(gate.passed for gate in found)
    assert by_policy(found, READY, POLICY).passed


@given(COUNTS, COUNTS, COUNTS, st.integers(1, 60))
def test_what_we_caused_never_counts_against_anybody(
    firm: int, customer: int, neutral: int, more: int
) -> None:
    burden = Burden(firm, customer, neutral)
    so_far = of("costs_both_sides", replace(READY, burden=burden)).passed
    caused = replace(READY, burden=replace(burden, firm=firm + more))
    assert so_far or not of("costs_both_sides", caused).passed
    assert not so_far or customer >= MANY


@given(st.integers(0, 400))
def test_nobody_is_parted_from_soon_after_a_complaint_was_upheld(days: int) -> None:
    known = replace(READY, upheld_on=TODAY - timedelta(days=days))
    assert of("none_upheld_of_late", known).passed is (timedelta(days=days) > AFTER_UPHELD)


@given(
    st.sampled_from(
        [
            {"burden": Burden(firm=40, customer=5)},
            {"looked": None},
            {"tried": []},
            {"owed": ["UP-000001: nothing shows that £12.50 was paid or done."]},
            {"open": ["UP-000002"]},
            {"vulnerable": None},
            {"vulnerable": True},
            {"needs": ["Large print, please."]},
        ]
    )
)
def test_the_table_of_the_policy_is_shut_by_whatever_shuts_a_gate(
    changed: dict[str, object],
) -> None:
    known = replace(READY, **changed)  # type: ignore[arg-type]
    found = gates(known, TODAY)
    assert not all(gate.passed for gate in found)
    assert not by_policy(found, known, POLICY).passed


@given(st.dictionaries(st.sampled_from(["costs_both_sides", "owed_settled"]), st.booleans()))
def test_what_a_person_recorded_opens_nothing(recorded: dict[str, object]) -> None:
    shut = replace(READY, burden=Burden(firm=35, customer=5), owed=["Something."])
    passed = [gate.passed for gate in gates(shut, TODAY)]
    told = gates(replace(shut, recorded=recorded), TODAY)
    assert [gate.passed for gate in told] == passed
    assert {gate.key for gate in told if gate.contradicts} == {
        key for key, value in recorded.items() if value
    }
