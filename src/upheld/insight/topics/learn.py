"""Learning topics from labels, and measuring what was learnt on texts that it had not seen."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from upheld.insight.duplicates import groups_of
from upheld.insight.terms import Terms, counted, spread, weighed
from upheld.insight.texts import Texts, read

from .fitting import Way, fit
from .model import Measured, Part, Topics, certainty, hints, lead_of, lexicon
from .views import View, pieces, views

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FOLDS = 5
_FEWEST_TEXTS, _FEWEST_OF_A_TOPIC = 50, 5
# Letters this alike (Jaccard) never stand on both sides of a split.
_ALIKE = 0.7
_LEAST = 2
# Where most topics have fewer texts than this, the way that knows small ones is taken.
_SMALL = 200
# A piece of a word is one that so many texts have, and no larger a share.
_LEAST_OF_A_PIECE, _MOST_OF_A_PIECE = 4, 0.7
_KEPT = 1000
# How each part finds its weights, where most topics are large and where they are small.
_LARGE = {View.WORDS: (Way.TELLING,), View.STEMS: (Way.TELLING,), View.PIECES: (Way.APART,)}
_FEW = {View.WORDS: (Way.APART,), View.STEMS: (Way.APART, Way.ALIKE), View.PIECES: (Way.APART,)}
_ONE_LETTER = "nearly all complaints of a topic are copies of one letter: label different ones too"


class TooFewLabels(ValueError):
    """Too few labels to learn from; the message says how many are needed."""


@dataclass(frozen=True, slots=True)
class _Unseen:
    """Of each text, by a model that saw neither it nor a copy: the scores, what they hint at, the
    guess, if it is right, how certain it is by what was right of others, and the share of its words
    that the model did not know."""

    scores: "NDArray[Any]"
    told: "NDArray[Any]"
    guess: "NDArray[Any]"
    right: "NDArray[Any]"
    certain: "NDArray[Any]"
    unknown: "NDArray[Any]"
    fold: "NDArray[Any]"


def learn(texts: Sequence[str], labels: Sequence[str], aim: float, trained_at: str = "") -> Topics:
    """The model that the labels give, with how often it was right on what it had not seen.

    `aim` is the share of what it says that is to be right, 0 to 1. Topics of fewer than five texts
    are left out. Raises TooFewLabels.
    """
    import numpy as np

    said, labelled = _learnable(texts, labels)
    words = read(said)
    names = tuple(sorted(set(labelled)))
    topic = np.asarray([names.index(label) for label in labelled])
    counts = _counted(words)
    if not counts[View.WORDS].names:
        raise TooFewLabels("the labelled complaints have no words in common to learn from")
    same = groups_of(words, _ALIKE)
    small = float(np.median(np.bincount(topic))) < _SMALL
    tables = [(counts[view].counts, ways) for view, ways in (_FEW if small else _LARGE).items()]
    unseen = _unseen(tables, _Known(words, counts[View.WORDS]), topic, same, len(names))
    parts = {
        view: Part(lexicon(view, counts[view].names), *fit(table, topic, len(names), ways))
        for view, (table, ways) in zip(View, tables, strict=True)
    }
    sure = _fairly_sure(unseen)
    return Topics(
        names=names,
        parts=parts,
        least=np.maximum(lead_of(unseen.scores).min(keepdims=True), 1e-6),
        certain=_telling(unseen.told, unseen.right),
        curve=_curve(unseen.certain, unseen.right),
        sure=np.quantile(sure, np.linspace(0, 1, min(_KEPT, len(sure)))),
        unknown=np.asarray([unseen.unknown.mean(), unseen.unknown.std()]),
        measured=_measured(unseen, topic, sure, len(said) - len(set(same)), aim),
        trained_on=_hash(said, labelled),
        trained_at=trained_at,
    )


def _counted(words: Texts) -> dict[View, Terms]:
    """What each part reads of the texts."""
    import numpy as np

    seen = views(words)
    found = {
        view: counted(seen[view], np.zeros(len(seen[view].words), dtype=bool), _LEAST)
        for view in (View.WORDS, View.STEMS)
    }
    known = pieces(seen[View.PIECES], _LEAST_OF_A_PIECE, _MOST_OF_A_PIECE)
    return {**found, View.PIECES: Terms(known.counts(seen[View.PIECES]), known.names)}


def _learnable(texts: Sequence[str], labels: Sequence[str]) -> tuple[list[str], list[str]]:
    often = Counter(label for label in labels if label)
    kept = [at for at, label in enumerate(labels) if often[label] >= _FEWEST_OF_A_TOPIC]
    topics = {labels[at] for at in kept}
    if len(kept) < _FEWEST_TEXTS or len(topics) < 2:
        raise TooFewLabels(
            f"{len(kept)} labelled complaints of {len(topics)} topics can be learnt from: at least "
            f"{_FEWEST_TEXTS} of two topics are needed, {_FEWEST_OF_A_TOPIC} of each"
        )
    return [texts[at] for at in kept], [labels[at] for at in kept]


class _Known:
    """What share of the words of each text a model does not know that saw only some of them."""

    def __init__(self, words: Texts, terms: Terms) -> None:
        import numpy as np

        column = {name: at for at, name in enumerate(terms.names)}
        self._words, self._counts = words, terms.counts
        self._place = np.asarray([column.get(word, -1) for word in words.known], dtype=np.int64)
        self._said = np.maximum(np.diff(words.starts), 1)

    def unknown(self, seen: "NDArray[Any]") -> "NDArray[Any]":
        import numpy as np

        # The last stands for the words that are no term.
        strange = np.append(spread(self._counts[seen]) < _LEAST, True)[self._place]
        many = np.bincount(self._words.of, strange[self._words.words], minlength=len(self._said))
        return np.asarray(many / self._said)


_Part = tuple[Any, tuple[Way, ...]]


def _unseen(
    parts: Sequence[_Part], known: _Known, topic: "NDArray[Any]", same: Sequence[int], topics: int
) -> _Unseen:
    import numpy as np
    from sklearn.model_selection import GroupKFold

    many = len(topic)
    told, fold = np.zeros((len(parts), many, topics)), np.zeros(many, dtype=int)
    unknown, certain = np.zeros(many), np.zeros(many)
    folds = min(_FOLDS, len(set(same)))
    if folds < 2:
        raise TooFewLabels(_ONE_LETTER)
    for number, (seen, held) in enumerate(GroupKFold(folds).split(topic, groups=same)):
        if len(set(topic[seen].tolist())) < 2:
            raise TooFewLabels(_ONE_LETTER)
        for part, (counts, ways) in enumerate(parts):
            idf, weights, intercept = fit(counts[seen], topic[seen], topics, ways)
            told[part, held] = weighed(counts[held], idf) @ weights + intercept
        unknown[held], fold[held] = known.unknown(seen)[held], number
    scores, hinted = told.sum(axis=0), hints([*told])
    guess = scores.argmax(axis=1)
    for number in range(folds):
        here = fold == number
        weights = _telling(hinted[~here], (guess == topic)[~here])
        certain[here] = certainty(hinted[here], weights)
    return _Unseen(scores, hinted, guess, guess == topic, certain, unknown, fold)


def _telling(told: "NDArray[Any]", right: "NDArray[Any]") -> "NDArray[Any]":
    """The weights of `hints` that tell right guesses from wrong ones, by logistic regression."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    if right.all() or not right.any():
        return np.zeros(told.shape[1] + 1)
    model = LogisticRegression(max_iter=300).fit(told, right)
    return np.append(model.coef_[0], model.intercept_)


def _curve(certain: "NDArray[Any]", right: "NDArray[Any]") -> "NDArray[Any]":
    """From how certain a guess is to how often such guesses were right, never falling."""
    import numpy as np
    from sklearn.isotonic import IsotonicRegression

    rising = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip")
    rising.fit(certain, right.astype(float))
    return np.asarray([rising.X_thresholds_, rising.y_thresholds_])


def _fairly_sure(unseen: _Unseen) -> "NDArray[Any]":
    """Each guess's confidence by a curve of the other folds, so that nothing vouches for itself."""
    import numpy as np

    sure = np.zeros(len(unseen.certain))
    for fold in set(unseen.fold.tolist()):
        here = unseen.fold == fold
        curve = _curve(unseen.certain[~here], unseen.right[~here])
        sure[here] = np.interp(unseen.certain[here], *curve)
    return sure


def _measured(
    unseen: _Unseen, topic: "NDArray[Any]", sure: "NDArray[Any]", copies: int, aim: float
) -> Measured:
    import numpy as np
    from sklearn.metrics import f1_score

    order = np.argsort(-unseen.certain, kind="stable")
    surest = unseen.right[order[: max(1, round(0.7 * len(order)))]]
    speak_from = _speak_from(sure, unseen.right, aim)
    spoken = unseen.right[sure >= speak_from]
    return Measured(
        texts=len(topic),
        copies=copies,
        topics=len(set(topic.tolist())),
        accuracy=float(unseen.right.mean()),
        macro_f1=float(f1_score(topic, unseen.guess, average="macro")),
        confident_70=float(surest.mean()),
        aim=aim,
        speak_from=speak_from,
        coverage=float(len(spoken) / len(topic)),
        accuracy_spoken=float(spoken.mean()) if len(spoken) else 0.0,
    )


def _speak_from(sure: "NDArray[Any]", right: "NDArray[Any]", aim: float) -> float:
    """The least confidence from which on so many guesses are right; above 1 where none is."""
    import numpy as np

    order = np.argsort(-sure, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    # A guess as sure as the last one is spoken too.
    ends = np.append(np.diff(sure[order]) != 0, True)
    enough = np.flatnonzero((share >= aim) & ends)
    return float(sure[order][enough[-1]]) if len(enough) else 1.01


def _hash(texts: Sequence[str], labels: Sequence[str]) -> str:
    """SHA-256 over texts and labels in their order."""
    told = hashlib.sha256()
    for text, label in zip(texts, labels, strict=True):
        for part in (label, text):
            told.update(f"{len(part)}:{part}".encode())
    return told.hexdigest()
