"""A number is told with how sure it is, and two are set beside each other only as chance allows."""

from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from upheld.core.intervals import (
    Beside,
    Interval,
    between_means,
    between_shares,
    by_chance,
    clumping,
    count,
    holm,
    mean,
    rate,
    rates_beside,
    share,
    shares_beside,
    told,
    told_difference,
    told_part,
    told_points,
    told_share,
)

COUNTS = st.integers(0, 100_000)


class TestShare:
    @pytest.mark.parametrize(
        ("part", "whole", "low", "high"),
        # Newcombe 1998 (Statistics in Medicine 17:857), table I, method 3.
        [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ],
    )
    def test_is_as_published(self, part: int, whole: int, low: float, high: float) -> None:
        found = share(part, whole)
        assert found is not None
        assert (round(found.low, 4), round(found.high, 4)) == (low, high)

    def test_of_nothing_cannot_be_said(self) -> None:
        assert share(0, 0) is None

    def test_of_more_than_the_whole_is_refused(self) -> None:
        with pytest.raises(ValueError, match="3 of 2 is no share"):
            share(3, 2)

    @given(COUNTS, COUNTS)
    def test_lies_within_its_interval_and_within_none_and_all(self, part: int, rest: int) -> None:
        found = share(part, part + rest)
        if found is not None:
            assert 0 <= found.low <= found.likely <= found.high <= 1


class TestDifference:
    def test_of_shares_is_as_published(self) -> None:
        """56 of 70 and 48 of 80: .0524 to .3339 (Newcombe 1998, 17:873, table II, method 10)."""
        one, other = share(56, 70), share(48, 80)
        assert one is not None
        assert other is not None
        found = between_shares(one, other)
        assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)
        assert found.side is Beside.ABOVE

    @given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 60), st.integers(1, 60))
    def test_lies_in_its_interval_and_turns_with_its_sides(
        self, a: int, more: int, b: int, others: int
    ) -> None:
        one, other = share(a, a + more), share(b, b + others)
        assert one is not None
        assert other is not None
        there, back = between_shares(one, other), between_shares(other, one)
        assert there.low <= there.likely <= there.high
        assert (there.low, there.high) == pytest.approx((-back.high, -back.low))

    def test_of_the_same_everywhere_is_none(self) -> None:
        found = between_means([1.0, 1.0, 1.0], [1.0, 1.0])
        assert (found.low, found.likely, found.high) == (0.0, 0.0, 0.0)
        assert found.side is Beside.CANNOT_TELL


class TestCount:
    @given(st.integers(0, 100))
    def test_is_exact_for_few(self, number: int) -> None:
        found = count(number)
        low = chi2.ppf(0.025, 2 * number) / 2 if number else 0
        assert found.low == pytest.approx(low, abs=1e-6)
        assert found.high == pytest.approx(chi2.ppf(0.975, 2 * number + 2) / 2, abs=1e-6)

    @given(st.integers(101, 1_000_000))
    def test_is_near_enough_for_many(self, number: int) -> None:
        found = count(number)
        assert found.low == pytest.approx(chi2.ppf(0.025, 2 * number) / 2, rel=1e-4)
        assert found.high == pytest.approx(chi2.ppf(0.975, 2 * number + 2) / 2, rel=1e-4)

    def test_of_less_than_none_is_refused(self) -> None:
        with pytest.raises(ValueError, match="-1 is no count"):
            count(-1)

    def test_is_less_sure_where_it_comes_in_clumps(self) -> None:
        even, clumped = count(60), count(60, clumping=4.0)
        assert clumped.low < even.low
        assert clumped.high > even.high
        assert clumped.likely == even.likely

    @given(COUNTS, st.floats(0, 1e6))
    def test_is_finite_whatever_the_clumps(self, number: int, clumps: float) -> None:
        found = count(number, clumps)
        assert 0 <= found.low <= number <= found.high
        assert isfinite(found.high)


class TestRate:
    def test_is_told_for_so_many(self) -> None:
        found = rate(12, 400, each=100)
        assert found is not None
        assert found.likely == pytest.approx(3)
        assert (round(found.low, 2), round(found.high, 2)) == (1.55, 5.24)

    def test_among_none_cannot_be_said(self) -> None:
        assert rate(0, 0) is None

    def test_one_customer_with_every_complaint_clumps_as_far_as_can_be(self) -> None:
        assert clumping(10, squares=10, among=1000) == 1.0
        assert clumping(40, squares=1600, among=1000) == pytest.approx(40, rel=0.01)
        assert clumping(0, 0, 0) == 1.0


class TestMean:
    def test_lies_as_far_as_its_members_differ(self) -> None:
        found = mean(4, total=40.0, squares=4 * 100.0 + 4 * 9.0)  # 7, 7, 13, 13
        assert found is not None
        assert found.likely == 10
        assert found.high - 10 == pytest.approx(10 - found.low)
        assert found.high == pytest.approx(10 + 1.96 * (12 / 4) ** 0.5, abs=0.01)

    def test_of_fewer_than_two_cannot_be_said(self) -> None:
        assert mean(1, 5.0, 25.0) is None


class TestBeside:
    def test_what_chance_can_make_cannot_be_told(self) -> None:
        assert shares_beside(6, 20, 80, 400) == Beside.CANNOT_TELL
        assert shares_beside(60, 200, 80, 400) == Beside.ABOVE
        assert shares_beside(80, 400, 60, 200) == Beside.BELOW
        assert shares_beside(0, 0, 60, 200) == Beside.CANNOT_TELL

    def test_many_looks_make_each_surer(self) -> None:
        assert shares_beside(56, 200, 80, 400) == Beside.ABOVE
        assert shares_beside(56, 200, 80, 400, looks=20) == Beside.CANNOT_TELL
        assert rates_beside(30, 100, 90, 500) == Beside.ABOVE
        assert rates_beside(30, 100, 90, 500, looks=20) == Beside.CANNOT_TELL

    def test_what_comes_in_clumps_must_stand_out_further(self) -> None:
        assert rates_beside(40, 100, 100, 500) == Beside.ABOVE
        assert rates_beside(40, 100, 100, 500, clumping=10.0) == Beside.CANNOT_TELL
        assert rates_beside(0, 100, 0, 500) == Beside.CANNOT_TELL
        assert rates_beside(3, 0, 9, 500) == Beside.CANNOT_TELL

    @given(COUNTS, COUNTS, st.integers(1, 10**6), st.integers(1, 10**6))
    def test_turned_round_the_answer_turns_round(
        self, one: int, other: int, among: int, other_among: int
    ) -> None:
        turned = {Beside.ABOVE: Beside.BELOW, Beside.BELOW: Beside.ABOVE}
        found = rates_beside(one, among, other, other_among)
        back = rates_beside(other, other_among, one, among)
        assert back == turned.get(found, Beside.CANNOT_TELL)


class TestTold:
    def test_with_as_many_places_as_it_is_worth(self) -> None:
        assert told(Interval(8.2, 12.4, 17)) == "12 (8 to 17)"
        assert told(Interval(0.82, 1.24, 1.7)) == "1.2 (0.8 to 1.7)"
        assert told(Interval(0, 0.04, 0.17)) == "0.04 (0.00 to 0.17)"
        assert told(Interval(1100, 1234, 1300)) == "1,234 (1,100 to 1,300)"

    def test_a_share_in_hundredths(self) -> None:
        assert told_share(share(12, 100)) == "12% (7 to 20)"
        assert told_share(share(2, 1000)) == "0.2% (0.1 to 0.7)"

    def test_what_cannot_be_said_is_said(self) -> None:
        assert told(None) == "cannot be said"
        assert told_share(None) == "cannot be said"

    def test_a_difference_is_told_with_its_signs_and_none_has_no_minus(self) -> None:
        assert told_difference(Interval(-1.04, 0.31, 1234.5), 1) == "+0.3 (-1.0 to +1,234.5)"
        assert told_difference(Interval(-0.3, -0.1, 0.2), unit="days") == "+0 days (+0 to +0)"
        assert told_points(Interval(-0.03, 0.07, 0.11)) == "+7 points (-3 to +11)"
        assert told_points(None) == "cannot be said"

    def test_a_part_is_told_with_what_it_was_counted_from(self) -> None:
        found = share(26, 131)
        assert found is not None
        assert told_part(found) == "26 of 131 (14 to 27 %)"


class TestManyLooks:
    def test_an_interval_that_just_leaves_out_nothing_is_chance_5_times_in_100(self) -> None:
        assert by_chance(Interval(0.0, 1.0, 2.0)) == pytest.approx(0.05)
        assert by_chance(Interval(-1.0, 0.0, 1.0)) == pytest.approx(1.0)
        assert by_chance(Interval(1.0, 1.0, 1.0)) == 0.0

    def test_the_more_one_looks_at_the_surer_each_must_be(self) -> None:
        assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
        assert holm([0.04]) == [0.04]
        assert holm([]) == []

    @given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
    def test_none_becomes_surer_and_the_order_stays(self, chances: list[float]) -> None:
        told = holm(chances)
        assert all(new >= old for new, old in zip(told, chances, strict=True))
        assert all(0 <= each <= 1 for each in told)
        ranked = sorted(range(len(chances)), key=chances.__getitem__)
        assert [told[at] for at in ranked] == sorted(told)
