"""What one customer may do by Pareto/NBD, not on average: whether they buy again, and how often.

Who has not left leaves at a rate and buys at a rate, both known as far as the past shows them
(gamma, given what was seen). All here is of somebody who has not left, exact but for the moment of
leaving, over which it is added up by Gauss and Legendre's rule.
"""

from collections.abc import Callable, Iterator

import numpy as np
from scipy.special import betainc

from .customers import Alike, Floats
from .models import Parameters

_MOMENTS, _WEIGHTS = np.polynomial.legendre.leggauss(16)


def again(p: Parameters, seen: Alike, weeks: float) -> Floats:
    """The chance of at least one purchase in the next so many weeks."""
    r, alpha, _, _ = p

    def quiet(at: float) -> Floats:
        return np.asarray(np.exp(-(r + seen.x) * np.log1p(at / (alpha + seen.end))))

    return np.asarray(np.clip(1 - _mixed(quiet, p, seen, weeks), 0, 1))


def most(p: Parameters, seen: Alike, alive: Floats, weeks: float, chance: float) -> Floats:
    """The number of purchases that so large a part of customers like each does not exceed, those
    who have left among them: `alive` is the chance of not being one."""
    r, alpha, _, _ = p

    def below(count: Floats) -> Floats:
        def up_to(at: float) -> Floats:
            # The negative binomial's distribution (Schmittlein, Morrison & Colombo 1987).
            share = (alpha + seen.end) / (alpha + seen.end + at)
            return np.asarray(betainc(r + seen.x, count + 1, share))

        return np.asarray(1 - alive + alive * _mixed(up_to, p, seen, weeks))

    return _least(below, chance, len(seen.x))


def _mixed(of: Callable[[float], Floats], p: Parameters, seen: Alike, weeks: float) -> Floats:
    """`of` the weeks that each is still a customer, over all moments at which they may leave."""
    *_, s, beta = p

    def stays(at: float) -> Floats:
        return np.asarray(np.exp(-s * np.log1p(at / (beta + seen.end))))

    total = of(weeks) * stays(weeks)
    for at, weight in _moments(weeks):
        total = total + weight * s / (beta + seen.end + at) * stays(at) * of(at)
    return np.asarray(total)


def _moments(weeks: float) -> Iterator[tuple[float, float]]:
    for at, weight in zip(_MOMENTS, _WEIGHTS, strict=True):
        yield float((at + 1) * weeks / 2), float(weight * weeks / 2)


def _least(below: Callable[[Floats], Floats], chance: float, size: int) -> Floats:
    """The least whole number for which `below` reaches `chance`, for each: by halving."""
    low, high = np.full(size, -1.0), np.zeros(size)
    while (short := below(high) < chance).any() and high.max() < _MOST:
        low, high = np.where(short, high, low), np.where(short, 2 * high + 1, high)
    while (apart := high - low > 1).any():
        middle = np.where(apart, np.floor((low + high) / 2), high)
        reached = below(middle) >= chance
        low = np.where(apart & ~reached, middle, low)
        high = np.where(apart & reached, middle, high)
    return high


_MOST = 1e6
