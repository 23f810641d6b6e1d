"""How long something takes, those that are not through yet included (Kaplan and Meier 1958)."""

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from upheld.core.intervals import SURE

Days = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reached:
    """By when a share of all is through, in days. `likely` and `high` are None where so many are
    not through yet that nobody can tell."""

    low: float
    likely: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Took:
    """How long a step takes: by when half are through and nine in ten; `done` of `all` are.

    `through` is the share that is through after so many whole days, from 0 on."""

    all: int
    done: int
    half: Reached | None
    ninth: Reached | None
    through: tuple[float, ...]


def took(days: Days, done: NDArray[np.bool_], longest: int) -> Took:
    """From the days that each took, or has lasted so far where it is not `done`; `through` goes as
    far as `longest`. Nothing can be told of none, nor of those of which none is done."""
    # Loaded only here: a process that serves pages needs hardly any of it, and it is large.
    from scipy.stats import CensoredData, ecdf

    if not done.any():
        return Took(len(days), 0, None, None, ())
    found = ecdf(CensoredData(days[done], right=days[~done])).sf
    with warnings.catch_warnings():
        # The log-log interval cannot be told where all or none are left.
        warnings.simplefilter("ignore", RuntimeWarning)
        between = found.confidence_interval(confidence_level=SURE, method="log-log")
    at, left = found.quantiles, found.probabilities
    low, high = (
        np.where(np.isnan(end.probabilities), left, end.probabilities)
        for end in (between.low, between.high)
    )
    half, ninth = (_reached(at, left, low, high, share) for share in (0.5, 0.1))
    through = 1 - np.asarray(found.evaluate(np.arange(longest + 1, dtype=np.float64)))
    return Took(len(days), int(done.sum()), half, ninth, tuple(float(each) for each in through))


def _reached(at: Days, left: Days, low: Days, high: Days, share: float) -> Reached:
    """The first day on which no more than `share` is left; its interval are the days on which the
    interval of what is left holds `share` (Brookmeyer and Crowley 1982)."""
    likely, first, last = (_first(at, curve, share) for curve in (left, low, high))
    assert first is not None or likely is None, "what is left lies in its interval"
    return Reached(float(at[0]) if first is None else first, likely, last)


def _first(at: Days, curve: Days, share: float) -> float | None:
    below = np.flatnonzero(curve <= share + 1e-9)
    return float(at[below[0]]) if len(below) else None
