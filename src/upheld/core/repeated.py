"""What it costs in a year to give everybody in the same situation the same."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import pvariance

from .intervals import count
from .money import Money

YEAR = timedelta(days=365)
# Fewer days of decisions say nothing of a year.
_SHORTEST = timedelta(days=28)
_PARTS = 12


@dataclass(frozen=True, slots=True)
class Price:
    """What something costs in a year, and the interval that holds it 95 times in 100."""

    low: Decimal
    likely: Decimal
    high: Decimal


def price_a_year(
    times: Sequence[datetime], amount: Money | None, seen: timedelta, now: datetime
) -> Price | None:
    """What `amount` costs in a year if it goes on as at these times, all `seen` before `now`.

    The number of cases is taken for a Poisson count. Where the twelfths of the time differ more
    than chance makes them, its interval grows with it. None for no amount, and where less than four
    weeks were seen.
    """
    return price_of(len(times), clumping(times, seen, now), amount, seen)


def price_of(times: int, clumping: float, amount: Money | None, seen: timedelta) -> Price | None:
    """The same where it is known how often it was, and how far that clumps."""
    if amount is None or not amount.amount or seen < _SHORTEST:
        return None
    years = seen / YEAR
    found = count(times, clumping)
    ends = (found.low, found.likely, found.high)
    prices = [Money(amount.amount * Decimal(end / years), amount.currency) for end in ends]
    return Price(*(price.amount for price in prices))


def clumping(times: Sequence[datetime], seen: timedelta, now: datetime) -> float:
    """How far the twelfths of the time differ beside what chance alone makes of them, 1 or more."""
    if len(times) < _PARTS:
        return 1.0  # too few to tell clumps from chance
    counts = Counter(min(int((now - at) / (seen / _PARTS)), _PARTS - 1) for at in times)
    each = [counts[part] for part in range(_PARTS)]
    return max(1.0, pvariance(each) * _PARTS / (_PARTS - 1) / (len(times) / _PARTS))
