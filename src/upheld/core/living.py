"""Who lives on exceptions: more of them than chance gives anybody, from the cases alone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from .intervals import Share, share

# One is an exception; below this no count is called a way of life, however rare exceptions are.
_LEAST = 3
# From the count on that chance gives to less than one customer in four firms like this one.
_BY_CHANCE = 0.25


@dataclass(frozen=True, slots=True)
class Decided:
    """One decided case: in which `time` (exceptions were usual in one and rare in another), and
    whether an exception was given."""

    time: str
    excepted: bool


@dataclass(frozen=True, slots=True)
class Living:
    """One customer with more exceptions than chance gives: `expected` is what chance would give to
    somebody with cases of the same times, `share` the part of their cases with its interval."""

    customer: int
    exceptions: int
    cases: int
    expected: float
    share: Share


@dataclass(frozen=True, slots=True)
class Lives:
    """`found`, the most exceptions first; `rate` is the share of all cases with an exception,
    None of no case.

    `least` exceptions make one of them: chance alone would give so many to `by_chance` customers
    of this firm."""

    found: tuple[Living, ...]
    rate: Share | None
    least: int
    by_chance: float


def lives(known: Mapping[int, Sequence[Decided]]) -> Lives:
    """The customers of whom chance cannot be the reason.

    If exceptions fell on cases by chance, each case would have one with the rate of its own time,
    and a customer's number of them would follow from that. Found is whoever has so many, and more
    than chance gives them, as chance gives to less than one customer in four such firms."""
    every = [each for cases in known.values() for each in cases]
    rates = _rates(every)
    least, by_chance = _least(known, rates)
    told = [_living(customer, cases, rates) for customer, cases in known.items() if cases]
    found = [each for each in told if each.exceptions >= least > each.expected]
    order = sorted(found, key=lambda each: (-each.exceptions, each.cases, each.customer))
    rate = share(sum(each.excepted for each in every), len(every))
    return Lives(tuple(order), rate, least, by_chance)


def _rates(every: Sequence[Decided]) -> dict[str, float]:
    cases = Counter(each.time for each in every)
    excepted = Counter(each.time for each in every if each.excepted)
    return {time: excepted[time] / count for time, count in cases.items()}


def _living(customer: int, cases: Sequence[Decided], rates: Mapping[str, float]) -> Living:
    count = sum(each.excepted for each in cases)
    expected = sum(rates[each.time] for each in cases)
    part = share(count, len(cases))
    assert part is not None, "a customer without a case"
    return Living(customer, count, len(cases), expected, part)


def _least(known: Mapping[int, Sequence[Decided]], rates: Mapping[str, float]) -> tuple[int, float]:
    """The smallest number that chance gives to less than `_BY_CHANCE` customers, and to how many
    it does."""
    alike = Counter(tuple(sorted(rates[c.time] for c in cases)) for cases in known.values())
    least = _LEAST
    while (expected := _customers(alike, least)) >= _BY_CHANCE:
        least += 1
    return least, expected


def _customers(alike: Mapping[tuple[float, ...], int], least: int) -> float:
    """How many customers get `least` exceptions or more by chance."""
    return sum(many * _tail(chances, least) for chances, many in alike.items())


@cache
def _numbers(chances: tuple[float, ...]) -> tuple[float, ...]:
    """How likely 0, 1, 2 … exceptions are, where each case has its own chance of one."""
    likely = [1.0]
    for chance in chances:
        without, with_one = [*likely, 0.0], [0.0, *likely]
        pairs = zip(without, with_one, strict=True)
        likely = [no * (1 - chance) + yes * chance for no, yes in pairs]
    return tuple(likely)


def _tail(chances: tuple[float, ...], least: int) -> float:
    return sum(_numbers(chances)[least:]) if len(chances) >= least else 0.0
