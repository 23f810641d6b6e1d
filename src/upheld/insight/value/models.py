"""Three models of buying until a customer leaves unseen, each as published.

Parameters are positive; `x` repeat purchases, `t` the time of the last and `end` the time observed,
both in weeks. Every function works on whole arrays of customers.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, hyp2f1

from .customers import Floats

Parameters = Floats
_HAIR = 1e-9


@dataclass(frozen=True, slots=True)
class BuyingModel:
    """`alive` is the chance that a customer has not left, `of_alive` what somebody who has not is
    expected to buy in the next so many weeks, each given what was seen."""

    name: str
    names: tuple[str, ...]
    source: str
    likelihood: Callable[[Parameters, Floats, Floats, Floats], Floats]
    alive: Callable[[Parameters, Floats, Floats, Floats], Floats]
    of_alive: Callable[[Parameters, Floats, Floats, float], Floats]

    def expected(self, p: Parameters, x: Floats, t: Floats, end: Floats, weeks: float) -> Floats:
        """The purchases of the next so many weeks."""
        return np.asarray(self.of_alive(p, x, end, weeks) * self.alive(p, x, t, end))


def _or_steady(told: Floats, p: Parameters, x: Floats, end: Floats, weeks: float) -> Floats:
    """Where hardly anybody leaves, the numbers of leaving overflow: then they buy as they did."""
    steady = (p[0] + x) / (p[1] + end) * weeks
    return np.where(np.isfinite(told), told, steady)


def _bg_likelihood(p: Parameters, x: Floats, t: Floats, end: Floats) -> Floats:
    """Fader, Hardie & Lee 2005, equation 6, in logarithms."""
    r, alpha, a, b = p
    buying = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    staying = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    stayed = -(r + x) * np.log(alpha + end)
    left = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + t)
    seen: Floats = np.where(x > 0, np.logaddexp(stayed, left), stayed)
    return np.asarray(buying + staying + seen)


def _bg_alive(p: Parameters, x: Floats, t: Floats, end: Floats) -> Floats:
    """Everyone who never came back is alive for certain: the trap that `docs` warns of."""
    r, alpha, a, b = p
    left = a / (b + np.maximum(x, 1) - 1) * ((alpha + end) / (alpha + t)) ** (r + x)
    return np.asarray(1 / (1 + np.where(x > 0, left, 0)))


def _bg_of_alive(p: Parameters, x: Floats, end: Floats, weeks: float) -> Floats:
    """Fader, Hardie & Lee 2005, equation 10."""
    r, alpha, a, b = p
    z = weeks / (alpha + end + weeks)
    # Euler's transformation (DLMF 15.8.1): as published it overflows for many purchases.
    fading = (1 - z) ** (a - 1) * hyp2f1(a + b - 1 - r, a - 1, a + b + x - 1, z)
    return _or_steady((a + b + x - 1) / (a - 1) * (1 - fading), p, x, end, weeks)


def _mbg_likelihood(p: Parameters, x: Floats, t: Floats, end: Floats) -> Floats:
    """Batislam, Denizel & Filiztekin 2007: a customer may leave after the first purchase too."""
    r, alpha, a, b = p
    buying = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    staying = gammaln(a + b) + gammaln(b + x + 1) - gammaln(b) - gammaln(a + b + x + 1)
    stayed = -(r + x) * np.log(alpha + end)
    left = np.log(a) - np.log(b + x) - (r + x) * np.log(alpha + t)
    return np.asarray(buying + staying + np.logaddexp(stayed, left))


def _mbg_alive(p: Parameters, x: Floats, t: Floats, end: Floats) -> Floats:
    r, alpha, a, b = p
    return np.asarray(1 / (1 + a / (b + x) * ((alpha + end) / (alpha + t)) ** (r + x)))


def _mbg_of_alive(p: Parameters, x: Floats, end: Floats, weeks: float) -> Floats:
    """Batislam, Denizel & Filiztekin 2007."""
    r, alpha, a, b = p
    z = weeks / (alpha + end + weeks)
    fading = (1 - z) ** (a - 1) * hyp2f1(a + b - r, a - 1, a + b + x, z)
    return _or_steady((a + b + x) / (a - 1) * (1 - fading), p, x, end, weeks)


def _pareto_left(p: Parameters, x: Floats, t: Floats, end: Floats) -> Floats:
    """The logarithm of A0 (Fader & Hardie 2005, note 9): having left between `t` and `end`."""
    r, alpha, s, beta = p
    if max(r, s) > _SLOW:
        return _added_up(p, x, t, end)
    n = r + s + x
    larger, smaller, other = (alpha, beta, r + x) if alpha >= beta else (beta, alpha, s + 1)
    apart = larger - smaller

    def side(at: Floats) -> Floats:
        # Euler's transformation again, and all powers as logarithms: nothing overflows.
        near = hyp2f1(1, other, n + 1, apart / (larger + at))
        powers = (other - n) * (np.log(smaller + at) - np.log(larger + at))
        return np.asarray(np.log(near) + powers - n * np.log(larger + at))

    early, late = side(t), side(end)
    # At least a hair apart: a customer seen last on the last day has had no time to leave.
    told = early + np.log(-np.expm1(np.minimum(late - early, -1e-15)))
    lost = ~np.isfinite(told)
    if lost.any():
        told[lost] = _added_up(p, x[lost], t[lost], end[lost])
    return np.asarray(told)


# Beyond, the series has thousands of terms.
_SLOW = 50.0
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(48)


def _added_up(p: Parameters, x: Floats, t: Floats, end: Floats) -> Floats:
    """The same as an integral over the moment of leaving, where the series is lost or slow.

    The steps grow with the time since the last purchase, as it falls steeply at first."""
    r, alpha, s, beta = p
    step = 1 / ((r + x) / (alpha + t) + (s + 1) / (beta + t))
    span = np.log1p(np.maximum(end - t, _HAIR) / step)
    grown = np.exp(np.outer((_NODES + 1) / 2, span))
    at = t + (grown - 1) * step
    falls = -(r + x) * np.log((alpha + at) / (alpha + t)) - (s + 1) * np.log(
        (beta + at) / (beta + t)
    )
    total = (_WEIGHTS[:, None] / 2 * np.exp(falls) * grown * step * span).sum(axis=0)
    begins = -(r + x) * np.log(alpha + t) - (s + 1) * np.log(beta + t)
    return np.asarray(np.log(r + s + x) + np.log(total) + begins)


def _pareto_likelihood(p: Parameters, x: Floats, t: Floats, end: Floats) -> Floats:
    """Schmittlein, Morrison & Colombo 1987, as Fader & Hardie 2005 write it."""
    r, alpha, s, beta = p
    buying = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    stayed = -(r + x) * np.log(alpha + end) - s * np.log(beta + end)
    left = np.log(s) - np.log(r + s + x) + _pareto_left(p, x, t, end)
    return np.asarray(buying + np.logaddexp(stayed, left))


def _pareto_alive(p: Parameters, x: Floats, t: Floats, end: Floats) -> Floats:
    r, alpha, s, beta = p
    stayed = -(r + x) * np.log(alpha + end) - s * np.log(beta + end)
    left = np.log(s) - np.log(r + s + x) + _pareto_left(p, x, t, end)
    return np.asarray(1 / (1 + np.exp(left - stayed)))


def _pareto_of_alive(p: Parameters, x: Floats, end: Floats, weeks: float) -> Floats:
    """Schmittlein, Morrison & Colombo 1987, equation 22."""
    r, alpha, s, beta = p
    beyond = s - 1 if abs(s - 1) > _HAIR else _HAIR
    rate = (r + x) * (beta + end) / ((alpha + end) * beyond)
    return np.asarray(rate * -np.expm1(-beyond * np.log1p(weeks / (beta + end))))


_BUYING = ("r", "alpha")
BG_NBD = BuyingModel(
    "bg_nbd", (*_BUYING, "a", "b"), "Fader, Hardie & Lee 2005",
    _bg_likelihood, _bg_alive, _bg_of_alive,
)  # fmt: skip
MBG_NBD = BuyingModel(
    "mbg_nbd", (*_BUYING, "a", "b"), "Batislam, Denizel & Filiztekin 2007",
    _mbg_likelihood, _mbg_alive, _mbg_of_alive,
)  # fmt: skip
PARETO_NBD = BuyingModel(
    "pareto_nbd", (*_BUYING, "s", "beta"), "Schmittlein, Morrison & Colombo 1987",
    _pareto_likelihood, _pareto_alive, _pareto_of_alive,
)  # fmt: skip
MODELS = (PARETO_NBD, MBG_NBD, BG_NBD)
