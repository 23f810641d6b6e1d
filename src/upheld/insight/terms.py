"""What texts say, as a table: a row for each text, a column for each word and pair of words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .texts import Texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Pairs are counted among so many of the most frequent words: a table of them by themselves is held.
_PAIRED = 3000
SAYS_NOTHING = re.compile(r"\d|^([\x00-\x7f])\1*$")


@dataclass(frozen=True, slots=True)
class Terms:
    """`counts` (texts by terms, sparse) says how often a text has a term of `names`."""

    counts: Any
    names: tuple[str, ...]


def counted(texts: Texts, joining: "NDArray[Any]", least: int) -> Terms:
    """Words and pairs of neighbours that at least `least` texts have.

    Words that only join others (`joining`, a yes or no for each) are left out, and so are pairs of
    them. Numbers and what was blanked out ("XXXX") differ from case to case and say nothing.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    number, of = _telling(texts.known)[texts.words], texts.of
    alone = (number >= 0) & ~joining
    word_rows, words = of[alone], number[alone]
    word_column, word_names = _columns(np.bincount(words, minlength=len(texts.known)), least)
    pair_rows, pairs, often = _pairs(number, of, joining, len(texts.known))
    pair_column, pair_names = _columns(np.bincount(pairs, minlength=_PAIRED**2), least)
    columns = np.concatenate([word_column[words], pair_column[pairs] + len(word_names)])
    inside = np.concatenate([word_column[words] >= 0, pair_column[pairs] >= 0])
    rows = np.concatenate([word_rows, pair_rows])[inside]
    width = len(word_names) + len(pair_names)
    shape = (len(texts), width)
    counts = csr_matrix((np.ones(len(rows), np.float32), (rows, columns[inside])), shape=shape)
    counts.sum_duplicates()
    known = texts.known
    names = [known[at] for at in word_names]
    names += [f"{known[often[at // _PAIRED]]} {known[often[at % _PAIRED]]}" for at in pair_names]
    return within(Terms(counts, tuple(names)), least, 1)


def spread(counts: Any) -> "NDArray[Any]":
    """For each term how many texts have it."""
    import numpy as np

    found: NDArray[Any] = np.bincount(counts.indices, minlength=counts.shape[1])
    return found


def weighed(counts: Any, idf: "NDArray[Any]") -> Any:
    """Each text as a direction: the logarithm of how often it has a term, times what that tells."""
    import numpy as np

    found = counts.astype(np.float32)
    found.data = (1 + np.log(found.data)) * idf[found.indices].astype(np.float32)
    length = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
    length[length == 0] = 1
    found.data /= np.repeat(length, np.diff(found.indptr)).astype(np.float32)
    return found


def _telling(known: Sequence[str]) -> "NDArray[Any]":
    """Each word's own place; -1 for one that is a number, one sign, or one sign repeated."""
    import numpy as np

    told = [-1 if SAYS_NOTHING.search(word) else at for at, word in enumerate(known)]
    return np.asarray(told, dtype=np.int32)


def _columns(often: "NDArray[Any]", least: int) -> "tuple[NDArray[Any], list[int]]":
    """For each thing its column, or -1; and for each column its thing."""
    import numpy as np

    kept = np.flatnonzero(often >= least)
    column = np.full(len(often), -1, dtype=np.int32)
    column[kept] = np.arange(len(kept), dtype=np.int32)
    return column, kept.tolist()


def _pairs(
    number: "NDArray[Any]", of: "NDArray[Any]", joining: "NDArray[Any]", known: int
) -> "tuple[NDArray[Any], NDArray[Any], list[int]]":
    """Neighbours within a text: the text, the pair as one number, and what its halves stand for."""
    import numpy as np

    count = np.bincount(number[number >= 0], minlength=known)
    often = np.argsort(-count, kind="stable")[:_PAIRED]
    place = np.full(known + 1, -1, dtype=np.int32)  # the last is what says nothing
    place[often] = np.arange(len(often), dtype=np.int32)
    at = place[number]
    beside = (at[:-1] >= 0) & (at[1:] >= 0) & (of[:-1] == of[1:])
    both = np.flatnonzero(beside & ~(joining[:-1] & joining[1:]))
    return of[both], at[both] * _PAIRED + at[both + 1], often.tolist()


def within(terms: Terms, least: int, most: float) -> Terms:
    """Without the terms of fewer texts than `least`, and of more than a share of `most`."""
    import numpy as np

    texts = spread(terms.counts)
    enough = np.flatnonzero((texts >= least) & (texts <= most * terms.counts.shape[0]))
    return Terms(terms.counts[:, enough].tocsr(), tuple(terms.names[at] for at in enough.tolist()))
