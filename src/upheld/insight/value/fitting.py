"""Fitting by maximum likelihood, with what the data leave uncertain."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from .customers import Alike, Floats
from .models import BuyingModel

Unlikely = Callable[[Floats], float]
_STEP = 1e-3
_FAR = 1e9
_FLAT = 1e-6
_NEAR = 1e-9
_MOST_STEPS = 12
# Of the logarithms: beyond, a parameter's customers are all alike, and no data tell how much.
_BOUNDS = ((-12.0, 12.0),) * 4
# Nine times in ten what is normal lies so many deviations from its middle at most.
NINETY = 1.6448536269514722
# Further apart than this two ends say nothing any more.
FARTHEST = 20.0
# Beyond so many customers the parameters hardly move: every n-th of them will do.
ENOUGH = 50_000


class NothingToFit(ValueError):
    """Too little is known to fit a model; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """`parameters` by their names' order; `covariance` is that of their logarithms, None where the
    data leave them open. `customers` is how many it was fitted on, `log_likelihood` theirs."""

    parameters: Floats
    covariance: NDArray[np.float64] | None
    log_likelihood: float
    customers: int

    @property
    def errors(self) -> Floats | None:
        """Standard errors of the parameters (delta method)."""
        if self.covariance is None:
            return None
        return np.asarray(self.parameters * np.sqrt(np.diag(self.covariance)))

    @property
    def between(self) -> tuple[Floats, Floats] | None:
        """Where each parameter lies nine times in ten, by its logarithm: none is below nothing."""
        if self.covariance is None:
            return None
        spread = np.minimum(NINETY * np.sqrt(np.diag(self.covariance)), FARTHEST)
        return self.parameters * np.exp(-spread), self.parameters * np.exp(spread)


def fit(model: BuyingModel, seen: Alike) -> Fitted:
    """The model's parameters for these customers. Raises NothingToFit where nobody came back."""
    if not seen.x.any():
        raise NothingToFit("nobody has bought twice: no model of coming back can be fitted")
    some = np.bincount(seen.at[:: max(1, len(seen.at) // ENOUGH)], minlength=len(seen.x))
    x, t, end = (each[some > 0] for each in (seen.x, seen.t, seen.end))
    count, customers = some[some > 0], int(some.sum())

    def unlikely(logs: Floats) -> float:
        with np.errstate(all="ignore"):  # far away from the best the numbers overflow
            each = model.likelihood(np.exp(logs), x, t, end)
        return finite(float(-(count * each).sum() / customers))

    return best(unlikely, np.zeros(4), customers)


def finite(unlikely: float) -> float:
    return unlikely if np.isfinite(unlikely) else _FAR


def best(unlikely: Unlikely, start: Floats, customers: int) -> Fitted:
    """Where `unlikely`, the mean of minus the logarithm of the likelihood, is least.

    On one processor: the matrices are tiny, and helpers that wait for work cost as much as it.
    """
    with threadpool_limits(1, user_api="blas"):
        return _best(unlikely, start, customers)


def _best(unlikely: Unlikely, start: Floats, customers: int) -> Fitted:
    rough = minimize(
        unlikely, start, method="L-BFGS-B", bounds=_BOUNDS[: len(start)], options={"ftol": 1e-10}
    )
    at, curved = _settled(unlikely, rough.x)
    # A flat or broken curvature leaves the parameters open: then no interval is told.
    settled = bool((np.linalg.eigvalsh(curved) > _FLAT).all())
    covariance = np.asarray(np.linalg.inv(curved * customers), np.float64) if settled else None
    return Fitted(np.exp(at), covariance, -unlikely(at) * customers, customers)


def _settled(unlikely: Unlikely, at: Floats) -> tuple[Floats, NDArray[np.float64]]:
    """Newton's steps down to the best point, and the curvature there.

    Where the curvature is no guide, or a step does not go down, a search by comparison goes on.
    """
    for _ in range(_MOST_STEPS):
        slope, curved = _shape(unlikely, at)
        if not (np.linalg.eigvalsh(curved) > _FLAT).all():
            break
        step = np.linalg.solve(curved, slope)
        if float(slope @ step) < _NEAR**1.5:
            return at, curved
        if not unlikely(at - step) <= unlikely(at):
            break
        at = at - step
    found = minimize(
        unlikely, np.clip(at, *_BOUNDS[0]), method="Nelder-Mead", bounds=_BOUNDS[: len(at)],
        options={"xatol": 1e-6, "fatol": 1e-10, "maxfev": 400},
    )  # fmt: skip
    return found.x, _shape(unlikely, found.x)[1]


def _shape(unlikely: Unlikely, at: Floats) -> tuple[Floats, NDArray[np.float64]]:
    """Slope and curvature by differences: how steep it is, and how well the data tell."""
    size = len(at)
    steps = np.eye(size) * _STEP
    here = unlikely(at)
    up, down = ([unlikely(at + sign * step) for step in steps] for sign in (1, -1))
    slope = (np.array(up) - np.array(down)) / (2 * _STEP)
    curved = np.empty((size, size))
    for i in range(size):
        curved[i, i] = (up[i] - 2 * here + down[i]) / _STEP**2
        for j in range(i):
            both = unlikely(at + steps[i] + steps[j]) + unlikely(at - steps[i] - steps[j])
            around = up[i] + down[i] + up[j] + down[j]
            curved[i, j] = curved[j, i] = (both - around + 2 * here) / (2 * _STEP**2)
    return slope, curved
