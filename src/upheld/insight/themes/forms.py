"""Sentences that many write alike: forms, that are passed on and say nothing of one's own."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

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
    ever fall together: there are at least as many places."""

    def __init__(self, texts: Texts, first: "NDArray[Any]", place: Mapping[str, int]) -> None:
        import numpy as np

        self._place = place
        self._few = max(_FEW, len(first) // _ONE_IN)
        self._bits = max(10, len(texts.words).bit_length())
        self._often = np.zeros(1 << self._bits, np.uint32)
        different = np.zeros(len(texts), dtype=bool)
        different[first] = True
        begun = 0
        for part in texts.parts():
            said = np.repeat(different[begun : begun + len(part)], np.diff(part.starts))
            # A run that goes on into the next text is said by nobody else.
            np.add.at(self._often, _runs(part.words[said], self._bits), np.uint32(1))
            begun += len(part)

    def holds(self, words: Sequence[str]) -> bool:
        """Whether a sentence of these words is one that many write."""
        import numpy as np

        said = np.asarray([self._place[word] for word in words if word in self._place])
        many = self._often[_runs(said, self._bits)] > self._few
        return bool(len(many) and many.mean() >= _MOSTLY)


def _runs(words: "NDArray[Any]", bits: int) -> "NDArray[Any]":
    """For each five words a number of so many bits (multiply and shift, Dietzfelbinger 1996)."""
    import numpy as np

    said = words.astype(np.uint64) + np.uint64(1)
    many = max(0, len(said) - _RUN + 1)
    mixed = np.zeros(many, np.uint64)
    for step in range(_RUN):
        mixed += said[step : step + many]
        mixed *= np.uint64(0x9E3779B97F4A7C15)
    return (mixed >> np.uint64(64 - bits)).astype(np.intp)
