"""The regression: a step in a weekly rate, with what else moves a rate allowed for."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.special import ndtr

from upheld.core.changes import SURE
from upheld.core.intervals import Interval, width

Numbers = NDArray[np.float64]

_YEAR = 365.25 / 7
# How far a step, a year's trend and the seasons are thought to reach, as standard deviations of the
# log rate: wide, and finite where no complaint came at all.
_STEP, _TREND, _SEASON = 2.0, 0.5, 0.3
# Seasons are told from a trend where a year and a half is there.
_TWO_SEASONS = 78
# What nearby weeks have in common: how large (the standard deviation of the log rate; large ones
# are the less likely) and how much of it is left a week later.
_SIZES = (0.0, 0.06, 0.12, 0.18, 0.25, 0.35, 0.5, 0.7)
_USUAL_SIZE = 0.25
_KEPT = (0.0, 0.3, 0.5, 0.7, 0.85, 0.95)
_MOST_ROUNDS = 60
_NEAR = 1e-8


@dataclass(frozen=True, slots=True)
class Weekly:
    """A rate by week, in the order of `at`, which counts weeks and may have holes.

    `count` among `exposure`; where `whole` is given, `count` is a part of it instead, and
    `exposure` the ratio of our passages to those of the others.
    """

    at: Numbers
    count: Numbers
    exposure: Numbers
    whole: Numbers | None = None

    def where(self, chosen: NDArray[np.bool_]) -> "Weekly":
        whole = None if self.whole is None else self.whole[chosen]
        return Weekly(self.at[chosen], self.count[chosen], self.exposure[chosen], whole)

    def __len__(self) -> int:
        return len(self.at)


@dataclass(frozen=True)
class Step:
    """A step on the log scale, as a mixture of normal curves: `weights`, `means`, `spreads`.

    `likely` and `covariance` are of all coefficients, for what would have come without it; `size`
    and `kept` are what nearby weeks most likely share, and how much of it a week later.
    """

    weights: Numbers
    means: Numbers
    spreads: Numbers
    design: Numbers
    likely: Numbers
    covariance: Numbers
    size: float
    kept: float

    @cached_property
    def mean(self) -> float:
        return float(self.weights @ self.means)

    def ratio(self, sure: float = SURE) -> Interval:
        """The rate with the step beside that without it."""
        low, high = (self._quantile(part) for part in ((1 - sure) / 2, (1 + sure) / 2))
        low, high = min(low, self.mean), max(high, self.mean)
        return Interval(*(float(np.exp(each)) for each in (low, self.mean, high)))

    def at_most_none(self) -> float:
        """How likely it is that the rate did not rise."""
        return float(self.weights @ ndtr(-self.means / self.spreads))

    def _quantile(self, part: float) -> float:
        low = float((self.means - 9 * self.spreads).min())
        high = float((self.means + 9 * self.spreads).max())
        for _ in range(60):
            middle = (low + high) / 2
            below = float(self.weights @ ndtr((middle - self.means) / self.spreads))
            low, high = (middle, high) if below < part else (low, middle)
        return (low + high) / 2

    def without(self, exposure: Numbers, sure: float = SURE) -> tuple[Numbers, Numbers, Numbers]:
        """How many would have come each week without the step, and between which two numbers."""
        design = self.design.copy()
        design[:, 1] = 0.0
        likely = design @ self.likely
        half = width(sure) * np.sqrt(np.einsum("ij,jk,ik->i", design, self.covariance, design))
        return tuple(exposure * np.exp(each) for each in (likely, likely - half, likely + half))  # type: ignore[return-value]


def step(weeks: Weekly, first: float, last: float | None = None) -> Step:
    """The step from week `first` on; with `last`, that from `last` on beside another at `first`."""
    design, penalty = _design(weeks, first, last)
    rate, certain = _working(weeks, design, penalty)
    return _mixed(weeks, design, penalty, rate, certain)


def _design(weeks: Weekly, first: float, last: float | None) -> tuple[Numbers, Numbers]:
    """A level, the step, a year's trend, the seasons where they can be told; and how narrowly each
    is thought to lie about nothing."""
    at = weeks.at
    steps = [first] if last is None else [last, first]
    columns = [np.ones_like(at), *((at >= each).astype(float) for each in steps)]
    spread = [1e3, *(_STEP for _ in steps)]
    columns.append((at - at.mean()) / _YEAR)
    spread.append(_TREND)
    if at[-1] - at[0] >= _TWO_SEASONS:
        turn = 2 * np.pi * at / _YEAR
        columns += [np.sin(turn), np.cos(turn)]
        spread += [_SEASON, _SEASON]
    return np.column_stack(columns), 1 / np.square(spread)


def _working(weeks: Weekly, design: Numbers, penalty: Numbers) -> tuple[Numbers, Numbers]:
    """The log rate that each week shows and how certain it is, about the penalised fit."""
    offset = np.log(weeks.exposure)
    found = np.zeros(design.shape[1])
    found[0] = _level(weeks)
    for _ in range(_MOST_ROUNDS):
        expected, certain = _expected(weeks, offset + design @ found)
        curve = design.T @ (design * certain[:, None]) + np.diag(penalty)
        pull = design.T @ (weeks.count - expected) - penalty * found
        move = np.linalg.solve(curve, pull)
        largest = float(np.abs(move).max())
        found = found + move * min(1.0, 2.0 / largest if largest else 1.0)
        if largest < _NEAR:
            break
    expected, certain = _expected(weeks, offset + design @ found)
    return design @ found + (weeks.count - expected) / certain, certain


def _level(weeks: Weekly) -> float:
    if weeks.whole is None:
        return float(np.log((weeks.count.sum() + 0.5) / weeks.exposure.sum()))
    ours, others = weeks.count.sum() + 0.5, (weeks.whole - weeks.count).sum() + 0.5
    return float(np.log(ours / others) - np.log(weeks.exposure).mean())


def _expected(weeks: Weekly, told: Numbers) -> tuple[Numbers, Numbers]:
    """What is expected in each week, and how fast it moves with the log rate (its variance)."""
    told = np.clip(told, -25, 25)
    if weeks.whole is None:
        expected = np.exp(told)
        return expected, expected
    share = 1 / (1 + np.exp(-told))
    return weeks.whole * share, np.maximum(weeks.whole * share * (1 - share), 1e-9)


def _mixed(
    weeks: Weekly, design: Numbers, penalty: Numbers, rate: Numbers, certain: Numbers
) -> Step:
    """The step under each size and memory of what nearby weeks share, weighed by how well each
    explains the weeks."""
    apart = np.abs(np.subtract.outer(weeks.at, weeks.at))
    alone = np.diag(1 / certain)
    grid = [(size, kept) for kept in _KEPT for size in _SIZES if size or not kept]
    found = [
        _given(alone + _shared(size, kept, apart), design, penalty, rate) for size, kept in grid
    ]
    logs = np.array([_log_prior(size) for size, _ in grid]) + [fits for fits, *_ in found]
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    means = np.array([coefficients for _, coefficients, _ in found])
    covariances = np.array([covariance for *_, covariance in found])
    likely = weights @ means
    apart_from = means - likely
    covariance = np.einsum("g,gij->ij", weights, covariances)
    covariance += np.einsum("g,gi,gj->ij", weights, apart_from, apart_from)
    spreads = np.sqrt(covariances[:, 1, 1])
    size, kept = grid[int(np.argmax(weights))]
    return Step(weights, means[:, 1], spreads, design, likely, covariance, size, kept)


def quick(
    weeks: Weekly, first: float, size: float, kept: float, last: float | None = None
) -> tuple[float, float]:
    """The step and its spread when it is taken as known what nearby weeks share: for many looks at
    one series, and for weeks that are made up of what is expected."""
    design, penalty = _design(weeks, first, last)
    rate, certain = _working(weeks, design, penalty)
    apart = np.abs(np.subtract.outer(weeks.at, weeks.at))
    noise = np.diag(1 / certain) + _shared(size, kept, apart)
    _, coefficients, covariance = _given(noise, design, penalty, rate)
    return float(coefficients[1]), float(np.sqrt(covariance[1, 1]))


def _log_prior(size: float) -> float:
    return -size / _USUAL_SIZE - (np.log(len(_KEPT)) if size else 0.0)


def _shared(size: float, kept: float, apart: Numbers) -> Numbers:
    shared: Numbers = size**2 * (kept**apart if kept else (apart == 0).astype(float))
    return shared


def _given(
    noise: Numbers, design: Numbers, penalty: Numbers, rate: Numbers
) -> tuple[float, Numbers, Numbers]:
    """The log of how well this noise explains the weeks, the coefficients, and their covariance."""
    root = np.linalg.cholesky(noise)
    white = solve_triangular(root, np.column_stack([design, rate]), lower=True)
    columns, value = white[:, :-1], white[:, -1]
    curve = columns.T @ columns + np.diag(penalty)
    pull = columns.T @ value
    covariance = np.linalg.inv(curve)
    coefficients = covariance @ pull
    fits = -np.log(np.diag(root)).sum() - np.linalg.slogdet(curve)[1] / 2
    return float(fits - (value @ value - pull @ coefficients) / 2), coefficients, covariance
