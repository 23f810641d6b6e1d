"""What it costs to give everybody in the same situation the same, and how sure a count is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import sqrt
from statistics import NormalDist, pvariance

from .money import Money

YEAR = timedelta(days=365)
# Fewer days of decisions say nothing of a year.
_SHORTEST = timedelta(days=28)
_PARTS = 12
# 95 in 100 intervals worked out so hold the true number.
_WIDTH = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Price:
    """What something costs in a year, and the interval that holds it 95 times in 100."""

    low: Decimal
    likely: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `all`, and the interval that holds the true share 95 times in 100."""

    count: int
    all: int
    low: float
    high: float

    @property
    def likely(self) -> float:
        return self.count / self.all if self.all else 0.0


def share(count: int, all: int) -> Share:
    """A share with Wilson's interval (1927, JASA 22:209), which holds for small counts as well;
    of none at all it may be anything. Raises ValueError where more are counted than there are."""
    if not 0 <= count <= all:
        raise ValueError(f"{count} of {all} is no share")
    if not all:
        return Share(0, 0, 0.0, 1.0)
    likely, square = count / all, _WIDTH**2
    middle = (likely + square / (2 * all)) / (1 + square / all)
    half = _WIDTH * sqrt(likely * (1 - likely) / all + square / (4 * all**2)) / (1 + square / all)
    return Share(count, all, max(0.0, middle - half), min(1.0, middle + half))


@dataclass(frozen=True, slots=True)
class Difference:
    """How far one figure is from another, and the interval that holds it 95 times in 100."""

    low: float
    likely: float
    high: float

    @property
    def told(self) -> bool:
        """Whether it is more than chance makes of nothing: the interval leaves nothing out."""
        return self.low > 0 or self.high < 0


def between_shares(one: Share, other: Share) -> Difference:
    """How far two shares differ, by Newcombe's interval from Wilson's two (1998, Statistics in
    Medicine 17:873, method 10)."""
    gap = one.likely - other.likely
    below = sqrt((one.likely - one.low) ** 2 + (other.high - other.likely) ** 2)
    above = sqrt((one.high - one.likely) ** 2 + (other.likely - other.low) ** 2)
    return Difference(gap - below, gap, gap + above)


def between_means(one: Sequence[float], other: Sequence[float]) -> Difference:
    """How far two means differ, each from two values or more (Welch 1947, by the normal curve)."""
    gap = sum(one) / len(one) - sum(other) / len(other)
    spread = sum(pvariance(each) / (len(each) - 1) for each in (one, other))
    half = _WIDTH * sqrt(spread)
    return Difference(gap - half, gap, gap + half)


def price_a_year(
    times: Sequence[datetime], amount: Money | None, seen: timedelta, now: datetime
) -> Price | None:
    """What `amount` costs in a year if it goes on as at these times, all `seen` before `now`.

    The number of cases is taken for a Poisson count, its interval by Byar's approximation
    (Breslow and Day 1987, volume II, chapter 2), which holds for small counts, none included.
    Where the twelfths of the time differ more than chance makes them, the interval grows with it.
    None for no amount, and where less than four weeks were seen.
    """
    if amount is None or not amount.amount or seen < _SHORTEST:
        return None
    years = seen / YEAR
    low, high = counted_between(len(times), _clumping(times, seen, now))
    counts = (low, len(times), high)
    prices = [Money(amount.amount * Decimal(count / years), amount.currency) for count in counts]
    return Price(*(price.amount for price in prices))


def counted_between(count: int, clumping: float = 1.0) -> tuple[float, float]:
    """The interval of the true mean behind a count; `clumping` is its variance beside Poisson's."""
    width = _WIDTH * sqrt(clumping)
    above = count + 1
    low = count * max(0.0, 1 - 1 / (9 * count) - width / (3 * sqrt(count))) ** 3 if count else 0.0
    return low, above * (1 - 1 / (9 * above) + width / (3 * sqrt(above))) ** 3


def _clumping(times: Sequence[datetime], seen: timedelta, now: datetime) -> float:
    """How far the twelfths of the time differ beside what chance alone makes of them, 1 or more."""
    if len(times) < _PARTS:
        return 1.0  # too few to tell clumps from chance
    counts = Counter(min(int((now - at) / (seen / _PARTS)), _PARTS - 1) for at in times)
    each = [counts[part] for part in range(_PARTS)]
    return max(1.0, pvariance(each) * _PARTS / (_PARTS - 1) / (len(times) / _PARTS))
