"""Learning from the firm's own decided cases: TF-IDF, latent semantic analysis, a linear model.

scikit-learn is only needed here, and only when this runs. Whatever is too little to learn from is
left out, and what is left still searches: by words where there are no labels, by nothing where
there are no words.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from upheld.insight.linear import a_row_for_each

from .index import Index, segment
from .model import OF_A_FACT, Model
from .reading import Told, Vocabulary, read

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Older words are other products and other promises; they are searched, and not learnt from.
_NEWEST = 20_000
_MOST_TERMS = 60_000
# From so many letters on a term must stand in two of them, and in no more than half.
_MANY = 20
_DIRECTIONS = 128
_FEWEST_FOR_MEANING = 50
_FEWEST_OF_A_LABEL = 5


def version_of(told: Sequence[Told]) -> str:
    """The hash of what an index is made of: the same history gives the same version."""
    whole = hashlib.sha256()
    for one in told:
        facts = sorted(one.facts)
        whole.update(f"{(one.case, one.decision, one.text, one.label, facts)!r}".encode())
    return whole.hexdigest()


def train(told: Sequence[Told]) -> Index:
    """The index of these cases, the newest last. Works with none, one, and all of one text."""
    model = learn(told[-_NEWEST:])
    return Index(model, version_of(told), (segment(told, model),))


def learn(told: Sequence[Told]) -> Model:
    import numpy as np
    from scipy.sparse import csr_matrix

    letters = [read(one.text) for one in told]
    words = _vocabulary(letters)
    weighed = [words.weigh(letter) for letter in letters]
    starts = np.cumsum([0, *(len(at) for at, _ in weighed)])
    at = np.concatenate([np.empty(0, np.int64), *(columns for columns, _ in weighed)])
    weights = np.concatenate([np.empty(0, np.float32), *(each for _, each in weighed)])
    matrix = csr_matrix((weights, at, starts), shape=(len(told), len(words.columns)))
    labels, facts, told_by, intercept = _labels(told, matrix)
    return Model(words, _meaning(matrix), labels, facts, told_by, intercept)


def _vocabulary(letters: Sequence[Sequence[str]]) -> Vocabulary:
    import numpy as np

    stands_in = Counter(term for letter in letters for term in set(letter))
    many = len(letters) >= _MANY
    least, most = (2, len(letters) / 2) if many else (1, len(letters))
    known = [term for term, count in stands_in.items() if least <= count <= most]
    known = known or list(stands_in)  # where every letter says the same
    known.sort(key=lambda term: (-stands_in[term], term))
    columns = {term: column for column, term in enumerate(known[:_MOST_TERMS])}
    counts = np.array([stands_in[term] for term in columns], dtype=np.float64)
    # Smoothed as scikit-learn does it: a term of every letter still has a weight.
    idf = np.log((1 + len(letters)) / (1 + counts)) + 1
    return Vocabulary(columns, idf.astype(np.float32))


def _meaning(matrix: Any) -> "NDArray[Any]":
    """Terms by directions; without directions where there are too few letters or words."""
    import numpy as np
    from sklearn.utils.extmath import randomized_svd

    letters, terms = matrix.shape
    directions = min(_DIRECTIONS, letters - 1, terms - 1)
    if letters < _FEWEST_FOR_MEANING or directions < 2 or not matrix.nnz:
        return np.zeros((terms, 0), dtype=np.float32)
    _, _, found = randomized_svd(matrix, directions, n_iter=3, random_state=0)
    meaning: NDArray[Any] = np.nan_to_num(found).T.astype(np.float32)
    return meaning


def _labels(
    told: Sequence[Told], matrix: Any
) -> "tuple[tuple[str, ...], dict[str, int], NDArray[Any], NDArray[Any]]":
    """What tells the labels that stand often enough; nothing where they are fewer than two."""
    import numpy as np

    often = Counter(one.label for one in told if one.label)
    enough = {label for label, count in often.items() if count >= _FEWEST_OF_A_LABEL}
    known = [row for row, one in enumerate(told) if one.label in enough]
    if len(enough) < 2:
        nothing = np.zeros((matrix.shape[1], 0), dtype=np.float32)
        return (), {}, nothing, np.empty(0, dtype=np.float32)
    facts = {fact: at for at, fact in enumerate(sorted({f for r in known for f in told[r].facts}))}
    fitted = _fit([told[row] for row in known], matrix[known], facts)
    weights = fitted.coef_.T.astype(np.float32)
    labels = tuple(map(str, fitted.classes_))
    return labels, _after(facts, matrix.shape[1]), weights, fitted.intercept_.astype(np.float32)


def _after(facts: dict[str, int], terms: int) -> dict[str, int]:
    """The facts' rows stand after those of the terms."""
    return {fact: terms + at for fact, at in facts.items()}


def _fit(told: Sequence[Told], matrix: Any, facts: dict[str, int]) -> Any:
    """Each letter is read twice, with its facts and without: a new one may have none yet."""
    import numpy as np
    from scipy.sparse import csr_matrix, hstack, vstack
    from sklearn.linear_model import LogisticRegression

    beside = [(row, facts[fact]) for row, one in enumerate(told) for fact in one.facts]
    rows, columns = zip(*beside, strict=True) if beside else ((), ())
    values = np.full(len(beside), OF_A_FACT, dtype=np.float32)
    shape = len(told), len(facts)
    with_facts = hstack([matrix, csr_matrix((values, (rows, columns)), shape=shape)])
    without = hstack([matrix, csr_matrix(shape, dtype=np.float32)])
    read_twice = vstack([with_facts, without]).tocsr() if beside else without.tocsr()
    labels = [one.label for one in told] * (2 if beside else 1)
    # Balanced, so that a rare label is heard; saga to a hundredth, as the suggestions learn.
    classes = LogisticRegression(
        C=30.0, class_weight="balanced", solver="saga", tol=0.01, max_iter=100, random_state=0
    )
    return a_row_for_each(classes.fit(read_twice, labels))
