"""Money: an exact amount with its currency, never a float."""

from dataclasses import dataclass
from decimal import Decimal

from upheld.tables import tell_money, to_minor_unit
from upheld.tables.values import is_kept, places


class MoneyError(ValueError):
    """Two currencies in one sum, or what is no amount."""


@dataclass(frozen=True, slots=True)
class Money:
    """`amount` in major units, rounded half up to the minor unit of the ISO 4217 `currency`."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        exact = to_minor_unit(self.amount, self.currency)
        if not exact.is_finite():
            raise MoneyError(f"{self.amount} is not an amount of money: give a number, as 12.50")
        object.__setattr__(self, "amount", exact)

    def __add__(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise MoneyError(f"{self} and {other} are different currencies: convert one first")
        return Money(self.amount + other.amount, self.currency)

    @property
    def in_whole(self) -> str:
        """To the whole unit, for a number that is read at a glance: £1,234."""
        sign = tell_money(Decimal(0), self.currency).rstrip("0123456789.,")
        return f"{'-' if self.amount < 0 else ''}{sign}{abs(self.amount):,.0f}"

    def __str__(self) -> str:
        return tell_money(self.amount, self.currency)


def exact(amount: Decimal, currency: str) -> Money:
    """An amount as somebody gave it, which is never rounded. Raises MoneyError where it is finer
    than the smallest coin of its currency, or the currency has smaller ones than are kept."""
    if not is_kept(currency):
        raise MoneyError(
            f"an amount in {currency} has {places(currency)} decimals, and amounts are kept with "
            "two: give it in another currency"
        )
    money = Money(amount, currency)
    if money.amount != amount:
        raise MoneyError(f"{amount} is finer than the smallest coin of {currency}: give {money}")
    return money


def tell_change(amount: Decimal, currency: str) -> str:
    """An amount as a change: +£5.00, -£5.00 or £0.00."""
    return f"{'+' if amount > 0 else ''}{tell_money(amount, currency)}"


def total(items: list[Money], currency: str) -> Money:
    return sum(items, Money(Decimal(0), currency))
