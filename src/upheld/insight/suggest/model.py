"""The model of a firm's own words: plain arrays in a file that can do nothing but be read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from upheld.core.words import AllegationKind
from upheld.insight import held

from .terms import terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What a handler left unmarked in a text that they marked.
NOTHING = "nothing"
_VERSION = 1
_ARRAYS = ("idf", "weights", "intercept", "curve")


class BadModel(ValueError):
    """A file that is no model of ours; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How often the model was right on complaints that it had not seen.

    `accuracy` of its first guess on each; `coverage` is the share of complaints on which it was
    confident enough to speak, and `accuracy_shown` how many of all that it then suggested were
    right. Near-duplicates never stood on both sides.
    """

    complaints: int
    near_duplicates: int
    accuracy: float
    show_from: float
    coverage: float
    accuracy_shown: float


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of words by kind, and the curve from its score to how often it was right."""

    kinds: tuple[str, ...]
    columns: Mapping[str, int]
    idf: "NDArray[Any]"
    weights: "NDArray[Any]"
    intercept: "NDArray[Any]"
    curve: "NDArray[Any]"
    measured: Measured

    def read(self, sentence: str) -> tuple[AllegationKind, float] | None:
        """The likeliest kind and how often such a guess was right; None for nothing alleged."""
        import numpy as np

        shares = self._shares(sentence)
        if shares is None:
            return None
        best = int(shares.argmax())
        if self.kinds[best] == NOTHING:
            return None
        return AllegationKind(self.kinds[best]), float(np.interp(shares[best], *self.curve))

    def _shares(self, sentence: str) -> "NDArray[Any] | None":
        """The softmax over the kinds; None where no word is known."""
        import numpy as np

        counted = Counter(self.columns[term] for term in terms(sentence) if term in self.columns)
        if not counted:
            return None
        at = np.fromiter(counted.keys(), dtype=np.int64)
        weight = (1 + np.log(np.fromiter(counted.values(), dtype=float))) * self.idf[at]
        scores = (weight / np.linalg.norm(weight)) @ self.weights[at] + self.intercept
        grown = np.exp(scores - scores.max())
        shares: NDArray[Any] = grown / grown.sum()
        return shares


def save(model: Model, path: Path) -> None:
    """Writes the model whole or not at all."""
    import numpy as np

    told = {
        "version": _VERSION,
        "kinds": model.kinds,
        "terms": sorted(model.columns, key=model.columns.__getitem__),
        "measured": asdict(model.measured),
    }
    held.keep(path, told, {name: getattr(model, name).astype(np.float32) for name in _ARRAYS})


def load(path: Path) -> Model | None:
    """The model kept in a file, read once for each time it is written; None without one.

    Raises BadModel for any other file. Nothing in it is run: arrays and JSON, no pickle.
    """
    try:
        written = path.stat().st_mtime_ns
    except FileNotFoundError:
        return None
    return _read(path, written)


@lru_cache(maxsize=2)
def _read(path: Path, _written: int) -> Model:
    try:
        return _checked(*held.read(path, _ARRAYS))
    except held.UNREADABLE as error:
        why = held.why(error)
        raise BadModel(f"{path}: no model ({why}): run `upheld suggest train`") from None


def _checked(told: Mapping[str, Any], arrays: Mapping[str, "NDArray[Any]"]) -> Model:
    kinds, columns = _names(told["kinds"]), _names(told["terms"])
    if told["version"] != _VERSION:
        raise ValueError(f"version {told['version']}")
    wanted = {"idf": (len(columns),), "weights": (len(columns), len(kinds))}
    wanted |= {"intercept": (len(kinds),)}
    held.check_shapes(arrays, wanted)
    if arrays["curve"].ndim != 2 or len(arrays["curve"]) != 2:
        raise ValueError("curve is no curve")
    strange = set(kinds) - {NOTHING, *AllegationKind}
    if strange:
        raise ValueError(f"unknown kinds {', '.join(sorted(strange))}")
    at = {term: number for number, term in enumerate(columns)}
    return Model(kinds, at, measured=Measured(**told["measured"]), **arrays)


def _names(told: Sequence[Any]) -> tuple[str, ...]:
    return tuple(map(str, told))
