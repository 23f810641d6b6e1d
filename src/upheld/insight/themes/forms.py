"""Sentences that many write alike: forms, that are passed on and say nothing of one's own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from upheld.insight.duplicates import mixed_runs
from upheld.insight.texts import Texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What more letters than this say in the same words is a form; of very many letters, one in so many.
_FEW, _ONE_IN = 7, 1000
_RUN = 5
# Of a form somebody may have changed some words: so much of it is said by many.
_MOSTLY = 0.5


class Forms:
    """How many letters say each run of five words. Runs are told by their numbers, which hardly
    ever fall together: there are at least twice as many places."""

    def __init__(self, texts: Texts, first: "NDArray[Any]") -> None:
        import numpy as np

        self._place = {word: at for at, word in enumerate(texts.known)}
        self._few = max(_FEW, len(first) // _ONE_IN)
        size = 1 << max(10, (2 * len(texts.words)).bit_length())
        self._last = np.uint64(size - 1)
        self._often = np.zeros(size, np.uint32)
        different = np.zeros(len(texts), dtype=bool)
        different[first] = True
        begun = 0
        for part in texts.parts():
            said = np.repeat(different[begun : begun + len(part)], np.diff(part.starts))
            np.add.at(self._often, (mixed_runs(part, _RUN) & self._last)[said], 1)
            begun += len(part)

    def holds(self, words: Sequence[str]) -> bool:
        """Whether a sentence of these words is one that many write."""
        import numpy as np

        said = np.asarray([self._place.get(word, -1) for word in words])
        one = Texts(said, np.asarray([0, len(said)]), ())
        runs = mixed_runs(one, _RUN)[: max(1, len(words) - _RUN + 1)]
        many = self._often[runs & self._last] > self._few
        return bool(many.mean() >= _MOSTLY)
