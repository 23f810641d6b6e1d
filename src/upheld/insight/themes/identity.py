"""Which theme of today is which of yesterday: by the cases they share, and by their words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Below this two themes are two: half of it would be no shared case and hardly a shared word.
_SAME = 0.3


@dataclass(frozen=True, slots=True)
class Known:
    """A theme by its terms and the cases that it had; `cases` may be gone since."""

    weights: Mapping[str, float]
    cases: frozenset[int]


def same(before: Sequence[Known], now: Sequence[Known]) -> list[int | None]:
    """For each theme of now the place of the one that it continues, or None for a new one.

    Each continues at most one, so that the likeness of all pairs together is greatest (Kuhn 1955).
    """
    from scipy.optimize import linear_sum_assignment

    if not before or not now:
        return [None] * len(now)
    alike = likeness(before, now)
    rows, columns = linear_sum_assignment(-alike)
    found: list[int | None] = [None] * len(now)
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        if alike[row, column] >= _SAME:
            found[column] = row
    return found


def likeness(before: Sequence[Known], now: Sequence[Known]) -> "NDArray[Any]":
    """Of each pair the mean of two shares, 0 to 1: of the cases that both could have had, those
    that both had; and the cosine of their terms."""
    import numpy as np

    words = _directions([*before, *now])
    terms = words[: len(before)] @ words[len(before) :].T
    known = frozenset().union(*(each.cases for each in before))
    there = frozenset().union(*(each.cases for each in now))
    cases = np.zeros((len(before), len(now)))
    for column, each in enumerate(now):
        for row, other in enumerate(before):
            one, two = each.cases & known, other.cases & there
            cases[row, column] = len(one & two) / max(1, len(one | two))
    found: NDArray[Any] = (cases + terms) / 2
    return found


def _directions(themes: Sequence[Known]) -> "NDArray[Any]":
    import numpy as np

    names = sorted({name for each in themes for name in each.weights})
    column = {name: at for at, name in enumerate(names)}
    found = np.zeros((len(themes), len(names) + 1))
    for row, each in enumerate(themes):
        for name, weight in each.weights.items():
            found[row, column[name]] = weight
    length = np.linalg.norm(found, axis=1, keepdims=True)
    unit: NDArray[Any] = found / np.where(length == 0, 1, length)
    return unit
