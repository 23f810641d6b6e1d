"""A letter as the index reads it: what is said in it, never how loudly."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
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


_SENTENCE = re.compile(r"[.!?\n]+")


def read(text: str, names: Collection[str] = ()) -> list[str]:
    """The terms of a letter, as often as its different sentences say them: a sentence that comes
    again, or in capitals, was said once.

    `names` are words of who wrote it, which are left out: nobody is like another by their name.
    """
    left_out = {word for name in names for word in terms(name)}
    said = dict.fromkeys(tuple(terms(sentence)) for sentence in _SENTENCE.split(text[:_LONGEST]))
    found = [term for sentence in said for term in sentence]
    if not left_out:
        return found
    return [term for term in found if left_out.isdisjoint(term.split())]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms that the index knows, each with its column and how rare it is."""

    columns: Mapping[str, int]
    idf: "NDArray[Any]"

    def weigh(self, words: Iterable[str]) -> "tuple[NDArray[Any], NDArray[Any]]":
        """Columns and weights of the known terms among these, of length one together; both empty
        where none is known. A term said ten times weighs some three times one said once."""
        import numpy as np

        said = Counter(self.columns[word] for word in words if word in self.columns)
        at = np.array(sorted(said), dtype=np.int64)
        often = np.array([said[column] for column in at.tolist()], dtype=np.float32)
        weights = (1 + np.log(often)) * self.idf[at] if len(at) else often
        length = float(np.linalg.norm(weights))
        return at, (weights / length if length else weights).astype(np.float32)
