"""Goodwill budgets: their days, what is left, and where they head."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.budgets import (
    BudgetError,
    Forecast,
    Gifts,
    Period,
    Standing,
    checked,
    days_of,
    forecast,
)
from upheld.core.money import Money, MoneyError


def pounds(amount: str) -> Money:
    return Money(Decimal(amount), "GBP")


@pytest.mark.parametrize(
    ("period", "day", "first", "last"),
    [
        (Period.MONTH, date(2028, 2, 10), date(2028, 2, 1), date(2028, 2, 29)),
        (Period.QUARTER, date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
        (Period.QUARTER, date(2026, 4, 1), date(2026, 4, 1), date(2026, 6, 30)),
        (Period.YEAR, date(2026, 7, 4), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_is_whole_months(period: Period, day: date, first: date, last: date) -> None:
    assert days_of(period, day) == (first, last)


def test_what_is_left_is_neither_spent_nor_committed() -> None:
    stands = Standing(pounds("100"), pounds("60"), pounds("25"))
    assert stands.left == pounds("15")
    assert stands.has_room(pounds("15"))
    assert not stands.has_room(pounds("15.01"))


def test_nothing_is_a_budget_and_has_room_for_nothing() -> None:
    stands = Standing(checked(pounds("0")), pounds("0"), pounds("0"))
    assert stands.has_room(pounds("0"))
    assert not stands.has_room(pounds("0.01"))


@pytest.mark.parametrize("amount", ["-1", "10000000.01"])
def test_what_is_no_budget_is_refused(amount: str) -> None:
    with pytest.raises(BudgetError):
        checked(pounds(amount))


def test_two_currencies_are_never_added() -> None:
    with pytest.raises(MoneyError, match="different currencies"):
        str(Standing(pounds("100"), pounds("1"), Money(Decimal(1), "EUR")).left)


class TestWhereItHeads:
    TENS = [Decimal(10)] * 36

    @staticmethod
    def gifts(*amounts: Decimal) -> Gifts:
        return Gifts(len(amounts), sum(amounts, Decimal(0)), sum(float(g) ** 2 for g in amounts))

    def test_as_it_went_so_it_goes_on(self) -> None:
        """£360 in 360 days is £30 in the 30 that are left, give or take."""
        found = forecast(pounds("50"), self.gifts(*self.TENS), timedelta(360), timedelta(30))
        assert found
        assert found.likely == pounds("80")
        assert found.low.amount < 80 < found.high.amount

    def test_on_the_last_day_it_is_what_it_is(self) -> None:
        used = pounds("50")
        assert forecast(used, Gifts(), timedelta(0), timedelta(0)) == Forecast(used, used, used)

    @pytest.mark.parametrize(("count", "days"), [(4, 360), (36, 27), (0, 360)])
    def test_of_too_little_nobody_can_tell(self, count: int, days: int) -> None:
        gifts = self.gifts(*self.TENS[:count])
        assert forecast(pounds("50"), gifts, timedelta(days), timedelta(30)) is None

    @given(
        st.lists(st.decimals(1, 500, places=2), min_size=5, max_size=40),
        st.integers(28, 365), st.integers(1, 365),
    )  # fmt: skip
    def test_it_never_ends_below_what_is_gone(
        self, gifts: list[Decimal], seen: int, left: int
    ) -> None:
        found = forecast(pounds("50"), self.gifts(*gifts), timedelta(seen), timedelta(left))
        assert found
        assert pounds("50").amount <= found.low.amount <= found.high.amount
        assert found.likely.amount <= found.high.amount
