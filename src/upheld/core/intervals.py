"""A number and how sure it is, in one place: worked out, set beside others, and told.

An interval holds the true number 95 times in 100, unless another `sure` is asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import exp, lgamma, log, sqrt
from statistics import NormalDist, pvariance

SURE = 0.95
# Up to here a count's interval is worked out exactly; beyond it Byar's is as near as print shows.
_EXACT = 100
_HALVINGS = 60


class Beside(StrEnum):
    """Where one number is beside another, as far as chance lets anybody say."""

    ABOVE = "above"
    BELOW = "below"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Interval:
    """What is `likely`, and where the true number lies; `low <= likely <= high`, all finite."""

    low: float
    likely: float
    high: float

    def times(self, factor: float) -> "Interval":
        """The same in another unit; `factor` is 0 or more."""
        return Interval(self.low * factor, self.likely * factor, self.high * factor)

    @property
    def side(self) -> Beside:
        """Of a difference: on which side of 0 it lies, where chance alone does not make it."""
        if self.low > 0:
            return Beside.ABOVE
        return Beside.BELOW if self.high < 0 else Beside.CANNOT_TELL


@dataclass(frozen=True, slots=True)
class Share(Interval):
    """`count` of `all`, as a share from 0 to 1."""

    count: int
    all: int


def share(part: int, whole: int, sure: float = SURE) -> Share | None:
    """`part` of `whole`, 0 to 1, by Wilson's score (1927), which holds for few and for none.

    None of nothing. Raises ValueError where the part is no part of the whole."""
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is no share: count the part within the whole")
    if whole == 0:
        return None
    found = share_of(part / whole, whole, sure)
    return Share(found.low, found.likely, found.high, part, whole)


def share_of(likely: float, whole: float, sure: float = SURE) -> Interval:
    """A share found among so many, by Wilson's score; `whole`, more than 0, is how many they are
    worth where they hang together."""
    square = width(sure) ** 2
    centre = (likely + square / (2 * whole)) / (1 + square / whole)
    spread = sqrt(likely * (1 - likely) / whole + square / (4 * whole**2)) * width(sure)
    spread /= 1 + square / whole
    # Rounding must not put the ends of none and of all on the wrong side of them.
    low, high = min(centre - spread, likely), max(centre + spread, likely)
    return Interval(max(0.0, low), likely, min(1.0, high))


def count(number: int, clumping: float = 1.0, sure: float = SURE) -> Interval:
    """The mean behind a count of what happens now and then, taken for a Poisson count.

    Exact (Garwood 1936) up to 100, then by Byar's approximation (Breslow and Day 1987, volume II,
    chapter 2). `clumping` is the variance beside Poisson's, 1 or more: what comes in clumps, such
    as the complaints of one person, is less sure. Raises ValueError for less than none."""
    if number < 0:
        raise ValueError(f"{number} is no count: a count is 0 or more")
    exact = clumping <= 1 and number <= _EXACT
    low, high = _garwood(number, sure) if exact else _byar(number, max(clumping, 1.0), sure)
    return Interval(low, number, high)


def rate(
    number: int, among: float, each: float = 1.0, clumping: float = 1.0, sure: float = SURE
) -> Interval | None:
    """How often it happens `each` so many, seen `number` times `among` so many; None among none.

    Complaints per hundred customers: `rate(complaints, customers, 100)`."""
    if among <= 0:
        return None
    return count(number, clumping, sure).times(each / among)


def mean(number: int, total: float, squares: float, sure: float = SURE) -> Interval | None:
    """The mean of `number` amounts with this `total` and sum of `squares`, by their own spread
    (the normal approximation, which wants some thirty of them); None of fewer than two."""
    if number < 2:
        return None
    likely = total / number
    spread = sqrt(max(squares - number * likely * likely, 0.0) / (number - 1) / number)
    return _around(likely, width(sure) * spread)


def clumping(number: int, squares: int, among: int) -> float:
    """How much less sure a count is than Poisson's, from the `squares` of what each of `among`
    gave, summed: 1 where each gives one or none, more where a few give many."""
    if number <= 0 or among < 2:
        return 1.0
    mean = number / among
    variance = (squares - number * mean) / (among - 1)
    return max(1.0, variance / mean)


def between_shares(one: Interval, other: Interval) -> Interval:
    """How far two shares differ, by Newcombe's interval from Wilson's two (1998, Statistics in
    Medicine 17:873, method 10)."""
    gap = one.likely - other.likely
    below = sqrt((one.likely - one.low) ** 2 + (other.high - other.likely) ** 2)
    above = sqrt((one.high - one.likely) ** 2 + (other.likely - other.low) ** 2)
    return Interval(gap - below, gap, gap + above)


def between_means(one: Sequence[float], other: Sequence[float]) -> Interval:
    """How far two means differ, each from two values or more (Welch 1947, by the normal curve)."""
    gap = sum(one) / len(one) - sum(other) / len(other)
    spread = sum(pvariance(each) / (len(each) - 1) for each in (one, other))
    return _around(gap, width() * sqrt(spread))


def shares_beside(
    part: int, whole: int, other_part: int, other_whole: int, looks: int = 1
) -> Beside:
    """Whether one share is above another: the interval of their difference leaves out 0.

    Of many `looks` each must be surer, so that all of them together are wrong 5 times in 100
    (Bonferroni)."""
    sure = _surer(looks)
    one, other = share(part, whole, sure), share(other_part, other_whole, sure)
    if one is None or other is None:
        return Beside.CANNOT_TELL
    return between_shares(one, other).side


def rates_beside(
    number: int,
    among: float,
    other: int,
    other_among: float,
    looks: int = 1,
    clumping: float = 1.0,
) -> Beside:
    """Whether one rate is above another: of all that happened, this one's share is set beside its
    share of those among whom it could. `looks` as of `shares_beside`, `clumping` as of `count`."""
    happened = (number + other) / max(clumping, 1.0)
    if among <= 0 or other_among <= 0 or happened <= 0:
        return Beside.CANNOT_TELL
    found = share_of(number / (number + other), happened, _surer(looks))
    even = among / (among + other_among)
    return Interval(found.low - even, found.likely - even, found.high - even).side


def by_chance(gap: Interval) -> float:
    """How often chance alone makes a difference so far from 0 or farther, 0 to 1, by the normal
    curve, of a difference whose interval is even to both sides and as sure as usual."""
    half = (gap.high - gap.low) / 2
    if half <= 0:
        return 1.0 if gap.likely == 0 else 0.0
    return 2 * (1 - NormalDist().cdf(abs(gap.likely) / half * width()))


def holm(chances: Sequence[float]) -> list[float]:
    """Each of many `by_chance`, so made that what is below 5 in 100 is all of it right 95 times in
    100 (Holm 1979): the more one looks at, the farther it must be from chance."""
    ranked = sorted(range(len(chances)), key=chances.__getitem__)
    told, worst = [0.0] * len(chances), 0.0
    for rank, at in enumerate(ranked):
        worst = max(worst, min(1.0, chances[at] * (len(chances) - rank)))
        told[at] = worst
    return told


def told(found: Interval | None, places: int | None = None) -> str:
    """A number with its interval as people write it: "12 (8 to 17)".

    Without `places` it has as many as its upper end is worth: 12, 1.2 or 0.12."""
    if found is None:
        return "cannot be said"
    if places is None:
        places = 0 if found.high >= 10 else 1 if found.high >= 1 else 2
    low, likely, high = (f"{each:,.{places}f}" for each in (found.low, found.likely, found.high))
    return f"{likely} ({low} to {high})"


def told_share(found: Interval | None) -> str:
    """A share in hundredths: "12% (8 to 17)"."""
    if found is None:
        return told(None)
    likely, _, rest = told(found.times(100), 0 if found.high >= 0.1 else 1).partition(" ")
    return f"{likely}% {rest}"


def told_difference(found: Interval | None, places: int = 0, unit: str = "") -> str:
    """A difference with its interval, each with its sign: "+7 points (-3 to +11)"."""
    if found is None:
        return told(None)
    low, likely, high = (f"{each:+z,.{places}f}" for each in (found.low, found.likely, found.high))
    return f"{likely}{unit and ' '}{unit} ({low} to {high})"


def told_points(found: Interval | None) -> str:
    """A difference of two shares, in hundredths."""
    return told_difference(found and found.times(100), unit="points")


def told_part(found: Share) -> str:
    """A share with what it was counted from: "26 of 131 (14 to 27 %)"."""
    return f"{found.count:,} of {found.all:,} ({found.low * 100:.0f} to {found.high * 100:.0f} %)"


def _surer(looks: int) -> float:
    return 1 - (1 - SURE) / max(looks, 1)


def _around(likely: float, half: float) -> Interval:
    return Interval(likely - half, likely, likely + half)


@lru_cache(64)
def width(sure: float = SURE) -> float:
    """How many standard deviations to each side of the mean the normal curve holds `sure` within:
    1.96 for 95 in 100."""
    return NormalDist().inv_cdf((1 + sure) / 2)


def _byar(number: int, clumping: float, sure: float) -> tuple[float, float]:
    half, above = width(sure) * sqrt(clumping), number + 1
    low = 0.0
    if number:
        low = number * max(0.0, 1 - 1 / (9 * number) - half / (3 * sqrt(number))) ** 3
    return low, above * (1 - 1 / (9 * above) + half / (3 * sqrt(above))) ** 3


@lru_cache(1024)
def _garwood(number: int, sure: float) -> tuple[float, float]:
    """The means at which so many, or more, and so many, or fewer, come by chance half as often as
    the interval may be wrong."""
    tail = (1 - sure) / 2
    widest = _byar(number, 1.0, sure)[1] * 2 + 10
    high = _mean_where(number, tail, widest)
    return (_mean_where(number - 1, 1 - tail, widest) if number else 0.0), high


def _mean_where(number: int, chance: float, widest: float) -> float:
    """The mean at which `number` or fewer come with this chance."""
    low, high = 0.0, widest
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(number, middle) > chance else (low, middle)
    return (low + high) / 2


def _at_most(number: int, mean: float) -> float:
    return sum(exp(each * log(mean) - mean - lgamma(each + 1)) for each in range(number + 1))
