"""What each customer is expected to bring, by each model, with intervals and plain recency."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from .ahead import again
from .customers import Alike, Floats, History
from .fitting import FARTHEST, NINETY, Fitted, NothingToFit, fit
from .models import MODELS, PARETO_NBD, BuyingModel
from .spending import Spending, fit_spending

_WEEKS_A_YEAR = 365.25 / 7
# Money that comes later is discounted every four weeks.
_PERIOD = 4.0
_NUDGE = 1e-4
_HALF = 0.5


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
    seen = known.alike()
    fitted = {model.name: fit(model, seen) for model in MODELS}
    limits: list[str] = []
    try:
        spending: Spending | None = fit_spending(known)
    except NothingToFit as error:
        spending, limits = None, [str(error)]
    each = {model.name: _foreseen(model, fitted[model.name], seen, terms) for model in MODELS}
    total = {name: _total(foreseen, fitted[name], seen) for name, foreseen in each.items()}
    table = _table(known, seen, fitted, each, spending, terms)
    return Valuation(fitted, spending, total, table, (*limits, *_limits(known, fitted)))


@dataclass(frozen=True, slots=True)
class _Foreseen:
    """By history: still a customer, purchases to come, and how these move with the logarithm of
    each parameter."""

    alive: Floats
    purchases: Floats
    moves: Floats


def _foreseen(model: BuyingModel, fitted: Fitted, seen: Alike, terms: Terms) -> _Foreseen:
    def expected(p: Floats) -> Floats:
        return model.expected(p, seen.x, seen.t, seen.end, terms.weeks)

    p = fitted.parameters
    alive = model.alive(p, seen.x, seen.t, seen.end)
    purchases = alive * model.of_alive(p, seen.x, seen.end, terms.weeks)
    return _Foreseen(alive, purchases, _moves(expected, p))


def _moves(expected: Callable[[Floats], Floats], p: Floats) -> Floats:
    """How what is expected of each moves with the logarithm of each parameter."""
    ways = np.exp(np.eye(len(p)) * _NUDGE)
    return np.array([(expected(p * way) - expected(p / way)) / (2 * _NUDGE) for way in ways])


def _limits(known: History, fitted: Mapping[str, Fitted]) -> Iterator[str]:
    once = float((known.repeats == 0).mean())
    if once:
        yield (
            f"{once:.0%} bought once: bg_nbd calls each of them alive for certain; go by "
            "pareto_nbd, mbg_nbd and recency"
        )
    most = float(known.repeats.max() / known.repeats.sum())
    if most >= _HALF and len(known) > 1:
        yield (
            f"one customer made {most:.0%} of all repeat purchases: the models take customers to "
            "be of one kind, and say little here"
        )
    for name, each in fitted.items():
        if each.covariance is None:
            yield f"these customers leave the parameters of {name} open: no interval is told"


def _table(
    known: History,
    seen: Alike,
    fitted: Mapping[str, Fitted],
    each: Mapping[str, _Foreseen],
    spending: Spending | None,
    terms: Terms,
) -> pl.DataFrame:
    columns = {"weeks_since_last": known.observed - known.last}
    for name, foreseen in each.items():
        columns[f"alive.{name}"] = foreseen.alive[seen.at]
        columns[f"purchases.{name}"] = foreseen.purchases[seen.at]
    by, free = fitted[PARETO_NBD.name], each[PARETO_NBD.name]
    columns["again"] = (free.alive * again(by.parameters, seen, terms.weeks))[seen.at]
    spread = _spread(free.moves, by, free.purchases)
    if spread is not None:
        columns |= _ends("purchases", free.purchases[seen.at], spread[seen.at])
    if spending:
        columns |= _money(known, seen, by, free, spread, spending, terms)
    repeats = pl.Series(known.repeats).cast(pl.Int64)
    told = pl.DataFrame({"customer": known.ids, "repeats": repeats, **columns})
    numbers = pl.col(pl.Float64)  # what cannot be told is empty, and never "not a number"
    return told.with_columns(pl.when(numbers.is_finite()).then(numbers))


def _money(
    known: History,
    seen: Alike,
    by: Fitted,
    free: _Foreseen,
    spread: Floats | None,
    spending: Spending,
    terms: Terms,
) -> dict[str, Floats]:
    """What a purchase comes to, and the margin of all that are to come. How often and how much are
    fitted apart, so that the two uncertainties stand at right angles."""
    spend = spending.expected(known)
    worth = _discounted(by, free, seen, terms)[seen.at]
    columns = {"spend": spend, "margin": spend * terms.margin * worth}
    moves = _moves(lambda p: spending.expected(known, p), spending.fitted.parameters)
    of_spend = _spread(moves, spending.fitted, spend)
    if spread is not None and of_spend is not None:
        both = np.hypot(spread[seen.at], of_spend)
        columns |= _ends("margin", columns["margin"], both)
    return columns


def _discounted(fitted: Fitted, free: _Foreseen, seen: Alike, terms: Terms) -> Floats:
    """Expected purchases in today's money, by the model that lets a customer leave at any time."""
    ends = np.append(np.arange(_PERIOD, terms.weeks, _PERIOD), terms.weeks)
    total, before, start = np.zeros(len(seen.x)), np.zeros(len(seen.x)), 0.0
    for end in map(float, ends):
        until = PARETO_NBD.of_alive(fitted.parameters, seen.x, seen.end, end)
        later = (start + end) / 2 / _WEEKS_A_YEAR
        total += (until - before) / (1 + terms.cost_of_capital) ** later
        before, start = until, end
    return total * free.alive


def _spread(moves: Floats, fitted: Fitted, expected: Floats) -> Floats | None:
    """How far nine in ten lie from what is expected, in its logarithm (delta method): what is
    expected is never below nothing, and small expectations are the less certain ones."""
    if fitted.covariance is None:
        return None
    by = np.sqrt(np.einsum("ic,ij,jc->c", moves, fitted.covariance, moves))
    sure = np.where(expected > 0, by / np.maximum(expected, np.finfo(float).tiny), 0)
    return np.asarray(np.minimum(NINETY * sure, FARTHEST))


def _ends(name: str, middle: Floats, spread: Floats) -> dict[str, Floats]:
    return {f"{name}.low": middle * np.exp(-spread), f"{name}.high": middle * np.exp(spread)}


def _total(foreseen: _Foreseen, fitted: Fitted, seen: Alike) -> Interval:
    middle = foreseen.purchases @ seen.count
    spread = _spread((foreseen.moves @ seen.count)[:, None], fitted, np.array([middle]))
    if spread is None:
        return Interval(float(middle), None, None)
    low, high = float(middle * np.exp(-spread[0])), float(middle * np.exp(spread[0]))
    return Interval(float(middle), low, high)
