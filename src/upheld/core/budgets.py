"""Goodwill budgets: a period and its days, what is left of it, and where it is heading."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from math import exp, log, sqrt

from .intervals import width
from .money import Money

MOST = Decimal(10_000_000)
# Of fewer gifts, or of fewer days, nobody can tell where it goes.
ENOUGH, _SHORTEST = 5, 28


class BudgetError(ValueError):
    """A budget that cannot be kept so; the message says what to mend."""


class Period(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


def days_of(period: Period, day: date) -> tuple[date, date]:
    """The first and the last day of the period that `day` is in."""
    months = _MONTHS[period]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    last_month = first.month + months - 1
    return first, date(day.year, last_month, monthrange(day.year, last_month)[1])


def checked(amount: Money) -> Money:
    """The amount of a budget: zero is one, and then a lead grants everything with a reason.

    Raises BudgetError."""
    if amount.amount < 0:
        raise BudgetError(f"{amount} is less than nothing: write zero or more")
    if amount.amount > MOST:
        raise BudgetError(f"{amount} is more than a budget holds: look for a slip")
    return amount


@dataclass(frozen=True, slots=True)
class Standing:
    """A budget on a day: what was spent (the customer was told), committed (decided or granted,
    not told yet), and so what is left; below zero a named person let it go over."""

    amount: Money
    spent: Money
    committed: Money

    @property
    def left(self) -> Money:
        used = self.spent + self.committed
        return Money(self.amount.amount - used.amount, self.amount.currency)

    def has_room(self, more: Money) -> bool:
        """What costs nothing needs none, however far the budget is gone over."""
        return not more.amount or more.amount <= self.left.amount


@dataclass(frozen=True, slots=True)
class Forecast:
    """What will have been given when the period ends, and the interval that holds it 95 times in
    100 if it goes on as it did."""

    low: Money
    likely: Money
    high: Money


@dataclass(frozen=True, slots=True)
class Gifts:
    """Gifts in one currency: how many, their sum and the sum of their squares."""

    count: int = 0
    total: Decimal = Decimal(0)
    squares: float = 0.0

    def __add__(self, other: "Gifts") -> "Gifts":
        return Gifts(
            self.count + other.count, self.total + other.total, self.squares + other.squares
        )


def forecast(used: Money, gifts: Gifts, seen: timedelta, left: timedelta) -> Forecast | None:
    """Where a budget ends of which `used` is gone, from the `gifts` of the days `seen` before.

    Gifts come as a compound Poisson process: the mean and the variance of what is still to come
    follow from the sum and the sum of squares of what came, the doubt of the rate included; the
    ends are those of a lognormal with this mean and variance, which never falls below nothing.
    None where there are too few to tell.
    """
    if left <= timedelta(0):
        return Forecast(used, used, used)
    if gifts.count < ENOUGH or seen.days < _SHORTEST or not gifts.total:
        return None
    times = left / seen
    mean = times * float(gifts.total)
    variance = (times + times**2) * gifts.squares
    spread = sqrt(log(1 + variance / mean**2))
    middle = log(mean) - spread**2 / 2
    ends = (exp(middle - width() * spread), mean, exp(middle + width() * spread))
    low, likely, high = (used + Money(Decimal(end), used.currency) for end in ends)
    return Forecast(low, likely, high)
