"""A valuation as data: the models with their parameters, and plain recency beside them."""

from collections.abc import Sequence
from typing import Any

from .customers import Floats, History
from .fitting import Fitted
from .models import MODELS
from .spending import NAMES, SOURCE
from .valuation import Terms, Valuation

_QUARTER = 13


def as_data(known: History, found: Valuation, terms: Terms) -> dict[str, Any]:
    """What every number of it is JSON's; an interval that nobody can tell is None."""
    return {
        "customers": len(known),
        "bought_once": int((known.repeats == 0).sum()),
        "until": known.until.isoformat(),
        "weeks": terms.weeks,
        "margin_of_a_sale": terms.margin,
        "cost_of_capital": terms.cost_of_capital,
        "models": _models(found),
        "spending": _spending(found),
        "recency": _recency(found),
        "intervals": INTERVALS,
        "limits": list(found.limits),
    }


INTERVALS = (
    "Nine times in ten a parameter or an expectation lies between its low and high, as far as the "
    "parameters are uncertain (delta method on logarithms); what one customer does varies more"
)


def _models(found: Valuation) -> dict[str, Any]:
    told = {}
    for model in MODELS:
        fitted, total = found.fitted[model.name], found.total[model.name]
        told[model.name] = _fitted(model.names, fitted) | {
            "purchases": {"expected": total.expected, "low": total.low, "high": total.high},
            "alive": float(found.table[f"alive.{model.name}"].sum()),
            "source": model.source,
        }
    return told


def _fitted(names: Sequence[str], fitted: Fitted) -> dict[str, Any]:
    low, high = fitted.between or (None, None)
    return {
        "parameters": _named(names, fitted.parameters),
        "standard_errors": _named(names, fitted.errors),
        "low": _named(names, low),
        "high": _named(names, high),
        "log_likelihood": fitted.log_likelihood,
        "fitted_on": fitted.customers,
    }


def _named(names: Sequence[str], numbers: Floats | None) -> dict[str, float] | None:
    return None if numbers is None else dict(zip(names, map(float, numbers), strict=True))


def _spending(found: Valuation) -> dict[str, Any] | None:
    spending = found.spending
    if spending is None:
        return None
    return {
        "model": "gamma_gamma",
        **_fitted(NAMES, spending.fitted),
        "correlation": spending.correlation,
        "mean": spending.mean,
        "margin": float(found.table["margin"].sum()),
        "source": SOURCE,
    }


def _recency(found: Valuation) -> dict[str, Any]:
    """Beside every model: how many bought in the last quarter, which needs no model."""
    weeks = found.table["weeks_since_last"]
    recent = int((weeks <= _QUARTER).sum())
    median = float(found.table.select("weeks_since_last").median().item())
    return {"bought_in_the_last_13_weeks": recent, "median_weeks_since_last": median}
