"""The index: every decided case by its few rare terms and by what goes together, in plain arrays.

A search costs one look at the lists of a letter's rarest terms and one product of a matrix.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from .model import Model
from .places import shared_out
from .reading import Told, read

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The rarest terms of a letter say what it is about; the rest cost time and say little.
KEPT, ASKED = 40, 24


@dataclass(frozen=True, slots=True)
class Found:
    """A case found by words. `score` is from 0, nothing in common, to 1, the same letter."""

    case: int
    score: float


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows of the index: numbers of cases and decisions, labels, the lists of terms (the rows of
    term t and their weights stand from starts[t] to starts[t + 1]), and where each row lies."""

    cases: "NDArray[Any]"
    decisions: "NDArray[Any]"
    labels: "NDArray[Any]"
    starts: "NDArray[Any]"
    rows: "NDArray[Any]"
    weights: "NDArray[Any]"
    places: "NDArray[Any]"

    def scores(
        self, at: "NDArray[Any]", weights: "NDArray[Any]", place: "NDArray[Any]"
    ) -> "NDArray[Any]":
        """For each row the mean of what it shares in rare terms and in what goes together."""
        import numpy as np

        rarest = np.argsort(-weights, kind="stable")[:ASKED]
        spans = [slice(self.starts[t], self.starts[t + 1]) for t in at[rarest]]
        found = np.zeros(len(self.cases), dtype=np.float32)
        for span, weight in zip(spans, weights[rarest], strict=True):
            found[self.rows[span]] += weight * self.weights[span]
        if not self.places.shape[1]:
            return found
        mean: NDArray[Any] = (found + np.maximum(self.places @ place, 0)) / 2
        return mean


def segment(told: Sequence[Told], model: Model) -> Segment:
    """The rows of these cases, under what was learnt."""
    import numpy as np

    terms = len(model.words.columns)
    listed: list[NDArray[Any]] = []
    weighed: list[NDArray[Any]] = []
    places = np.zeros((len(told), model.meaning.shape[1]), dtype=np.float32)
    for row, one in enumerate(told):
        at, weights = model.words.weigh(read(one.text))
        places[row] = model.place(at, weights)
        rarest = np.argsort(-weights, kind="stable")[:KEPT]
        listed.append(at[rarest])
        weighed.append(weights[rarest])
    of = np.concatenate([np.empty(0, np.int64), *listed])
    weights = np.concatenate([np.empty(0, np.float32), *weighed])
    rows = np.repeat(np.arange(len(told), dtype=np.int32), [len(at) for at in listed])
    order = np.argsort(of, kind="stable")
    known = {label: number for number, label in enumerate(model.labels)}
    return Segment(
        cases=np.array([one.case for one in told], dtype=np.int64),
        decisions=np.array([one.decision for one in told], dtype=np.int64),
        labels=np.array([known.get(one.label, -1) for one in told], dtype=np.int32),
        starts=np.searchsorted(of[order], np.arange(terms + 1)),
        rows=rows[order],
        weights=weights[order],
        places=places,
    )


def joined(one: Segment, other: Segment) -> Segment:
    """The rows of both, those of `other` after those of `one`."""
    import numpy as np

    def terms_of(part: Segment) -> "NDArray[Any]":
        return np.repeat(np.arange(len(part.starts) - 1), np.diff(part.starts))

    of = np.concatenate([terms_of(one), terms_of(other)])
    order = np.argsort(of, kind="stable")
    rows = np.concatenate([one.rows, other.rows + np.int32(len(one.cases))])
    return Segment(
        cases=np.concatenate([one.cases, other.cases]),
        decisions=np.concatenate([one.decisions, other.decisions]),
        labels=np.concatenate([one.labels, other.labels]),
        starts=np.searchsorted(of[order], np.arange(len(one.starts))),
        rows=rows[order],
        weights=np.concatenate([one.weights, other.weights])[order],
        places=np.concatenate([one.places, other.places]),
    )


@dataclass(frozen=True, slots=True)
class Index:
    """What was learnt, from what (`version`), and the rows: those of then and those since."""

    model: Model
    version: str
    segments: tuple[Segment, ...]  # those that were learnt from, and those decided since

    @property
    def newest(self) -> int:
        """The number of the newest decision that is in it; 0 for none."""
        return max((int(part.decisions.max()) for part in self.segments if len(part.cases)),
                   default=0)  # fmt: skip

    def with_newer(self, told: Sequence[Told]) -> "Index":
        """The same with cases decided since, found at once; nothing is learnt anew."""
        learnt, *since = self.segments
        newer = reduce(joined, [*since, segment(told, self.model)])
        return Index(self.model, self.version, (learnt, newer))

    def search(
        self,
        text: str,
        facts: Collection[str] = (),
        but: Iterable[int] = (),
        most: int = 10,
        names: Collection[str] = (),
    ) -> list[Found]:
        """The cases most like a letter, the likest first, without the cases `but`.

        What the firm's labels teach shares out the places; a label of which nothing is like keeps
        its places for the others.
        """
        import numpy as np

        at, weights = self.model.words.weigh(read(text, names))
        place = self.model.place(at, weights)
        parts = [part.scores(at, weights, place) for part in self.segments if len(part.cases)]
        if not parts:
            return []
        scores = np.concatenate(parts)
        cases = np.concatenate([part.cases for part in self.segments])
        labels = np.concatenate([part.labels for part in self.segments])
        scores[np.isin(cases, np.fromiter(but, dtype=np.int64))] = 0
        shares = self.model.shares(at, weights, facts)
        return _filled(scores, cases, labels, shared_out(shares.tolist(), most), most)


def _filled(
    scores: "NDArray[Any]",
    cases: "NDArray[Any]",
    labels: "NDArray[Any]",
    places: dict[int, int],
    most: int,
) -> list[Found]:
    """Each label's best rows in its places, then the best of the rest; a case stands once."""
    import numpy as np

    best: dict[int, float] = {}
    for label, many in places.items():
        of_label = np.flatnonzero(labels == label)
        _take(best, scores, cases, of_label, len(best) + many)
    _take(best, scores, cases, np.arange(len(cases)), most)
    return [Found(case, best[case]) for case in sorted(best, key=lambda case: -best[case])]


def _take(
    best: dict[int, float],
    scores: "NDArray[Any]",
    cases: "NDArray[Any]",
    among: "NDArray[Any]",
    until: int,
) -> None:
    """The best of some rows, until there are so many cases. Two decisions of one case are one."""
    import numpy as np

    wanted = min(len(among), 2 * until)
    if not wanted:
        return
    found = among[np.argpartition(-scores[among], wanted - 1)[:wanted]]
    for row in found[np.argsort(-scores[found], kind="stable")]:
        if len(best) >= until or scores[row] <= 0:
            return
        best.setdefault(int(cases[row]), min(1.0, float(scores[row])))
