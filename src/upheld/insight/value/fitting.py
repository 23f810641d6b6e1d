"""Fitting by maximum likelihood, with what the data leave uncertain."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from .customers import Alike, Floats
from .models import BuyingModel

_STEP = 1e-4
_FAR = 1e9
_FLAT = 1e-6
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
        total = float(-(count @ each) / customers)
        return total if np.isfinite(total) else _FAR

    return _fitted(unlikely, np.zeros(4), customers)


def _fitted(unlikely: Callable[[Floats], float], start: Floats, customers: int) -> Fitted:
    bounds = [(-12.0, 12.0)] * len(start)
    found = minimize(unlikely, start, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-13})
    best = minimize(
        unlikely, found.x, method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-12}
    )
    curved = _hessian(unlikely, best.x) * customers
    # A flat or broken curvature leaves the parameters open: then no interval is told.
    settled = bool((np.linalg.eigvalsh((curved + curved.T) / 2) > _FLAT).all())
    covariance = np.asarray(np.linalg.pinv(curved), np.float64) if settled else None
    return Fitted(np.exp(best.x), covariance, -float(best.fun) * customers, customers)


def _hessian(of: Callable[[Floats], float], at: Floats) -> NDArray[np.float64]:
    """Second differences: the curvature at the best point, from which the errors follow."""
    steps = np.eye(len(at)) * _STEP
    return np.array(
        [
            [
                (of(at + i + j) - of(at + i - j) - of(at - i + j) + of(at - i - j)) / (4 * _STEP**2)
                for j in steps
            ]
            for i in steps
        ]
    )
