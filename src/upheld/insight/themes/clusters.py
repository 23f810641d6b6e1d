"""Texts as directions in few dimensions, and the groups in which they lie."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Measured on the complaints of a regulator: more dimensions cost time and find nothing more.
_DIMENSIONS, _DIMENSIONS_OF_HALVES = 80, 40
# What is drawn by chance finds them surely with some beside them, and two turns (Halko,
# Martinsson and Tropp 2011).
_BESIDE, _POWERS = 10, 2
_TURNS, _STARTS = 16, 2
# So many texts for each theme are looked at to say where its search begins.
_SEEN_TO_BEGIN = 12
# So many texts say how many themes there are.
_MOST_TO_CHOOSE = 8000
TRIED = (2, 4, 8, 13, 19, 28, 41, 60, 88, 128, 187)
# Themes are no finer than so many texts each on the average.
FEWEST = 40
# Of more texts they are more and larger: their number grows with the root. More are not read.
_BY_ROOT = 1.45
# Fewer themes than this need no wider ones over them.
_FEWEST_FOR_HEADS = 12
# How near to the best a smaller number must come to be chosen.
_NEAR = 0.998


def directions(weighed: Any, many: int = _DIMENSIONS) -> "NDArray[Any]":
    """The dimensions along which the texts differ most (latent semantic analysis): terms by
    dimensions, fewer where the texts have no more."""
    import numpy as np

    most = min(many, min(weighed.shape) - 1)
    drawn = min(most + _BESIDE, min(weighed.shape))
    dice = np.random.default_rng(0)
    found = weighed @ dice.standard_normal((weighed.shape[1], drawn), dtype=np.float32)
    turned = weighed.T.tocsr()
    for _ in range(_POWERS):
        found = weighed @ _apart(turned @ _apart(found))
    return _apart(turned @ _apart(found))[:, :most]


def _apart(rows: "NDArray[Any]") -> "NDArray[Any]":
    """The same space, its dimensions at right angles, the one along which most differs first.

    By the small table of their products: exact enough for directions, and far less work than to
    turn each column by those before it."""
    import numpy as np

    size, turn = np.linalg.eigh((rows.T @ rows).astype(np.float64))
    size, turn = size[::-1], turn[:, ::-1]
    there = size > max(size[0], 0) * 1e-6
    turn = turn[:, there] / np.sqrt(size[there])
    found: NDArray[Any] = rows @ turn.astype(np.float32)
    return found


def unit(rows: "NDArray[Any]") -> "NDArray[Any]":
    import numpy as np

    length = np.linalg.norm(rows, axis=1, keepdims=True)
    found: NDArray[Any] = rows / np.where(length == 0, 1, length)
    return found


def how_many(weighed: Any, step: Callable[[], None]) -> int:
    """How many themes the texts bear out: the fewest that foretell unseen words as well as any.

    The terms are cut into two halves. Themes are found in the one half of some texts, and told of
    other texts by that half alone; what is foretold is the other half. Too few themes blur, too
    many are chance, and both foretell less. `step` is called after each number that is tried.
    """
    import numpy as np

    dice = np.random.default_rng(0)
    texts, terms = weighed.shape
    some = weighed[np.sort(dice.permutation(texts)[:_MOST_TO_CHOOSE])]
    here = dice.random(terms) < 0.5
    seen, foretold = (
        unit(half @ directions(half, _DIMENSIONS_OF_HALVES))
        for half in (some[:, here], some[:, ~here])
    )
    learnt = dice.random(len(seen)) < 0.7
    most = min(texts / FEWEST, _BY_ROOT * texts**0.5)
    gain: dict[int, float] = {}
    for many in TRIED:
        if many <= most:
            gain[many] = _foretold(seen, foretold, learnt, many)
        step()
    return next((many for many, of in gain.items() if of >= max(gain.values()) * _NEAR), 1)


def _foretold(
    seen: "NDArray[Any]", foretold: "NDArray[Any]", learnt: "NDArray[Any]", many: int
) -> float:
    group, centre = gathered(seen[learnt], many)
    meant = unit(sums(group, foretold[learnt], many))
    guess = (seen[~learnt] @ centre.T).argmax(axis=1)
    return float((foretold[~learnt] * meant[guess]).sum(axis=1).mean())


def gathered(
    rows: "NDArray[Any]", many: int, start: "NDArray[Any] | None" = None
) -> "tuple[NDArray[Any], NDArray[Any]]":
    """Spherical k-means (Dhillon and Modha 2001): the group of each row, and each group's centre.

    `start` are centres that were found before: they are kept in their order, and moved.
    """
    import numpy as np

    begun = _seeds(rows, many, np.random.default_rng(many)) if start is None else start
    centre, before = begun, np.empty(0)
    for _ in range(_TURNS):
        group = (rows @ centre.T).argmax(axis=1)
        if len(before) and (group != before).mean() < 0.001:
            break
        before = group
        moved = sums(group, rows, len(centre))
        empty = ~moved.any(axis=1)
        moved[empty] = centre[empty]
        centre = unit(moved)
    return group, centre


def best_gathered(
    rows: "NDArray[Any]", many: int, before: "NDArray[Any] | None" = None
) -> "NDArray[Any]":
    """The centres of the tightest of several starts.

    Centres that were found `before` are where it begins where there are any, so that a theme that
    is still there stays where it was.
    """
    import numpy as np

    kept = np.empty((0, rows.shape[1])) if before is None else before[:many]
    found: list[tuple[float, NDArray[Any]]] = []
    for start in range(1 if len(kept) else _STARTS):
        seeds = _seeds(rows, many, np.random.default_rng(start), kept)
        _, centre = gathered(rows, many, seeds)
        found.append((float((rows @ centre.T).max(axis=1).mean()), centre))
    return max(found, key=lambda each: each[0])[1]


def sums(group: "NDArray[Any]", rows: Any, many: int) -> Any:
    """The sum of the rows of each group; sparse where the rows are."""
    import numpy as np
    from scipy.sparse import csr_matrix

    size = len(group)
    inside = np.flatnonzero(group >= 0)
    ones = np.ones(len(inside), dtype=np.float32)
    return csr_matrix((ones, (group[inside], inside)), shape=(many, size)) @ rows


def _seeds(
    rows: "NDArray[Any]", many: int, dice: Any, kept: "NDArray[Any] | None" = None
) -> "NDArray[Any]":
    """First centres, far apart and from those that are kept: k-means++ with a few candidates each
    (Arthur and Vassilvitskii 2007)."""
    import numpy as np

    rows = rows[dice.permutation(len(rows))[: max(_SEEN_TO_BEGIN * many, 1000)]]
    centres = [*kept] if kept is not None and len(kept) else [rows[0]]
    far = np.clip(1 - (rows @ np.asarray(centres).T).max(axis=1), 0, None)
    for _ in range(many - len(centres)):
        if not far.any():
            centres.append(rows[dice.integers(len(rows))])
            continue
        drawn = dice.choice(len(rows), 3, p=far / far.sum())
        left = np.minimum(far, np.clip(1 - rows[drawn] @ rows.T, 0, None))
        best = int(left.sum(axis=1).argmin())
        centres.append(rows[drawn[best]])
        far = left[best]
    return np.asarray(centres)


def heads(centre: "NDArray[Any]") -> "NDArray[Any]":
    """For each theme the number of the wider one that it belongs to (Ward 1963)."""
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage

    if len(centre) < _FEWEST_FOR_HEADS:
        return np.zeros(len(centre), dtype=np.int64) - 1
    many = round(1.3 * len(centre) ** 0.5)
    found: NDArray[Any] = fcluster(linkage(centre, "ward"), many, "maxclust") - 1
    return found
