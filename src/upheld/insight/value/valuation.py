"""What each customer is expected to bring, by each model, with intervals and plain recency."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from .customers import Floats, History
from .fitting import Fitted, NothingToFit, fit
from .models import MODELS, PARETO_NBD, BuyingModel
from .spending import Spending, fit_spending

_WEEKS_A_YEAR = 365.25 / 7
# Money that comes later is discounted every four weeks.
_PERIOD = 4.0
_NINETY = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class Terms:
    """Over how many `weeks`, at what `margin` of each sale, at what yearly `cost_of_capital`."""

    weeks: float = 52.0
    margin: float = 1.0
    cost_of_capital: float = 0.1


@dataclass(frozen=True, slots=True)
class Interval:
    """What is expected in all, and where it lies nine times in ten as far as the parameters are
    uncertain; None where the data leave them open."""

    expected: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Valuation:
    """`table` has a row a customer; `total` is the purchases of all of them, by model."""

    fitted: Mapping[str, Fitted]
    spending: Spending | None
    total: Mapping[str, Interval]
    table: pl.DataFrame
    limits: tuple[str, ...]


def value(known: History, terms: Terms) -> Valuation:
    """Raises NothingToFit where nobody has bought twice."""
    with np.errstate(all="ignore"):
        return _valued(known, terms)


def _valued(known: History, terms: Terms) -> Valuation:
    fitted = {model.name: fit(model, known) for model in MODELS}
    limits: list[str] = []
    try:
        spending: Spending | None = fit_spending(known)
    except NothingToFit as error:
        spending, limits = None, [str(error)]
    columns = _columns(known, fitted, spending, terms)
    total = {model.name: _total(model, fitted[model.name], known, terms) for model in MODELS}
    return Valuation(fitted, spending, total, columns, (*limits, *_limits(known, fitted)))


def _limits(known: History, fitted: Mapping[str, Fitted]) -> Iterator[str]:
    once = float((known.repeats == 0).mean())
    if once:
        yield (
            f"{once:.0%} bought once: bg_nbd calls each of them alive for certain; go by "
            "pareto_nbd, mbg_nbd and recency"
        )
    for name, each in fitted.items():
        if each.covariance is None:
            yield f"these customers leave the parameters of {name} open: no interval is told"


def _columns(
    known: History, fitted: Mapping[str, Fitted], spending: Spending | None, terms: Terms
) -> pl.DataFrame:
    told = pl.DataFrame({"customer": known.ids}).with_columns(
        repeats=pl.Series(known.repeats.astype(np.int64)),
        weeks_since_last=pl.Series(known.observed - known.last),
    )
    x, t, end = known.repeats, known.last, known.observed
    by_model = {}
    for model in MODELS:
        p = fitted[model.name].parameters
        by_model[f"alive.{model.name}"] = model.alive(p, x, t, end)
        by_model[f"purchases.{model.name}"] = model.expected(p, x, t, end, terms.weeks)
    if between := _each(PARETO_NBD, fitted[PARETO_NBD.name], known, terms.weeks):
        by_model |= dict(zip(("purchases.low", "purchases.high"), between, strict=True))
    if spending:
        a_purchase = spending.expected(known)
        by_model["spend"] = a_purchase
        by_model["margin"] = a_purchase * terms.margin * _discounted(fitted, known, terms)
    return told.with_columns(**{name: pl.Series(column) for name, column in by_model.items()})


def _discounted(fitted: Mapping[str, Fitted], known: History, terms: Terms) -> Floats:
    """Expected purchases in today's money, by the model that lets a customer leave at any time."""
    p = fitted[PARETO_NBD.name].parameters
    ends = np.append(np.arange(_PERIOD, terms.weeks, _PERIOD), terms.weeks)
    total, before, start = np.zeros(len(known)), np.zeros(len(known)), 0.0
    for end in ends:
        until = PARETO_NBD.expected(p, known.repeats, known.last, known.observed, float(end))
        middle = (start + float(end)) / 2
        total += (until - before) / (1 + terms.cost_of_capital) ** (middle / _WEEKS_A_YEAR)
        before, start = until, float(end)
    return total


_NUDGE = 1e-4


def _gradient(model: BuyingModel, fitted: Fitted, known: History, weeks: float) -> list[Floats]:
    """How what is expected of each customer moves with the logarithm of each parameter."""
    logs, seen = np.log(fitted.parameters), (known.repeats, known.last, known.observed)
    moves = []
    for step in np.eye(len(logs)) * _NUDGE:
        up = model.expected(np.exp(logs + step), *seen, weeks)
        down = model.expected(np.exp(logs - step), *seen, weeks)
        moves.append((up - down) / (2 * _NUDGE))
    return moves


def _each(
    model: BuyingModel, fitted: Fitted, known: History, weeks: float
) -> tuple[Floats, Floats] | None:
    """Nine times in ten the expectation of each customer lies between these (delta method)."""
    if fitted.covariance is None:
        return None
    moves = np.array(_gradient(model, fitted, known, weeks))
    spread = np.sqrt(np.einsum("ic,ij,jc->c", moves, fitted.covariance, moves))
    middle = model.expected(fitted.parameters, known.repeats, known.last, known.observed, weeks)
    return np.maximum(middle - _NINETY * spread, 0), middle + _NINETY * spread


def _total(model: BuyingModel, fitted: Fitted, known: History, terms: Terms) -> Interval:
    seen = (known.repeats, known.last, known.observed)
    middle = float(model.expected(fitted.parameters, *seen, terms.weeks).sum())
    if fitted.covariance is None:
        return Interval(middle, None, None)
    moves = np.array([each.sum() for each in _gradient(model, fitted, known, terms.weeks)])
    spread = _NINETY * float(np.sqrt(moves @ fitted.covariance @ moves))
    return Interval(middle, max(middle - spread, 0.0), middle + spread)
