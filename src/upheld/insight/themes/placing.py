"""Which texts belong to a theme, and which to none: nothing is forced."""

from typing import TYPE_CHECKING, Any

from upheld.insight.terms import weighed

from .clusters import sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Of texts that are thrown together from everybody's words, so many may pass for one of a theme.
BY_CHANCE = 0.15
_MOST_SHUFFLED = 4000
_AT_ONCE = 20_000


def closeness(rows: Any, group: "NDArray[Any]", many: int) -> "NDArray[Any]":
    """How near each text is to the others of its group: a cosine, 0 to 1, without its own share."""
    import numpy as np

    summed = sums(group, rows, many)
    squared = np.asarray(summed.multiply(summed).sum(axis=1)).ravel()
    total = summed.toarray()
    shared = np.empty(rows.shape[0], dtype=np.float64)
    for start in range(0, rows.shape[0], _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        of = np.repeat(group[start : start + _AT_ONCE], np.diff(part.indptr))
        told = part.data * total[of, part.indices]
        row = np.repeat(np.arange(part.shape[0]), np.diff(part.indptr))
        shared[start : start + _AT_ONCE] = np.bincount(row, told, minlength=part.shape[0])
    said = np.diff(rows.indptr) > 0
    others = np.sqrt(np.maximum(squared[group] - 2 * shared + 1, 1e-9))
    found: NDArray[Any] = np.where(said, np.clip((shared - 1) / others, 0, 1), 0)
    return found


def by_chance(counts: Any, idf: "NDArray[Any]", rows: Any, group: "NDArray[Any]") -> float:
    """How close a text would come to its nearest theme if its words were everybody's.

    The words of all texts are dealt out again; so many in a hundred of what that makes come closer.
    """
    import numpy as np

    dice = np.random.default_rng(0)
    drawn = np.sort(dice.permutation(counts.shape[0])[:_MOST_SHUFFLED])
    dealt = counts[drawn]
    dealt.indices = dice.permutation(dealt.indices)
    dealt.sum_duplicates()
    total = sums(group, rows, int(group.max()) + 1)
    length = np.sqrt(np.asarray(total.multiply(total).sum(axis=1)).ravel())
    length[length == 0] = 1
    nearest = (weighed(dealt, idf) @ total.T.toarray() / length).max(axis=1)
    return float(np.quantile(nearest, 1 - BY_CHANCE))
