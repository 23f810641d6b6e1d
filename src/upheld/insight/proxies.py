"""How well an input tells a protected trait: what no name gives away is measured.

A rule that looks neutral and puts those who share a trait at a disadvantage is indirect
discrimination (Equality Act 2010, s. 19), whatever its column is called. Each input is asked alone,
and all of them together, how well they tell the trait of people whom the teller has not seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import norm
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import mutual_info_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold

from upheld.core.protected import GROUND_OF_PROXIES, by_name

LIMIT = 0.65  # .5 tells nothing, 1 tells everybody apart
LEAST_ROWS, LEAST_OF_A_GROUP = 60, 20
_FOLDS, _SEED, _MOST_ROWS = 5, 0, 20_000
_TREES, _LEAF = 60, 10
_BINS, _MOST_WORDS = 10, 1_000
_GROUPS = 4  # of a trait that is a number, such as a year of birth
_PRIOR = 5  # people of the whole, added to each value, so that a rare one tells little
Codes = NDArray[np.int64]
Groups = NDArray[np.str_]
Floats = NDArray[np.float64]


class NothingToCheck(ValueError):
    """Too little to measure on; the message says what is missing."""


class Verdict(StrEnum):
    PASSES = "passes"
    REFUSED = "refused"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Told:
    """How well the trait is told: the area under the curve for the group that is told best.

    `low` and `high` hold it with 95% (Hanley & McNeil 1982, widened for the number of groups).
    """

    auc: float
    low: float
    high: float
    group: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One input, or all together. `cramers_v` is corrected for chance (Bergsma 2013);
    `information` is the share of the trait's entropy that it gives away."""

    name: str
    verdict: Verdict
    why: str
    told: Told | None
    cramers_v: float | None = None
    information: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    trait: str
    rows: int
    left_out: int
    groups: Mapping[str, int]
    limit: float
    inputs: tuple[Checked, ...]
    together: Checked | None

    @property
    def passes(self) -> bool:
        found = [*self.inputs, *([self.together] if self.together else [])]
        return all(each.verdict is Verdict.PASSES for each in found)


def check(frame: pl.DataFrame, trait: str, limit: float = LIMIT) -> Report:
    """Every column of `frame` but `trait`, all as text, asked how well it tells the trait.

    Refused is what tells it better than `limit` beyond doubt, or by its name; unclear is what too
    few rows cannot settle. Rows without the trait, and those of a group too small to measure, are
    left out and counted, as are those beyond the most that are measured. Raises NothingToCheck.
    """
    inputs = [name for name in frame.columns if name != trait]
    if not inputs:
        raise NothingToCheck(f"there is no column beside {trait!r}: add the inputs to check")
    grouped = frame.with_columns(_groups(frame[trait]).alias(trait))
    known = grouped.filter(pl.col(trait) != "")
    known = known if known.height <= _MOST_ROWS else _some(known, trait)
    known = known.sample(known.height, seed=_SEED)
    counts: dict[str, int] = dict(known[trait].value_counts(sort=True).iter_rows())
    _check_enough(known.height, counts, trait)
    groups = known[trait].to_numpy().astype(str)
    codes = {name: _codes(known[name]) for name in inputs}
    found = tuple(_alone(name, codes[name], groups, limit) for name in inputs)
    rest = [codes[each.name] for each in found if each.verdict is not Verdict.REFUSED]
    together = _together(rest, groups, limit) if len(rest) > 1 else None
    left_out = frame.height - known.height
    return Report(trait, known.height, left_out, counts, limit, found, together)


def _some(known: pl.DataFrame, trait: str) -> pl.DataFrame:
    """About as many rows as are measured at most: as many of each group, and a small one whole."""
    most = max(_MOST_ROWS // known[trait].n_unique(), LEAST_OF_A_GROUP)
    shuffled = known.sample(fraction=1, shuffle=True, seed=_SEED)
    return shuffled.filter(pl.int_range(pl.len()).over(trait) < most)


def _check_enough(rows: int, counts: Mapping[str, int], trait: str) -> None:
    if len(counts) < 2:
        raise NothingToCheck(
            f"{trait!r} has {len(counts)} groups of {LEAST_OF_A_GROUP} people or more, and two are "
            "the least: add more people"
        )
    if rows < LEAST_ROWS:
        raise NothingToCheck(
            f"{rows} rows have a {trait!r}, and {LEAST_ROWS} are the least: add more people"
        )


def _groups(trait: pl.Series) -> pl.Series:
    """The groups of a trait: a number falls into quarters, what is missing or rare into none."""
    said = trait.fill_null("").str.strip_chars()
    number = said.replace("", None).cast(pl.Float64, strict=False)
    if _is_number(said, number, 2 * _GROUPS):
        parts = _parts(number.to_numpy(), _GROUPS)
        said = pl.Series(said.name, [f"quarter {each}" if each else "" for each in parts])
    counts = said.value_counts()
    rare = counts.filter(pl.col("count") < LEAST_OF_A_GROUP)[said.name]
    return said.set(said.is_in(rare.to_list()), "")


def _is_number(said: pl.Series, number: pl.Series, least: int) -> bool:
    filled = int((said != "").sum())
    return (
        filled > 0 and number.len() - number.null_count() == filled and (number.n_unique() > least)
    )


def _codes(column: pl.Series) -> Codes:
    """Numbers by tenths, words as themselves, the rare ones together; what is missing is 0."""
    said = column.fill_null("").str.strip_chars()
    number = said.replace("", None).cast(pl.Float64, strict=False)
    if _is_number(said, number, _BINS):
        return _parts(number.to_numpy(), _BINS)
    order = said.value_counts(sort=True)[said.name].head(_MOST_WORDS).to_list()
    place = {word: at for at, word in enumerate((each for each in order if each), 1)}
    return np.array([place.get(word, 0) for word in said], dtype=np.int64)


def _parts(values: Floats, count: int) -> Codes:
    """1 to `count` by quantiles, 0 for what is missing."""
    cuts = np.unique(np.nanquantile(values, np.linspace(0, 1, count + 1)[1:-1]))
    at = np.searchsorted(cuts, np.nan_to_num(values), side="right") + 1
    return np.where(np.isnan(values), 0, at).astype(np.int64)


def _alone(name: str, codes: Codes, groups: Groups, limit: float) -> Checked:
    told = _best(_rates(codes, groups), groups)
    v, share = _cramers_v(codes, groups), _information(codes, groups)
    if found := by_name(name):
        return Checked(name, Verdict.REFUSED, str(found), told, v, share)
    verdict, why = _verdict(told, limit)
    return Checked(name, verdict, why, told, v, share)


def _together(codes: Sequence[Codes], groups: Groups, limit: float) -> Checked:
    """All that was not refused alone: what each hides, two may give away."""
    columns = np.column_stack(list(codes))
    guess = np.zeros((len(groups), len(np.unique(groups))))
    for learn, see in _folds(groups):
        model = ExtraTreesClassifier(
            _TREES, min_samples_leaf=_LEAF, max_features=None, random_state=_SEED
        )
        guess[see] = model.fit(columns[learn], groups[learn]).predict_proba(columns[see])
    told = _best(guess, groups)
    verdict, why = _verdict(told, limit)
    return Checked("together", verdict, why, told)


def _verdict(told: Told, limit: float) -> tuple[Verdict, str]:
    figure = f"{told.auc:.2f} ({told.low:.2f} to {told.high:.2f})"
    if told.low > limit:
        why = f"it tells {told.group!r} with an AUC of {figure}, above the limit of {limit:.2f}"
        return Verdict.REFUSED, f"{why}: indirect discrimination ({GROUND_OF_PROXIES}); take it out"
    if told.high > limit:
        why = f"it tells {told.group!r} with an AUC of {figure}, and {limit:.2f} lies within"
        return Verdict.UNCLEAR, f"{why}: check it on more people"
    return Verdict.PASSES, f"it tells {told.group!r} with an AUC of {figure}, within {limit:.2f}"


def _rates(codes: Codes, groups: Groups) -> Floats:
    """How often each group has a value, learned on others: the best that one column can tell."""
    names, at = np.unique(groups, return_inverse=True)
    guess = np.zeros((len(groups), len(names)))
    for learn, see in _folds(groups):
        counts = np.zeros((int(codes.max()) + 1, len(names)))
        np.add.at(counts, (codes[learn], at[learn]), 1)
        prior = counts.sum(axis=0) / len(learn)
        rates = (counts + _PRIOR * prior) / (counts.sum(axis=1, keepdims=True) + _PRIOR)
        guess[see] = rates[codes[see]]
    return guess


def _folds(groups: Groups) -> Any:
    parts = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    return parts.split(np.zeros(len(groups)), groups)


def _best(guess: Floats, groups: Groups) -> Told:
    """The group that is told best from all others."""
    names = np.unique(groups)
    is_it = [groups == name for name in names]
    areas = [float(roc_auc_score(is_it[at], guess[:, at])) for at in range(len(names))]
    at = int(np.argmax(areas))
    half = float(norm.ppf(1 - 0.025 / len(names))) * _error(areas[at], int(is_it[at].sum()), groups)
    low, high = max(areas[at] - half, 0), min(areas[at] + half, 1)
    return Told(areas[at], low, high, str(names[at]))


def _error(area: float, inside: int, groups: Groups) -> float:
    """The standard error of an area under the curve (Hanley & McNeil 1982)."""
    outside = len(groups) - inside
    one, two = area / (2 - area), 2 * area**2 / (1 + area)
    spread = area * (1 - area) + (inside - 1) * (one - area**2) + (outside - 1) * (two - area**2)
    return sqrt(max(spread, 0) / (inside * outside))


def _cramers_v(codes: Codes, groups: Groups) -> float:
    """Cramer's V with Bergsma's correction (2013): 0 where chance alone would give it."""
    at, of = np.unique(codes, return_inverse=True), np.unique(groups, return_inverse=True)
    table = np.zeros((len(at[0]), len(of[0])))
    np.add.at(table, (at[1], of[1]), 1)
    n, (rows, columns) = table.sum(), table.shape
    if min(rows, columns) < 2:
        return 0.0
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / n
    chance = (rows - 1) * (columns - 1) / (n - 1)
    phi = max(float(((table - expected) ** 2 / expected).sum() / n) - chance, 0)
    least = min(rows - (rows - 1) ** 2 / (n - 1), columns - (columns - 1) ** 2 / (n - 1)) - 1
    return min(sqrt(phi / least), 1.0) if least > 0 else 0.0


def _information(codes: Codes, groups: Groups) -> float:
    whole = float(mutual_info_score(groups, groups))
    return float(mutual_info_score(codes, groups)) / whole if whole else 0.0
