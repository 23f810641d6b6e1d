"""In what forms the words of a text are read by a model of topics: whole, by stems, in pieces.

Each is wrong elsewhere. The beginning of a letter, read once more by itself, tells what it is
about; pieces of words know those that nobody wrote before.
"""

from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from upheld.insight.terms import SAYS_NOTHING
from upheld.insight.texts import Texts

# A word by its first signs: reported, reporting and reports are one, in whatever language ("first
# five", Can and others 2008). Signs that stand alone are left as they are.
_SIGNS = 5
# So many words are its beginning.
_BEGINNING = 40
_MARK = "^"
# No word: it keeps the last of a text and the first of its beginning from being neighbours.
_BETWEEN = "0"
# Runs of so many signs of a word with its ends; a longer word is no word.
_SHORTEST, _LONGEST, _LONGEST_WORD = 3, 5, 30


class View(StrEnum):
    """What is counted of a text: words, stems (each with pairs of them), or pieces of words."""

    WORDS = "words"
    STEMS = "stems"
    PIECES = "pieces"


def views(texts: Texts) -> dict[View, Texts]:
    """The texts as each part of a model reads them."""
    again = begun_again(texts)
    return {View.WORDS: again, View.STEMS: begun_again(stemmed(texts)), View.PIECES: again}


def stemmed(texts: Texts) -> Texts:
    """The same texts, of stems instead of words."""
    import numpy as np

    places: dict[str, int] = {}
    stems = [word if word.isdigit() else word[:_SIGNS] for word in texts.known]
    told = [places.setdefault(stem, len(places)) for stem in stems]
    words = np.asarray(told, dtype=np.int32)[texts.words]
    return Texts(words, texts.starts, tuple(places))


def begun_again(texts: Texts) -> Texts:
    """The same texts, each with its first words once more behind it, as words of their own."""
    import numpy as np

    many = len(texts.known)
    known = (*texts.known, *(f"{_MARK}{word}" for word in texts.known), _BETWEEN)
    length = np.diff(texts.starts)
    again = np.minimum(length, _BEGINNING)
    starts = np.concatenate([[0], np.cumsum(length + 1 + again)])
    words = np.full(int(starts[-1]), 2 * many, dtype=np.int32)
    within = np.arange(len(texts.words)) - np.repeat(texts.starts[:-1], length)
    words[np.repeat(starts[:-1], length) + within] = texts.words
    first = within < _BEGINNING
    at = np.repeat(starts[:-1] + length + 1, length) + within
    words[at[first]] = texts.words[first] + many
    return Texts(words, starts, known)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of words, in the order of their columns."""

    names: tuple[str, ...]
    column: Mapping[str, int]

    @classmethod
    def of(cls, names: Sequence[str]) -> "Pieces":
        return cls(tuple(names), {name: at for at, name in enumerate(names)})

    def counts(self, texts: Texts) -> Any:
        """How often each text (row) has each piece (column)."""
        return _words(texts) @ _made_of(texts, self.column)


def pieces(texts: Texts, least: int, most: float) -> Pieces:
    """Those that at least `least` texts have, and no more than a share of `most`."""
    import numpy as np

    column: dict[str, int] = {}
    for at in np.unique(texts.words).tolist():
        for piece in _pieces_of(texts.known[at]):
            column.setdefault(piece, len(column))
    has = _words(texts) @ _made_of(texts, column)
    often = np.bincount(has.indices, minlength=len(column))
    names = list(column)
    kept = np.flatnonzero((often >= least) & (often <= most * len(texts)))
    return Pieces.of([names[at] for at in kept.tolist()])


def _words(texts: Texts) -> Any:
    import numpy as np
    from scipy.sparse import csr_matrix

    ones, shape = np.ones(len(texts.words), np.float32), (len(texts), len(texts.known))
    # A table of its own: what is summed up is moved about.
    counts = csr_matrix((ones, texts.words, texts.starts), shape=shape, copy=True)
    counts.sum_duplicates()
    return counts


def _made_of(texts: Texts, column: Mapping[str, int]) -> Any:
    """Words by pieces: which word that stands in the texts has which."""
    import numpy as np
    from scipy.sparse import csr_matrix

    known, get, columns = texts.known, column.get, array("i")
    ends = np.zeros(len(known), dtype=np.int64)
    for place in np.unique(texts.words).tolist():
        columns.extend([get(piece, -1) for piece in _pieces_of(known[place])])
        ends[place] = len(columns)
    told = np.frombuffer(columns, dtype=np.int32) if columns else np.empty(0, dtype=np.int32)
    there = told >= 0
    # Of a word that does not stand there nothing begins or ends.
    ends = np.concatenate([[0], np.cumsum(there)])[np.maximum.accumulate(ends)]
    starts = np.concatenate([[0], ends])
    ones = np.ones(int(starts[-1]), np.float32)
    return csr_matrix((ones, told[there], starts), shape=(len(known), len(column)))


def _pieces_of(word: str) -> Collection[str]:
    """The word between blanks, and each run of signs in it, once; those of a beginning marked."""
    if word.startswith(_MARK):
        return [f"{_MARK}{piece}" for piece in _pieces_of(word.removeprefix(_MARK))]
    if len(word) > _LONGEST_WORD or SAYS_NOTHING.search(word):
        return ()
    whole = f" {word} "
    runs = range(_SHORTEST, _LONGEST + 1)
    found = [whole[at : at + n] for n in runs for at in range(len(whole) - n + 1)]
    return dict.fromkeys([whole, *found])
