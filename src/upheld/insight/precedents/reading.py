"""A letter as the index reads it: which terms are in it, never how often or how loudly."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from upheld.insight.suggest.terms import terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A letter beyond this is read to here.
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Told:
    """One decided case to be found again. `label` is what was alleged, as the firm's people named
    it; `facts` are its kinds and words, such as "touchpoint=product"."""

    case: int
    decision: int
    text: str
    label: str = ""
    facts: frozenset[str] = field(default_factory=frozenset)


def read(text: str, names: Collection[str] = ()) -> list[str]:
    """The terms of a letter, each once: whoever says a thing twice or in capitals says it once.

    `names` are words of who wrote it, which are left out: nobody is like another by their name.
    """
    left_out = {word for name in names for word in terms(name)}
    found = dict.fromkeys(terms(text[:_LONGEST]))
    return [term for term in found if not left_out or left_out.isdisjoint(term.split())]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms that the index knows, each with its column and how rare it is."""

    columns: Mapping[str, int]
    idf: "NDArray[Any]"

    def weigh(self, words: Collection[str]) -> "tuple[NDArray[Any], NDArray[Any]]":
        """Columns and weights of the known terms among these, of length one together; both empty
        where none is known."""
        import numpy as np

        at = np.array(sorted(self.columns[w] for w in words if w in self.columns), dtype=np.int64)
        weights = self.idf[at] if len(at) else np.empty(0, dtype=np.float32)
        length = float(np.linalg.norm(weights))
        return at, (weights / length if length else weights).astype(np.float32)
