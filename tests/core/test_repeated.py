"""How sure a count is: shares, differences, and the price of giving the same to everybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.repeated import between_means, between_shares, share


@pytest.mark.parametrize(
    ("count", "all", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (15, 148, 0.0624, 0.1605),
        (81, 263, 0.2553, 0.3662),
        (10, 10, 0.7225, 1),
    ],
)
def test_the_interval_of_a_share_is_wilsons(count: int, all: int, low: float, high: float) -> None:
    """15 of 148 and 81 of 263 are Newcombe's own examples (1998, Statistics in Medicine 17:857)."""
    found = share(count, all)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_of_none_at_all_it_may_be_anything() -> None:
    found = share(0, 0)
    assert (found.low, found.likely, found.high) == (0.0, 0.0, 1.0)


def test_more_than_there_are_is_no_share() -> None:
    with pytest.raises(ValueError, match="3 of 2 is no share"):
        share(3, 2)


def test_the_interval_of_a_difference_is_newcombes() -> None:
    """56 of 70 and 48 of 80: .0524 to .3339 (Newcombe 1998, 17:873, table II, method 10)."""
    found = between_shares(share(56, 70), share(48, 80))
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert found.told


@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 60), st.integers(1, 60))
def test_a_difference_lies_in_its_interval_and_turns_with_its_sides(
    a: int, more: int, b: int, others: int
) -> None:
    one, other = share(a, a + more), share(b, b + others)
    there, back = between_shares(one, other), between_shares(other, one)
    assert there.low <= there.likely <= there.high
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))


def test_the_same_everywhere_is_no_difference() -> None:
    found = between_means([1.0, 1.0, 1.0], [1.0, 1.0])
    assert (found.low, found.likely, found.high) == (0.0, 0.0, 0.0)
    assert not found.told
