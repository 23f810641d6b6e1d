"""What each customer is expected to bring, by each model, with intervals and plain recency."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from .customers import Alike, Floats, History
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
    """By history: still a customer, purchases to come, and how these move with each parameter."""

    alive: Floats
    purchases: Floats
    moves: Floats


_NUDGE = 1e-4


def _foreseen(model: BuyingModel, fitted: Fitted, seen: Alike, terms: Terms) -> _Foreseen:
    p, logs = fitted.parameters, np.log(fitted.parameters)
    alive = model.alive(p, seen.x, seen.t, seen.end)

    def expected(at: Floats) -> Floats:
        return model.expected(np.exp(at), seen.x, seen.t, seen.end, terms.weeks)

    steps = np.eye(len(logs)) * _NUDGE
    moves = [(expected(logs + step) - expected(logs - step)) / (2 * _NUDGE) for step in steps]
    return _Foreseen(
        alive, alive * model.of_alive(p, seen.x, seen.end, terms.weeks), np.array(moves)
    )


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
    free = each[PARETO_NBD.name]
    if between := _between(free, fitted[PARETO_NBD.name]):
        columns |= {f"purchases.{end}": by[seen.at] for end, by in between.items()}
    if spending:
        columns["spend"] = spending.expected(known)
        worth = _discounted(fitted[PARETO_NBD.name], free, seen, terms)[seen.at]
        columns["margin"] = columns["spend"] * terms.margin * worth
    repeats = pl.Series(known.repeats).cast(pl.Int64)
    return pl.DataFrame({"customer": known.ids, "repeats": repeats, **columns})


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


def _between(foreseen: _Foreseen, fitted: Fitted) -> Mapping[str, Floats] | None:
    """Nine times in ten the expectation of each customer lies between these (delta method)."""
    if fitted.covariance is None:
        return None
    by = np.einsum("ic,ij,jc->c", foreseen.moves, fitted.covariance, foreseen.moves)
    spread = _NINETY * np.sqrt(by)
    return {
        "low": np.maximum(foreseen.purchases - spread, 0),
        "high": foreseen.purchases + spread,
    }


def _total(foreseen: _Foreseen, fitted: Fitted, seen: Alike) -> Interval:
    middle = float(foreseen.purchases @ seen.count)
    if fitted.covariance is None:
        return Interval(middle, None, None)
    moves = foreseen.moves @ seen.count
    spread = _NINETY * float(np.sqrt(moves @ fitted.covariance @ moves))
    return Interval(middle, max(middle - spread, 0.0), middle + spread)
