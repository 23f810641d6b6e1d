"""What a purchase comes to: the Gamma-Gamma model (Fader & Hardie 2013)."""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from .customers import Floats, History
from .fitting import ENOUGH, Fitted, NothingToFit, best, finite

NAMES = ("p", "q", "gamma")
SOURCE = "Fader & Hardie 2013"
# Below this the mean of all customers hangs on a few of them, and at 1 there is none.
_LEAST_Q = 1.05


@dataclass(frozen=True, slots=True)
class Spending:
    """The model's `fitted` parameters by `NAMES`; `mean` is what a purchase comes to over all
    customers, and `correlation` that of how often with how much, which the model takes to be
    none."""

    fitted: Fitted
    correlation: float

    @property
    def mean(self) -> float:
        p, q, gamma = map(float, self.fitted.parameters)
        return p * gamma / (q - 1)

    def expected(self, known: History, parameters: Floats | None = None) -> Floats:
        """What the next purchase of each customer comes to: their own average drawn to the mean."""
        p, q, gamma = self.fitted.parameters if parameters is None else parameters
        told = p * known.repeats * known.spent + p * gamma
        return np.asarray(told / (p * known.repeats + q - 1))


def fit_spending(known: History) -> Spending:
    """Fits those who came back and paid. Raises NothingToFit where nobody did, and where their
    purchases differ so much that they have no mean."""
    paid = (known.repeats > 0) & (known.spent > 0)
    if not paid.any():
        raise NothingToFit("nobody has paid for a second purchase: what they spend is not known")
    every = max(1, int(paid.sum()) // ENOUGH)
    x, spent = known.repeats[paid][::every], known.spent[paid][::every]
    usual = float(np.median(spent))
    amounts = spent / usual

    def unlikely(logs: Floats) -> float:
        p, q, gamma = np.exp(logs)
        with np.errstate(all="ignore"):  # far away from the best the numbers overflow
            each = (
                gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(gamma)
                + (p * x - 1) * np.log(amounts) + p * x * np.log(x)
                - (p * x + q) * np.log(gamma + x * amounts)
            )  # fmt: skip
        return finite(float(-each.mean()))

    fitted = _in_money(best(unlikely, np.log([1.0, 2.0, 1.0]), len(x)), usual, spent)
    if fitted.parameters[1] < _LEAST_Q or not np.isfinite(fitted.parameters).all():
        raise NothingToFit("purchases differ too much for a mean: what they spend is not known")
    related = np.corrcoef(x, spent)[0, 1] if np.ptp(x) and np.ptp(spent) else 0.0
    return Spending(fitted, float(related))


def _in_money(fitted: Fitted, usual: float, spent: Floats) -> Fitted:
    """Fitted on amounts beside the usual one, whatever the currency's unit: put back into it."""
    parameters = fitted.parameters * np.array([1.0, 1.0, usual])
    likelihood = fitted.log_likelihood - len(spent) * np.log(usual)
    return Fitted(parameters, fitted.covariance, float(likelihood), fitted.customers)
