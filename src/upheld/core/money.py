"""Money: an exact amount with its currency, never a float."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

# ISO 4217 minor units that are not two decimal places.
_MINOR_UNITS = {"JPY": 0, "KRW": 0, "CLP": 0, "ISK": 0, "VND": 0, "BHD": 3, "KWD": 3, "TND": 3}
_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "AUD": "A$"}


class MoneyError(ValueError):
    """An amount that is not money, or two currencies in one sum."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """`amount` in major units, rounded half up to the minor unit of the ISO 4217 `currency`."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", rounded(self.amount, self.currency))

    def __add__(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise MoneyError(f"{self} and {other} are different currencies: convert one first")
        return Money(self.amount + other.amount, self.currency)

    def __str__(self) -> str:
        sign = _SIGNS.get(self.currency)
        return f"{sign}{self.amount:,}" if sign else f"{self.currency} {self.amount:,}"


def rounded(amount: Decimal, currency: str) -> Decimal:
    """`amount` to the minor unit of `currency`. Raises MoneyError unless it is a finite number."""
    places = Decimal(1).scaleb(-_MINOR_UNITS.get(currency, 2))
    try:
        return amount.quantize(places, rounding=ROUND_HALF_UP)
    except InvalidOperation:
        raise MoneyError(
            f"{amount} is not an amount of money: write a number such as 12.50"
        ) from None


def total(items: list[Money], currency: str) -> Money:
    return sum(items, Money(Decimal(0), currency))
