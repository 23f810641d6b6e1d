"""The regression: a step in a weekly rate, with what else moves a rate allowed for."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

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
_SIZES = (0.0, 0.08, 0.15, 0.25, 0.4, 0.65)
_USUAL_SIZE = 0.5
_KEPT = (0.0, 0.4, 0.7, 0.9, 0.985)
# A level may have moved for good before the change, by so much (a standard deviation of the log
# rate), on one of these days; before anything is seen that is as likely as not.
_SHIFT, _SHIFT_EVERY, _SHIFTED = 0.5, 4, 0.5
# What is changed was often just getting worse, and would have got better by itself (regression to
# the mean): so many weeks before it may lie so far off, and say the less of how it was.
_EVE_WEEKS, _EVE = 8, 0.5
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
    """The step on the log scale, as a mixture of normal curves: `weights`, `means`, `spreads`.

    `line` is the log rate of each week without it, and `doubt` that rate's standard deviation;
    `size` and `kept` are what nearby weeks most likely share, and how much of it a week later.
    """

    weights: Numbers
    means: Numbers
    spreads: Numbers
    line: Numbers
    doubt: Numbers
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

    def at_least_none(self) -> float:
        """How likely it is that the rate did not fall."""
        return float(self.weights @ ndtr(self.means / self.spreads))

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
        half = width(sure) * self.doubt
        ends = (self.line, self.line - half, self.line + half)
        return tuple(exposure * np.exp(each) for each in ends)  # type: ignore[return-value]


def step(weeks: Weekly, first: float, last: float | None = None) -> Step:
    """The step from week `first` on; with `last`, that from `last` on beside another at `first`."""
    design, penalty = _design(weeks, first, last)
    rate, certain = _working(weeks, design, penalty)
    return _mixed(weeks, design, penalty, rate, certain, _shifts(weeks.at, first))


def _shifts(at: Numbers, first: float) -> Numbers:
    """Columns of the level moving for good on some day before the change, for whatever reason."""
    days = np.arange(first - _SHIFT_EVERY, at[0] + _SHIFT_EVERY, -_SHIFT_EVERY)
    return (at[:, None] >= days).astype(float)


def _design(weeks: Weekly, first: float, last: float | None) -> tuple[Numbers, Numbers]:
    """A level, the step, a year's trend, the seasons where they can be told; and how narrowly each
    is thought to lie about nothing."""
    at = weeks.at
    steps = [first] if last is None else [last, first]
    columns = [np.ones_like(at), *((at >= each).astype(float) for each in steps)]
    spread = [1e3, *(_STEP for _ in steps)]
    columns.append((at - at.mean()) / _YEAR)
    spread.append(_TREND)
    columns.append(((at >= first - _EVE_WEEKS) & (at < first)).astype(float))
    spread.append(_EVE)
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
    weeks: Weekly,
    design: Numbers,
    penalty: Numbers,
    rate: Numbers,
    certain: Numbers,
    shifts: Numbers,
) -> Step:
    """The step under each size and memory of what nearby weeks share and each shift of the level,
    weighed by how well each explains the weeks."""
    apart = np.abs(np.subtract.outer(weeks.at, weeks.at)).astype(int)
    alone = np.diag(1 / certain)
    grid = [(size, kept) for kept in _KEPT for size in _SIZES if size or not kept]
    found = [
        _given_shifts(alone + _shared(size, kept, apart), design, penalty, rate, shifts)
        for size, kept in grid
    ]
    logs = np.array(
        [each.fits + _log_prior(size) for each, (size, _) in zip(found, grid, strict=True)]
    )
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    lines = np.array([each.lines for each in found])
    line = np.einsum("gs,gsw->w", weights, lines)
    doubts = np.array([each.doubts for each in found])
    doubt = np.sqrt(np.einsum("gs,gsw->w", weights, doubts + (lines - line) ** 2))
    size, kept = grid[int(np.argmax(weights.sum(axis=1)))]
    means = np.array([each.steps for each in found]).ravel()
    spreads = np.array([each.spreads for each in found]).ravel()
    return Step(weights.ravel(), means, spreads, line, doubt, size, kept)


class _Given(NamedTuple):
    """Under one noise, for no shift and then for each: how well it explains the weeks (a log),
    the step and its spread, and each week's log rate without the step with its variance."""

    fits: Numbers
    steps: Numbers
    spreads: Numbers
    lines: Numbers
    doubts: Numbers


def _given_shifts(
    noise: Numbers, design: Numbers, penalty: Numbers, rate: Numbers, shifts: Numbers
) -> _Given:
    """What `_given` finds, and what it would with one more column for each shift in turn: the
    inverse of a matrix bordered by that column."""
    root = np.linalg.cholesky(noise)
    told = np.column_stack([design, rate, shifts])
    white = solve_triangular(root, told, lower=True, check_finite=False)
    many = design.shape[1]
    columns, value, moved = white[:, :many], white[:, many], white[:, many + 1 :]
    curve = columns.T @ columns + np.diag(penalty)
    covariance = np.linalg.inv(curve)
    pull = columns.T @ value
    likely = covariance @ pull
    fit = -np.log(np.diag(root)).sum() - np.linalg.slogdet(curve)[1] / 2
    fit -= (value @ value - pull @ likely) / 2
    shared = covariance @ (columns.T @ moved)
    certain = (moved**2).sum(axis=0) + 1 / _SHIFT**2 - ((columns.T @ moved) * shared).sum(axis=0)
    by = (moved.T @ value - shared.T @ pull) / certain
    fits = fit + by**2 * certain / 2 - np.log(certain * _SHIFT**2) / 2 + _log_shift(len(by))
    without = design.copy()
    without[:, 1] = 0.0
    line = without @ likely
    left = shifts - without @ shared
    doubt = np.einsum("ij,jk,ik->i", without, covariance, without)
    return _Given(
        np.append(fit + np.log(1 - _SHIFTED), fits) if len(by) else np.array([fit]),
        np.append(likely[1], likely[1] - shared[1] * by),
        np.sqrt(np.append(covariance[1, 1], covariance[1, 1] + shared[1] ** 2 / certain)),
        np.vstack([line, (line[:, None] + left * by).T]),
        np.vstack([doubt, (doubt[:, None] + left**2 / certain).T]),
    )


def _log_shift(many: int) -> float:
    return float(np.log(_SHIFTED / many)) if many else 0.0


def quick(
    weeks: Weekly, first: float, size: float, kept: float, last: float | None = None
) -> tuple[float, float]:
    """The step and its spread when it is taken as known what nearby weeks share: for many looks at
    one series, and for weeks that are made up of what is expected."""
    design, penalty = _design(weeks, first, last)
    rate, certain = _working(weeks, design, penalty)
    apart = np.abs(np.subtract.outer(weeks.at, weeks.at)).astype(int)
    noise = np.diag(1 / certain) + _shared(size, kept, apart)
    coefficients, covariance = _given(noise, design, penalty, rate)
    return float(coefficients[1]), float(np.sqrt(covariance[1, 1]))


def _log_prior(size: float) -> float:
    return -size / _USUAL_SIZE - (np.log(len(_KEPT)) if size else 0.0)


def _shared(size: float, kept: float, apart: NDArray[np.int64]) -> Numbers:
    if not kept:
        return np.diag(np.full(len(apart), size**2))
    shared: Numbers = (size**2 * kept ** np.arange(apart.max() + 1))[apart]
    return shared


def _given(
    noise: Numbers, design: Numbers, penalty: Numbers, rate: Numbers
) -> tuple[Numbers, Numbers]:
    """The coefficients under this noise, and their covariance."""
    root = np.linalg.cholesky(noise)
    white = solve_triangular(root, np.column_stack([design, rate]), lower=True)
    columns, value = white[:, :-1], white[:, -1]
    covariance = np.linalg.inv(columns.T @ columns + np.diag(penalty))
    return covariance @ (columns.T @ value), covariance
