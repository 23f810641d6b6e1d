"""The weights that labels give: linear models, each wrong elsewhere, that speak as one."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from threadpoolctl import threadpool_limits

from upheld.insight.terms import spread, weighed

from .model import NEVER

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Measured on a regulator's complaints: weaker forgets the small topics, stronger learns by heart.
_STRENGTH, _STRENGTH_TELLING = 0.3, 0.1
# Directions in which texts differ most, and how far their spread is drawn towards that of a ball.
_DIRECTIONS, _ROUND = 300, 0.3
# Of a term that hardly any text has no direction is made.
_OFTEN = 5


class Way(StrEnum):
    """How weights are found: margins; margins of terms by how much each tells of one topic, which
    know large topics better; or what a topic's texts have in common, which knows small ones."""

    APART = "apart"
    TELLING = "telling"
    ALIKE = "alike"


def fit(
    counts: Any, topic: "NDArray[Any]", topics: int, ways: Sequence[Way]
) -> "tuple[NDArray[Any], NDArray[Any], NDArray[Any]]":
    """How much each term tells, its weight for each topic, and what each topic begins with.

    Every topic weighs as much, and so does every way. On one processor: helpers that wait for work
    cost as much as it."""
    import numpy as np

    idf = np.log(counts.shape[0] / np.maximum(spread(counts), 1)) + 1
    rows, present = weighed(counts, idf), np.unique(topic)
    weights, intercept = np.zeros((counts.shape[1], topics)), np.full(topics, NEVER)
    intercept[present] = 0
    for way in ways:
        with threadpool_limits(1, user_api="blas"):
            part, begin = _FOUND[way](rows, topic)
        scale = float((rows @ part + begin).std(axis=1).mean()) or 1.0
        weights[:, present] += part / scale
        intercept[present] += begin / scale
    return idf, weights, intercept


def _apart(rows: Any, topic: "NDArray[Any]") -> "tuple[NDArray[Any], NDArray[Any]]":
    """The margins of a linear support vector machine, one topic against all others."""
    import numpy as np
    from sklearn.svm import LinearSVC

    model = LinearSVC(C=_STRENGTH, class_weight="balanced", random_state=0).fit(rows, topic)
    weights, intercept = model.coef_.T, model.intercept_
    if len(model.classes_) == 2:  # two topics share one row of weights there
        return np.hstack([-weights, weights]), np.concatenate([-intercept, intercept])
    return weights, intercept


def _alike(rows: Any, topic: "NDArray[Any]") -> "tuple[NDArray[Any], NDArray[Any]]":
    """A linear discriminant (Fisher 1936) of all topics alike, in the directions in which texts
    differ most (latent semantic analysis, Deerwester and others 1990)."""
    import numpy as np
    from sklearn.utils.extmath import randomized_svd

    often = np.flatnonzero(spread(rows) >= _OFTEN)
    most = min(_DIRECTIONS, len(often), rows.shape[0])
    _, _, ways = randomized_svd(rows[:, often], most, n_iter=1, random_state=0)
    places, present = rows[:, often] @ ways.T, np.unique(topic)
    means = np.vstack([places[topic == one].mean(axis=0) for one in present])
    off = places - means[np.searchsorted(present, topic)]
    within = off.T @ off / len(topic)
    ball = np.eye(most) * max(np.trace(within) / most, 1e-6)
    towards = np.linalg.solve((1 - _ROUND) * within + _ROUND * ball, means.T)
    weights = np.zeros((rows.shape[1], len(present)))
    weights[often] = ways.T @ towards
    return weights, -(means.T * towards).sum(axis=0) / 2


def _telling(rows: Any, topic: "NDArray[Any]") -> "tuple[NDArray[Any], NDArray[Any]]":
    """Margins as above, each term first made larger by how much oftener the texts of the topic have
    it (Wang and Manning 2012)."""
    import numpy as np
    from scipy.sparse import diags
    from sklearn.svm import LinearSVC

    has = rows.sign()
    of_all, weights, intercept = np.asarray(has.sum(axis=0)).ravel(), [], []
    for one in np.unique(topic):
        of_it = np.asarray(has[topic == one].sum(axis=0)).ravel() + 1
        others = of_all - of_it + 2
        told = np.abs(np.log((of_it / of_it.sum()) / (others / others.sum())))
        told = (told / (told.mean() or 1.0)).astype(np.float32)
        model = LinearSVC(C=_STRENGTH_TELLING, class_weight="balanced", random_state=0)
        model.fit(rows @ diags(told), topic == one)
        weights.append(model.coef_[0] * told)
        intercept.append(model.intercept_[0])
    return np.asarray(weights).T, np.asarray(intercept)


_FOUND = {Way.APART: _apart, Way.TELLING: _telling, Way.ALIKE: _alike}
