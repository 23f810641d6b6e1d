"""What something did, where nobody drew lots over who got it: doubly robust, and honest.

Two guesses are made of every case by models that never saw it: how likely it was to be given, and
what came afterwards with it and without it. Together they are right where either is (AIPW: Robins,
Rotnitzky and Zhao 1994; the folds: Chernozhukov et al. 2018). Whoever was always given it, or
never, has nobody to be set beside: such cases are left out, and where they are most nothing is
said.
"""

from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from upheld.core.intervals import Interval, width

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
# A case could have gone either way where its chance lies within (Crump, Hotz, Imbens and Mitnik
# 2009: the rule of thumb that loses least).
EITHER_WAY = (0.1, 0.9)
# Below these nothing is said: most cases have no like case that was treated otherwise, or what is
# said would rest on a handful of them.
LEAST_OVERLAP, LEAST_EFFECTIVE = 0.5, 0.3
LEAST_CASES, LEAST_OF_EACH, LEAST_EVENTS = 100, 30, 10
_FOLDS, _SEED = 5, 0
_RAREST = 1e-3  # a model that is quite sure is not believed beyond this


@dataclass(frozen=True, slots=True)
class Trial:
    """Cases in rows: what was `known` before as numbers, whether it was `given` (1 or 0), and whose
    case it is; the cases of one person are no two witnesses."""

    known: Floats
    given: Floats
    person: Codes

    @property
    def size(self) -> int:
        return len(self.given)


@dataclass(frozen=True)
class Chances:
    """How likely each case was to be given it, told by cases of others; `kept` are those that could
    have gone either way."""

    trial: Trial
    chance: Floats

    @cached_property
    def kept(self) -> NDArray[np.bool_]:
        low, high = EITHER_WAY
        return (self.chance >= low) & (self.chance <= high)

    @property
    def overlap(self) -> float:
        """The share of all cases that could have gone either way, 0 to 1."""
        return float(self.kept.mean()) if self.trial.size else 0.0

    @property
    def effective(self) -> float:
        """What all cases are worth beside as many drawn by lot, 0 to 1: the smaller of the two
        sides (Kish 1965: the square of the weights' sum by the sum of their squares)."""
        of_what_was = np.where(self.trial.given == 1, self.chance, 1 - self.chance)
        weights = 1 / np.clip(of_what_was, _RAREST, None)
        return min(_worth(weights[self.trial.given == side]) for side in (1, 0))

    @cached_property
    def refused(self) -> str:
        """Why nothing can be said of any outcome; empty where something can."""
        sides = [self.kept & (self.trial.given == side) for side in (1, 0)]
        of_each = [len(np.unique(self.trial.person[side])) for side in sides]
        if self.trial.size < LEAST_CASES:
            return f"{self.trial.size:,} cases, and {LEAST_CASES} are the least"
        if self.overlap < LEAST_OVERLAP:
            return (
                f"only {self.overlap:.0%} of the cases could have gone either way, and "
                f"{LEAST_OVERLAP:.0%} are the least: it was settled beforehand who got it"
            )
        if min(of_each) < LEAST_OF_EACH:
            return f"{min(of_each):,} people on one side, and {LEAST_OF_EACH} are the least"
        if self.effective < LEAST_EFFECTIVE:
            return (
                f"the cases are worth {self.effective:.0%} of as many drawn by lot, and "
                f"{LEAST_EFFECTIVE:.0%} are the least: a handful would speak for all"
            )
        return ""


def chances(trial: Trial) -> Chances:
    """Each case's chance of being given it, by a model of the other folds."""
    told = np.full(trial.size, float(trial.given.mean()) if trial.size else 0.0)
    with threadpool_limits(1, user_api="blas"):  # so small that threads only wait for each other
        for learn, see in _folds(trial):
            told[see] = _guess(trial.known[learn], trial.given[learn], trial.known[see])
    return Chances(trial, told)


@dataclass(frozen=True, slots=True)
class Found:
    """The effect on one outcome, with each kept case's own part of it: its mean is the effect."""

    effect: Interval
    parts: Floats
    person: Codes


def effect(found: Chances, came: Floats) -> Found:
    """What being given it did to `came` among the kept cases: by how much more of it there was.

    The interval goes by the influence of each person, not of each case. `found` is not refused.
    """
    trial, kept = found.trial, found.kept
    with threadpool_limits(1, user_api="blas"):
        with_it, without = _afterwards(trial, came)
    chance, given = found.chance[kept], trial.given[kept]
    gone_with = given * (came - with_it)[kept] / chance
    gone_without = (1 - given) * (came - without)[kept] / (1 - chance)
    parts = (with_it - without)[kept] + gone_with - gone_without
    return Found(mean_of(parts, trial.person[kept]), parts, trial.person[kept])


def mean_of(parts: Floats, person: Codes, sure: float | None = None) -> Interval:
    """The mean with its interval, the parts of one person taken as one witness; of two people or
    more."""
    mean = float(parts.mean())
    _, whose = np.unique(person, return_inverse=True)
    by_person = np.bincount(whose, weights=parts - mean)
    few = len(by_person) / max(len(by_person) - 1, 1)
    half = sqrt(few * float((by_person**2).sum())) / len(parts)
    half *= width(sure) if sure else width()
    return Interval(mean - half, mean, mean + half)


def naive(trial: Trial, came: Floats) -> float:
    """Those who got it beside those who did not, as if chance had chosen them: often wrong."""
    return float(came[trial.given == 1].mean() - came[trial.given == 0].mean())


def _afterwards(trial: Trial, came: Floats) -> tuple[Floats, Floats]:
    """What would have come with it and without it, each told by cases of others."""
    told = [np.zeros(trial.size), np.zeros(trial.size)]
    for learn, see in _folds(trial):
        for at, side in enumerate((1, 0)):
            like = learn[trial.given[learn] == side]
            told[at][see] = _guess(trial.known[like], came[like], trial.known[see])
    return told[0], told[1]


def _guess(known: Floats, came: Floats, of: Floats) -> Floats:
    """Yes or no by logistic regression, amounts by a ridge; always the same where it always was."""
    # Loaded only here, as below: it brings pandas along, which no other page needs.
    from sklearn.linear_model import LogisticRegression, Ridge

    values = np.unique(came)
    if len(values) < 2:
        return np.full(len(of), values[0] if len(values) else 0.0)
    if set(values) == {0.0, 1.0}:
        chance: Floats = LogisticRegression(max_iter=500).fit(known, came).predict_proba(of)[:, 1]
        return chance
    amount: Floats = Ridge(alpha=1.0).fit(known, came).predict(of)
    return amount


def _folds(trial: Trial) -> Any:
    """Parts of the cases, all of one person in one; none where there are too few people."""
    from sklearn.model_selection import GroupKFold

    if len(np.unique(trial.person)) < 2 * _FOLDS:
        return ()
    parts = GroupKFold(_FOLDS, shuffle=True, random_state=_SEED)
    return parts.split(trial.known, groups=trial.person)


def _worth(weights: Floats) -> float:
    return float(weights.sum() ** 2 / (weights**2).sum() / len(weights)) if len(weights) else 0.0
