"""Money: exact, with its currency."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.money import Money, MoneyError, tell_change, total

PENCE = st.decimals(-(10**9), 10**9, places=2)


def gbp(amount: str) -> Money:
    return Money(Decimal(amount), "GBP")


@pytest.mark.parametrize(
    ("amount", "currency", "told"),
    [
        ("12.5", "GBP", "£12.50"),
        ("12.345", "GBP", "£12.35"),
        ("12.344", "GBP", "£12.34"),
        ("1234567.8", "GBP", "£1,234,567.80"),
        ("1200.4", "JPY", "JPY 1,200"),
        ("1.2345", "KWD", "KWD 1.235"),
    ],
)
def test_is_rounded_half_up_to_the_smallest_coin_and_told(
    amount: str, currency: str, told: str
) -> None:
    assert str(Money(Decimal(amount), currency)) == told


@given(st.lists(PENCE))
def test_a_total_is_exact_in_any_order(amounts: list[Decimal]) -> None:
    items = [Money(amount, "GBP") for amount in amounts]
    assert (
        total(items, "GBP") == total(items[::-1], "GBP") == Money(sum(amounts, Decimal(0)), "GBP")
    )


def test_nothing_adds_up_to_nothing_in_its_currency() -> None:
    assert total([], "JPY") == Money(Decimal(0), "JPY")


def test_two_currencies_are_never_added() -> None:
    with pytest.raises(MoneyError, match="different currencies: convert one first"):
        gbp("1") + Money(Decimal(1), "EUR")


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "-Infinity", "1e40"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(MoneyError, match="not an amount of money"):
        gbp(amount)


@pytest.mark.parametrize(
    ("amount", "currency", "told"),
    [("85443.49", "GBP", "£85,443"), ("-12.60", "GBP", "-£13"), ("0", "GBP", "£0"),
     ("9000", "JPY", "JPY 9,000")],
)  # fmt: skip
def test_a_number_that_is_read_at_a_glance_has_no_pence(
    amount: str, currency: str, told: str
) -> None:
    assert Money(Decimal(amount), currency).in_whole == told


def test_a_change_says_which_way_it_goes() -> None:
    told = [tell_change(Decimal(amount), "GBP") for amount in ("5", "-5", "0", "-0.00")]
    assert told == ["+£5.00", "-£5.00", "£0.00", "£0.00"]
