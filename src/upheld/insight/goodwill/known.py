"""What was known before it was decided, as numbers: everything that the goodwill may have gone by.

Who got it and what they did afterwards may have one cause, and that cause must be here: what
happened and how much was at stake, how long and how much they had bought, how often they had
complained and come again. Band and vulnerability are here because policies read them, and for
nothing else: no figure is told by them.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal

import numpy as np

from upheld.insight.past_cases import PastCase

from .doubly import Floats

# A word that so few cases have tells one from another by chance.
_LEAST_OF_A_WORD = 20
_AMOUNTS: tuple[Callable[[PastCase], int | Decimal | None], ...] = (
    lambda case: case.before.days_with_us,
    lambda case: case.before.orders,
    lambda case: case.before.spent,
    lambda case: case.before.complaints,
    lambda case: case.loss,
    lambda case: case.owed,
    lambda case: case.asked,
)
_WORDS: tuple[Callable[[PastCase], str], ...] = (
    lambda case: case.kind,
    lambda case: case.impact,
    lambda case: case.outcome,
    lambda case: case.band,
    lambda case: str(case.vulnerable),
    lambda case: case.channel,
    lambda case: case.policy_version,
)


def matrix(cases: Sequence[PastCase]) -> Floats:
    """A row for each case: amounts on a scale of their own, a column for each word."""
    columns = [column for of in _AMOUNTS for column in _amount([of(case) for case in cases])]
    columns += [column for of in _WORDS for column in _word([of(case) for case in cases])]
    return np.column_stack(columns) if columns else np.zeros((len(cases), 0))


def _amount(values: Sequence[int | Decimal | None]) -> list[Floats]:
    """Its logarithm, for twice as much is one step wherever it begins, and the square of that; what
    nobody knows is the middle, with a column that says so."""
    found = [np.nan if value is None else float(value) for value in values]
    logs = np.log1p(np.clip(np.array(found, dtype=np.float64), 0, None))
    missing = np.isnan(logs).astype(np.float64)
    scaled = _scaled(np.where(missing == 1, np.nan, logs))
    columns = [scaled, _scaled(scaled**2), missing]
    return [column for column in columns if column.any()]


def _scaled(values: Floats) -> Floats:
    if np.isnan(values).all():
        return np.zeros(len(values))
    spread = float(np.nanstd(values)) or 1.0
    return np.nan_to_num((values - np.nanmean(values)) / spread)


def _word(values: Sequence[str]) -> list[Floats]:
    """A column for each word that enough cases have, the commonest left out."""
    common = [word for word, count in Counter(values).most_common() if count >= _LEAST_OF_A_WORD]
    told = np.array(values)
    return [(told == word).astype(np.float64) for word in common[1:]]
