"""What a purchase comes to: the Gamma-Gamma model (Fader & Hardie 2013)."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln

from .customers import Floats, History
from .fitting import ENOUGH, NothingToFit


@dataclass(frozen=True, slots=True)
class Spending:
    """`p`, `q` and `gamma` of the model; `mean` is what a purchase comes to over all customers,
    and `correlation` that of how often with how much, which the model takes to be none."""

    p: float
    q: float
    gamma: float
    log_likelihood: float
    repeaters: int
    correlation: float

    @property
    def mean(self) -> float:
        return self.p * self.gamma / (self.q - 1) if self.q > 1 else float("nan")

    def expected(self, known: History) -> Floats:
        """What the next purchase of each customer comes to: their own average drawn to the mean."""
        own = self.p * known.repeats / (self.p * known.repeats + self.q - 1)
        return np.asarray(own * known.spent + (1 - own) * self.mean)


def fit_spending(known: History) -> Spending:
    """Fits those who came back and paid. Raises NothingToFit where nobody did."""
    paid = (known.repeats > 0) & (known.spent > 0)
    if not paid.any():
        raise NothingToFit("nobody has paid for a second purchase: what they spend is not known")
    every = max(1, int(paid.sum()) // ENOUGH)
    x, spent = known.repeats[paid][::every], known.spent[paid][::every]

    def unlikely(logs: Floats) -> float:
        p, q, gamma = np.exp(logs)
        each = (
            gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(gamma)
            + (p * x - 1) * np.log(spent) + p * x * np.log(x)
            - (p * x + q) * np.log(gamma + x * spent)
        )  # fmt: skip
        return float(-each.mean())

    start = np.log([1.0, 2.0, float(np.median(spent))])
    rough = minimize(unlikely, start, method="L-BFGS-B", bounds=[(-12.0, 14.0)] * 3)
    best = minimize(
        unlikely, rough.x, method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-12}
    )
    p, q, gamma = map(float, np.exp(best.x))
    related = (
        float(np.corrcoef(x, spent)[0, 1]) if len(x) > 1 and np.ptp(x) and np.ptp(spent) else 0.0
    )
    return Spending(p, q, gamma, -float(best.fun) * len(x), len(x), related)
