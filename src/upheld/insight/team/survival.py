"""How long something takes, those that are not through yet included (Kaplan and Meier 1958)."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from upheld.core.intervals import SURE

Days = NDArray[np.float64]
# So many times its standard error is what holds the true value so surely.
_WIDE = NormalDist().inv_cdf(0.5 + SURE / 2)


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
    if not done.any():
        return Took(len(days), 0, None, None, ())
    at, left, low, high = curve(days, done)
    half, ninth = (_reached(at, left, low, high, share) for share in (0.5, 0.1))
    places = np.searchsorted(at, np.arange(longest + 1, dtype=np.float64), side="right")
    through = 1 - np.concatenate(([1.0], left))[places]
    return Took(len(days), int(done.sum()), half, ninth, tuple(through.tolist()))


def curve(days: Days, done: NDArray[np.bool_]) -> tuple[Days, Days, Days, Days]:
    """Each day on which anything happens, the share that is left after it, and the ends of its
    interval.

    What scipy.stats.ecdf gives, for which a page of forty curves would wait twenty times as long.
    """
    order = np.argsort(days)
    days, through = days[order], np.cumsum(done[order])
    first = np.diff(days, prepend=-np.inf) > 0
    last = np.append(first[1:], True)
    waiting = np.arange(len(days), 0, -1)[first]
    ended = np.diff(through[last], prepend=0)
    left = np.cumprod((waiting - ended) / waiting)
    # Greenwood's variance, on the log-log scale, where an interval stays within 0 and 1
    # (Kalbfleisch and Prentice 1980). It cannot be told where all or none are left.
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.log(left)
        spread = np.sqrt(1 / log**2 * np.cumsum(ended / (waiting * (waiting - ended))))
        middle, wide = np.log(-log), _WIDE * spread
        ends = (np.exp(-np.exp(middle + wide)), np.exp(-np.exp(middle - wide)))
    low, high = (np.where(np.isnan(end), left, np.clip(end, 0, 1)) for end in ends)
    return days[first], left, low, high


def _reached(at: Days, left: Days, low: Days, high: Days, share: float) -> Reached:
    """The first day on which no more than `share` is left; its interval are the days on which the
    interval of what is left holds `share` (Brookmeyer and Crowley 1982)."""
    likely, first, last = (_first(at, curve, share) for curve in (left, low, high))
    assert first is not None or likely is None, "what is left lies in its interval"
    return Reached(float(at[0]) if first is None else first, likely, last)


def _first(at: Days, curve: Days, share: float) -> float | None:
    below = curve <= share + 1e-9
    first = below.argmax()
    return float(at[first]) if below[first] else None
