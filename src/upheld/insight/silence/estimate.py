"""How many were unhappy and said nothing: from who complained, and from what share complains.

Of N people who had a problem each complains with chance p, so that who did not is a negative
binomial draw given who did. p is a Beta: by others' figures first, and by the firm's own where it
knows whom a fault hit, less those of them who were probably content, as far as kind letters were
answered. What is told holds the true number 9 times in 10.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import fsolve
from scipy.special import betainc, betaincinv

from upheld.core.intervals import Interval
from upheld.core.silence import Complains

from .answers import NOBODY, Answers, unhappy

SURE = 0.9
# Of fewer complaints the next one would turn what is told round.
ENOUGH = 5
# So many known to be hit speak for themselves, whatever others measured.
KNOWN_ENOUGH = 30
_DRAWS = 20_000
_SEED = 1909

Draws = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Beta:
    """A share of which we are more or less sure: `a` complained and `b` did not, as it were."""

    a: float
    b: float

    def after(self, complained: int, silent: int) -> "Beta":
        """What is believed once so many of those who were hit complained, and so many did not."""
        return Beta(self.a + complained, self.b + silent)

    @property
    def interval(self) -> Interval:
        tail = (1 - SURE) / 2
        low, high = betaincinv(self.a, self.b, [tail, 1 - tail])
        return Interval(float(low), self.a / (self.a + self.b), float(high))


def prior(told: Complains) -> Beta:
    """The Beta that lies within the range 9 times in 10, with the rest even on both sides."""
    return _fitted(told.low, told.high)


@lru_cache(64)
def _fitted(low: float, high: float) -> Beta:
    tail = (1 - SURE) / 2

    def amiss(logs: NDArray[np.float64]) -> NDArray[np.float64]:
        found = betainc(*np.exp(logs), [low, high])
        return np.asarray(found - [tail, 1 - tail])

    middle, spread = (low + high) / 2, (high - low) / 3.29
    worth = middle * (1 - middle) / spread**2
    a, b = fsolve(amiss, [log(middle * worth), log((1 - middle) * worth)])
    return Beta(exp(a), exp(b))


@dataclass(frozen=True, slots=True)
class Hit:
    """Those whom our own records show to have been hit: how many of them complained unasked, and
    what those answered who had not and were asked kindly."""

    people: int
    complained: int
    answers: Answers = NOBODY

    @property
    def silent(self) -> int:
        return self.people - self.complained


RestsOn = Literal["records", "others", "unverified"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """`silent` is how many said nothing, and `complains` what share speaks; None, with the reason
    in `because`, where nobody can tell. `draws` can be added up over kinds. `rests_on` is "records"
    where our own say enough, else "others" or, where nobody checked those, "unverified"."""

    complaints: int
    hit: Hit | None
    complains: Interval | None
    silent: Interval | None
    because: str
    rests_on: RestsOn
    draws: Draws | None = None


def estimate(complaints: int, told: Complains | None, hit: Hit | None) -> Estimate:
    """Of one kind of problem. `complaints` is each person's, once for each time it happened; those
    whom our own records show are counted, and only who else there was is drawn."""
    known = hit if hit and hit.people else None
    own = known is not None and known.people >= KNOWN_ENOUGH
    if told is None and not own:
        return _cannot(complaints, known, "Nobody has measured what share complains of this.")
    if complaints < ENOUGH and not own:
        return _cannot(complaints, known, _few(complaints))
    begun = prior(told) if told else Beta(0.5, 0.5)
    elsewhere = complaints - (known.complained if known else 0)
    shares, quiet = _known(begun, known, elsewhere)
    draws = _silent(elsewhere, shares) + quiet
    because = _because(told, known)
    rests_on: RestsOn = "records" if own else "others" if told and told.verified else "unverified"
    complains = _share(begun, known, shares)
    return Estimate(complaints, known, complains, around(draws), because, rests_on, draws)


def _known(begun: Beta, known: Hit | None, elsewhere: int) -> tuple[Draws, Draws]:
    """Draws of the share that complains, and of those of our own records who were unhappy and said
    nothing: all who did, until enough of them were asked and answered."""
    random = np.random.default_rng(_SEED + elsewhere)
    if known is None or not known.answers.enough:
        share = begun.after(known.complained, known.silent) if known else begun
        quiet = np.full(_DRAWS, float(known.silent if known else 0))
        return random.beta(share.a, share.b, _DRAWS), quiet
    quiet = unhappy(known.silent, known.answers, random, _DRAWS)
    return random.beta(begun.a + known.complained, begun.b + quiet), quiet


def _share(begun: Beta, known: Hit | None, shares: Draws) -> Interval:
    if known and known.answers.enough:
        return around(shares)
    return (begun.after(known.complained, known.silent) if known else begun).interval


def _few(complaints: int) -> str:
    told = "One complaint" if complaints == 1 else f"{complaints or 'No'} complaints"
    return f"{told}: from fewer than {ENOUGH} nobody can tell who else there was."


def _because(told: Complains | None, known: Hit | None) -> str:
    said = [told.because] if told else []
    if known:
        said.append(
            f"Of {known.people:,} whom our own records show to have been hit "
            f"{known.complained:,} complained."
        )
        if known.answers.enough:
            said.append(known.answers.because())
    return " ".join(said)


def _cannot(complaints: int, known: Hit | None, why: str) -> Estimate:
    return Estimate(complaints, known, None, None, why, "unverified")


def _silent(complaints: int, shares: Draws) -> Draws:
    """Draws of those who said nothing beside so many who did. Half a complaint more is Jeffreys's
    even hand over how many there were."""
    random = np.random.default_rng(_SEED + complaints + 1)
    return random.negative_binomial(complaints + 0.5, shares).astype(np.float64)


def around(draws: Draws) -> Interval:
    tail = (1 - SURE) / 2
    low, middle, high = np.quantile(draws, [tail, 0.5, 1 - tail])
    return Interval(float(low), float(middle), float(high))


def together(found: Iterable[Estimate]) -> Interval | None:
    """The silent of several kinds added up; None where nothing of any can be told."""
    known = [each.draws for each in found if each.draws is not None]
    return around(np.sum(known, axis=0)) if known else None
