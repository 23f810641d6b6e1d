"""A model of topics: plain arrays and JSON in a file that can do nothing but be read.

No pickle: reading one runs whatever its writer put into it. The arrays are all that a linear model
is, so nothing is lost by keeping them as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from upheld.insight import held
from upheld.insight.terms import weighed
from upheld.insight.texts import Texts, read

from .lexicon import Lexicon
from .views import Pieces, View, views

if TYPE_CHECKING:
    from numpy.typing import NDArray

_VERSION = 4
_OF_A_PART = ("idf", "weights", "intercept")
_ARRAYS = ("certain", "least", "curve", "sure", "unknown")
_NAMED = (*_ARRAYS, *(f"{view}_{name}" for view in View for name in _OF_A_PART))
# The best scores that tell whether a guess is right; beyond the last a lead tells no more.
_BEST, _FAR = 4, 20.0
# The score of a topic that some part of the texts has nothing of.
NEVER = -1e6


class BadTopics(ValueError):
    """A file that is no model of topics; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How the model did on texts that it had not seen, copies of a letter on one side.

    `accuracy` and `macro_f1` of its first guess on all; `speak_from` is the confidence below which
    it says that it does not know, chosen so that `aim` of what it says is right; `coverage` is the
    share on which it speaks and `accuracy_spoken` how often it is then right.
    """

    texts: int
    copies: int
    topics: int
    accuracy: float
    macro_f1: float
    confident_70: float
    aim: float
    speak_from: float
    coverage: float
    accuracy_spoken: float


@dataclass(frozen=True, slots=True)
class Guess:
    """`topic` is None where the model does not know; `likeliest` is its guess all the same."""

    topic: str | None
    likeliest: str
    confidence: float


def lexicon(view: View, names: Sequence[str]) -> Lexicon | Pieces:
    """The terms that a part of this view counts."""
    return Pieces.of(names) if view is View.PIECES else Lexicon.of(names)


@dataclass(frozen=True, slots=True)
class Part:
    """A linear model of its own: how much each term tells, its weight by topic, and what each topic
    begins with."""

    terms: Lexicon | Pieces
    idf: "NDArray[Any]"
    weights: "NDArray[Any]"
    intercept: "NDArray[Any]"

    def scores(self, texts: Texts) -> "NDArray[Any]":
        """Of each text (row) for each topic (column)."""
        told = weighed(self.terms.counts(texts), self.idf) @ self.weights
        found: NDArray[Any] = told + self.intercept
        return found


@dataclass(frozen=True, slots=True)
class Topics:
    """Parts that each read the words in another way, whose scores are added; `certain` weighs what
    tells whether a guess is right (`hints`), and `curve` leads from that to how often such a guess
    was right. `sure` and `unknown` are what confidence and the share of unknown words were on
    unseen texts, for the watch on drift. `trained_on` is a hash of texts and labels."""

    names: tuple[str, ...]
    parts: Mapping[View, Part]
    certain: "NDArray[Any]"
    least: "NDArray[Any]"
    curve: "NDArray[Any]"
    sure: "NDArray[Any]"
    unknown: "NDArray[Any]"
    measured: Measured
    trained_on: str
    trained_at: str = field(default="")

    def unknown_share(self, texts: Texts) -> "NDArray[Any]":
        """Of each text the share of its words that the model does not know."""
        words = self.parts[View.WORDS].terms
        assert isinstance(words, Lexicon)
        return words.unknown_share(texts)

    def guesses(self, texts: Sequence[str]) -> list[Guess]:
        """A guess for each text."""
        import numpy as np

        said = read(texts)
        seen = views(said)
        parts = [part.scores(seen[view]) for view, part in self.parts.items()]
        scores = sum(parts[1:], start=parts[0])
        sure = np.interp(certainty(hints(parts), self.certain), *self.curve)
        # Without any lead a guess is one of all topics by chance, and so it is where no word of a
        # text is known: below the least lead that was ever seen it draws near to that.
        known = self.unknown_share(said) < 1
        lead = np.where(known, lead_of(scores) / self.least[0], 0).clip(0, 1)
        sure = lead * sure + (1 - lead) * np.minimum(sure, 1 / len(self.names))
        return [
            Guess(
                self.names[at] if confident >= self.measured.speak_from else None,
                self.names[at],
                float(confident),
            )
            for at, confident in zip(scores.argmax(axis=1).tolist(), sure.tolist(), strict=True)
        ]


def hints(parts: "Sequence[NDArray[Any]]") -> "NDArray[Any]":
    """Of the scores of all parts what tells whether the best of their sum is right: how far the
    best few stand above the mean, by how much each part by itself is for it, and of which topics
    the first and the second are: some are often taken for others."""
    import numpy as np

    scores = sum(parts[1:], start=parts[0])
    order = np.argsort(-scores, axis=1, kind="stable")
    best = np.take_along_axis(scores, order[:, :_BEST], axis=1)
    best = np.maximum(best, best[:, :1] - _FAR)
    learnt = scores > NEVER / 2
    best = best - (scores * learnt).sum(axis=1, keepdims=True) / learnt.sum(axis=1, keepdims=True)
    best = np.pad(best, ((0, 0), (0, _BEST - best.shape[1])))
    which = np.eye(scores.shape[1], dtype=np.float32)
    first = order[:, :1]
    leads = [_lead(part, first) for part in parts]
    return np.hstack([best, *leads, which[order[:, 0]], which[order[:, 1]]])


def hinted(topics: int) -> int:
    """How many hints there are."""
    return _BEST + len(View) + 2 * topics


def _lead(scores: "NDArray[Any]", first: "NDArray[Any]") -> "NDArray[Any]":
    """By how much these topics lead all others; below nought where another leads."""
    import numpy as np

    others = scores.copy()
    np.put_along_axis(others, first, -np.inf, axis=1)
    lead = np.take_along_axis(scores, first, axis=1) - others.max(axis=1, keepdims=True)
    found: NDArray[Any] = np.clip(lead, -_FAR, _FAR)
    return found


def lead_of(scores: "NDArray[Any]") -> "NDArray[Any]":
    """By how much the best of each row leads the next."""
    import numpy as np

    top = np.partition(scores, -2, axis=1)
    return np.asarray(top[:, -1] - top[:, -2])


def certainty(told: "NDArray[Any]", weights: "NDArray[Any]") -> "NDArray[Any]":
    """How certain a guess is by its `hints`, on no scale; the last weight stands for itself."""
    found: NDArray[Any] = told @ weights[:-1] + weights[-1]
    return found


def save(model: Topics, path: Path) -> None:
    """Writes the model whole or not at all."""
    import numpy as np

    told = {
        "version": _VERSION,
        "names": model.names,
        "terms": {view: part.terms.names for view, part in model.parts.items()},
        "measured": asdict(model.measured),
        "trained_on": model.trained_on,
        "trained_at": model.trained_at,
    }
    arrays = {name: getattr(model, name) for name in _ARRAYS}
    for view, part in model.parts.items():
        arrays |= {f"{view}_{name}": getattr(part, name) for name in _OF_A_PART}
    held.keep(path, told, {name: array.astype(np.float32) for name, array in arrays.items()})


def load(path: Path) -> Topics:
    """The model kept in a file, read once for each time it is written.

    Raises BadTopics for any other file, and for none. Nothing in it is run."""
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise BadTopics(f"there is no model {path}: run `upheld topics train`") from None


@lru_cache(maxsize=2)
def _read(path: Path, _written: int) -> Topics:
    try:
        return _checked(*held.read(path, _NAMED))
    except held.UNREADABLE as error:
        why = held.why(error)
        raise BadTopics(f"{path}: no model of topics ({why}): run `upheld topics train`") from None


def _checked(told: Mapping[str, Any], arrays: "Mapping[str, NDArray[Any]]") -> Topics:
    if told["version"] != _VERSION:
        raise ValueError(f"version {told['version']}")
    names = tuple(map(str, told["names"]))
    terms = {view: tuple(map(str, told["terms"][view])) for view in View}
    wanted: dict[str, tuple[int, ...]] = {"certain": (hinted(len(names)) + 1,)}
    for view, of in terms.items():
        wanted[f"{view}_idf"], wanted[f"{view}_intercept"] = (len(of),), (len(names),)
        wanted[f"{view}_weights"] = (len(of), len(names))
    held.check_shapes(arrays, wanted)
    if arrays["curve"].ndim != 2 or len(arrays["curve"]) != 2:
        raise ValueError("curve is no curve")
    parts = {
        view: Part(lexicon(view, of), *(arrays[f"{view}_{name}"] for name in _OF_A_PART))
        for view, of in terms.items()
    }
    return Topics(
        names, parts, measured=Measured(**told["measured"]),
        trained_on=str(told["trained_on"]), trained_at=str(told["trained_at"]),
        **{name: arrays[name] for name in _ARRAYS},
    )  # fmt: skip
