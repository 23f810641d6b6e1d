"""What was learnt of the firm's own words: how rare a term is, what goes together, what is alleged.

Plain arrays in a file that can do nothing but be read.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .reading import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A fact beside the words of a letter, which have length one together.
OF_A_FACT = 0.7


@dataclass(frozen=True, slots=True)
class Model:
    """`meaning` leads from terms to what goes together (latent semantic analysis, Deerwester 1990);
    `labels` with their weights tell from terms and facts what is alleged. Either may be empty."""

    words: Vocabulary
    meaning: "NDArray[Any]"
    labels: tuple[str, ...]
    facts: Mapping[str, int]
    weights: "NDArray[Any]"
    intercept: "NDArray[Any]"

    def place(self, at: "NDArray[Any]", weights: "NDArray[Any]") -> "NDArray[Any]":
        """Where a letter lies in what goes together, of length one; all zeros where nowhere."""
        import numpy as np

        there = weights @ self.meaning[at] if len(at) else np.zeros(self.meaning.shape[1])
        length = float(np.linalg.norm(there))
        placed: NDArray[Any] = (there / length if length else there).astype(np.float32)
        return placed

    def shares(
        self, at: "NDArray[Any]", weights: "NDArray[Any]", facts: Collection[str]
    ) -> "NDArray[Any]":
        """How likely each label is; empty where there are none, or where nothing is known."""
        import numpy as np

        known = [self.facts[fact] for fact in facts if fact in self.facts]
        if not self.labels or not (len(at) or known):
            return np.empty(0)
        scores = self.intercept + weights @ self.weights[at]
        scores = scores + OF_A_FACT * self.weights[known].sum(axis=0)
        grown = np.exp(scores - scores.max())
        shares: NDArray[Any] = grown / grown.sum()
        return shares
