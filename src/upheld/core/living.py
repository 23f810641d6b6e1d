"""Who lives on exceptions: more of them than chance gives anybody, from counts alone."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import comb

from .repeated import Share, share

# One is an exception; below this no count is called a way of life, however rare exceptions are.
_LEAST = 3
# From the count on that chance gives to less than one customer in two firms like this one.
_BY_CHANCE = 0.5


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of the decided cases of one customer got an exception."""

    exceptions: int
    cases: int


@dataclass(frozen=True, slots=True)
class Living:
    """One customer with more exceptions than chance gives: `expected` is what chance would give to
    somebody with as many cases, `share` the part of their cases with its interval."""

    customer: int
    exceptions: int
    cases: int
    expected: float
    share: Share


@dataclass(frozen=True, slots=True)
class Lives:
    """`found`, the most exceptions first; `rate` is the share of all cases with an exception.

    `least` exceptions make one of them: chance alone would give so many to `by_chance` customers
    of this firm."""

    found: tuple[Living, ...]
    rate: Share
    least: int
    by_chance: float


def lives(known: Mapping[int, Counts]) -> Lives:
    """The customers of whom chance cannot be the reason. If exceptions fell on cases by chance,
    each customer's number would be binomial with the firm's own rate; a customer is found whose
    number chance gives to less than one customer in two, and whose share lies above the rate."""
    rate = share(
        sum(each.exceptions for each in known.values()), sum(each.cases for each in known.values())
    )
    sizes = Counter(each.cases for each in known.values())
    least, by_chance = _least(sizes, rate.likely)
    found = [
        _living(customer, each, rate.likely)
        for customer, each in known.items()
        if each.exceptions >= least
    ]
    standing_out = [each for each in found if each.share.low > rate.likely]
    order = sorted(standing_out, key=lambda each: (-each.exceptions, each.cases, each.customer))
    return Lives(tuple(order), rate, least, by_chance)


def _living(customer: int, counts: Counts, rate: float) -> Living:
    told = share(counts.exceptions, counts.cases)
    return Living(customer, counts.exceptions, counts.cases, rate * counts.cases, told)


def _least(sizes: Mapping[int, int], rate: float) -> tuple[int, float]:
    """The smallest number that chance gives to less than `_BY_CHANCE` customers, and to how many
    it does."""
    least = _LEAST
    while (expected := _customers(sizes, rate, least)) >= _BY_CHANCE:
        least += 1
    return least, expected


def _customers(sizes: Mapping[int, int], rate: float, least: int) -> float:
    """How many customers get `least` exceptions or more by chance."""
    return sum(count * _tail(cases, rate, least) for cases, count in sizes.items())


def _tail(cases: int, rate: float, least: int) -> float:
    """The chance of `least` or more of `cases`: what is left of the few below it."""
    below = range(min(least, cases + 1))
    few = (comb(cases, k) * rate**k * (1 - rate) ** (cases - k) for k in below)
    return max(0.0, 1.0 - sum(few)) if cases >= least else 0.0
