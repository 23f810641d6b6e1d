"""Learning from what was alleged: word pairs by TF-IDF and a linear model, measured as it learns.

scikit-learn is only needed here, and only when this runs.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from upheld.insight.duplicates import groups
from upheld.insight.linear import a_row_for_each

from .history import Example, Told, examples
from .model import NOTHING, Measured, Model
from .terms import terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FOLDS = 5
# Letters this alike (Jaccard) never stand on both sides of a split.
_ALIKE = 0.7
_FEWEST_COMPLAINTS = 50
_FEWEST_OF_A_KIND = 5


class TooLittle(ValueError):
    """Too little history to learn from; the message says how much is needed."""


@dataclass(frozen=True, slots=True)
class _Guess:
    """One suggestion on a complaint that the model had not seen, as a handler would see it.

    `first` marks the surest of its complaint."""

    complaint: int
    right: bool
    score: float
    fold: int
    first: bool


def train(history: Sequence[Told], show_from: float) -> Model:
    """The model that the history gives, with how often it was right. Raises TooLittle."""
    import numpy as np

    shown = _learnable(examples(history))
    same = groups([one.text for one in history], _ALIKE)
    guesses = _guesses(history, shown, same)
    measured = _measured(guesses, history, same, show_from)
    found, classes = _fit(shown)
    curve = _curve(guesses)
    return Model(
        kinds=tuple(map(str, classes.classes_)),
        columns={term: int(column) for term, column in found.vocabulary_.items()},
        idf=found.idf_,
        weights=classes.coef_.T,
        intercept=classes.intercept_,
        curve=np.asarray(curve),
        measured=measured,
    )


def _learnable(shown: list[Example]) -> list[Example]:
    """The examples of kinds that were alleged often enough."""
    complaints: dict[str, set[int]] = {}
    for each in shown:
        complaints.setdefault(each.label, set()).add(each.complaint)
    enough = {label for label, cases in complaints.items() if len(cases) >= _FEWEST_OF_A_KIND}
    used = {each.complaint for each in shown if each.label in enough}
    if len(enough - {NOTHING}) < 2 or len(used) < _FEWEST_COMPLAINTS:
        raise TooLittle(
            f"{len(used)} complaints can be learnt from, and at least {_FEWEST_COMPLAINTS} of two "
            f"kinds are needed, {_FEWEST_OF_A_KIND} of each: the starter patterns suggest until "
            "then"
        )
    return [each for each in shown if each.label in enough]


def _fit(shown: Sequence[Example]) -> tuple[Any, Any]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    found = TfidfVectorizer(analyzer=terms, min_df=2, sublinear_tf=True)
    read = found.fit_transform([each.sentence for each in shown])
    # saga to a hundredth: as right as lbfgs on the demo company's letters, in a tenth of the time.
    classes = LogisticRegression(C=3.0, solver="saga", tol=0.01, max_iter=100, random_state=0)
    classes.fit(read, [each.label for each in shown])
    return found, a_row_for_each(classes)


def _guesses(history: Sequence[Told], shown: list[Example], same: list[int]) -> list[_Guess]:
    """A guess on each complaint by a model that saw neither it nor any near-duplicate of it."""
    from sklearn.model_selection import GroupKFold

    by_case: defaultdict[int, list[Example]] = defaultdict(list)
    for each in shown:
        by_case[each.complaint].append(each)
    cases = list(by_case)
    of_group = [same[case] for case in cases]
    guesses: list[_Guess] = []
    for fold, (_, held) in enumerate(GroupKFold(_FOLDS).split(cases, groups=of_group)):
        out = {cases[at] for at in held}
        found, classes = _fit([each for each in shown if each.complaint not in out])
        for case in (cases[at] for at in held):
            said = [each.sentence for each in by_case[case]]
            shares = _shares(found, classes, said)
            guesses += _suggested(shares, list(classes.classes_), history, case, fold)
    return guesses


def _shares(found: Any, classes: Any, said: list[str]) -> "NDArray[Any]":
    import numpy as np

    scores = found.transform(said) @ classes.coef_.T + classes.intercept_
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: NDArray[Any] = grown / grown.sum(axis=1, keepdims=True)
    return shares


def _suggested(
    shares: "NDArray[Any]", kinds: list[str], history: Sequence[Told], case: int, fold: int
) -> Iterator[_Guess]:
    """For each kind that some sentence is likeliest to allege, its surest sentence."""
    score_of: dict[str, float] = {}
    for row in shares:
        kind = kinds[int(row.argmax())]
        score_of[kind] = max(score_of.get(kind, 0.0), float(row.max()))
    score_of.pop(NOTHING, None)
    for kind, score in score_of.items():
        first = score == max(score_of.values())
        yield _Guess(case, kind in history[case].alleged, score, fold, first)


def _curve(guesses: Sequence[_Guess]) -> "NDArray[Any]":
    """From the score of a guess to how often such guesses were right, never falling."""
    import numpy as np
    from sklearn.isotonic import IsotonicRegression

    rising = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip")
    rising.fit([each.score for each in guesses], [float(each.right) for each in guesses])
    curve: NDArray[Any] = np.vstack([rising.X_thresholds_, rising.y_thresholds_])
    return curve


def _measured(
    guesses: Sequence[_Guess], history: Sequence[Told], same: list[int], show_from: float
) -> Measured:
    """Confidence by a curve from the other folds, so that nothing vouches for itself."""
    import numpy as np

    shown: list[_Guess] = []
    for fold in range(_FOLDS):
        curve = _curve([each for each in guesses if each.fold != fold])
        here = [each for each in guesses if each.fold == fold]
        sure = np.interp([each.score for each in here], *curve)
        shown += [each for each, how in zip(here, sure, strict=True) if how >= show_from]
    complaints = len({each.complaint for each in guesses})
    return Measured(
        complaints=complaints,
        near_duplicates=len(history) - len(set(same)),
        accuracy=_share([each.right for each in guesses if each.first]),
        show_from=show_from,
        coverage=len({each.complaint for each in shown}) / complaints,
        accuracy_shown=_share([each.right for each in shown]),
    )


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right) if right else 0.0
