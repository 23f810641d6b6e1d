"""The weights that labels give: two linear models, each wrong elsewhere, as one of the same size."""

from typing import TYPE_CHECKING, Any

from upheld.insight.terms import spread, weighed

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Measured on a regulator's complaints: weaker forgets the small topics, stronger learns by heart.
_STRENGTH = 0.3
# Directions in which texts differ most, and how far their spread is drawn towards that of a ball.
_DIRECTIONS, _ROUND = 300, 0.3
# Of a term that hardly any text has no direction is made.
_OFTEN = 5


def fit(
    counts: Any, topic: "NDArray[Any]", topics: int
) -> "tuple[NDArray[Any], NDArray[Any], NDArray[Any]]":
    """How much each term tells, its weight for each topic, and what each topic begins with.

    Every topic weighs as much. One model looks at what tells topics apart, the other at what the
    texts of a topic have in common: together they are right more often, on small topics above all.
    """
    import numpy as np

    idf = np.log(counts.shape[0] / np.maximum(spread(counts), 1)) + 1
    rows, present = weighed(counts, idf), np.unique(topic)
    weights, intercept = np.zeros((counts.shape[1], topics)), np.full(topics, -1e6)
    intercept[present] = 0
    for part, begin in (_apart(rows, topic), _alike(rows, topic)):
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
