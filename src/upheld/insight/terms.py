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
    from scipy.sparse import csr_matrix, vstack

    known, number = texts.known, _telling(texts.known)
    often = _paired(texts, number)
    said = [_said(part, joining, number, often) for part in texts.parts()]
    word_often, pair_often = np.zeros(len(known), np.int64), np.zeros(_PAIRED**2, np.int32)
    for _, words, _, pairs in said:
        word_often += np.bincount(words, minlength=len(known))
        np.add.at(pair_often, pairs.astype(np.intp), np.int32(1))
    word_column, word_names = _columns(word_often, least)
    pair_column, pair_names = _columns(pair_often, least)
    pair_column[pair_names] += len(word_names)
    width = len(word_names) + len(pair_names)
    counts = [csr_matrix((0, width), dtype=np.float32)]
    for part, told in zip(texts.parts(), said, strict=True):
        counts.append(_table(told, word_column, pair_column, (len(part), width)))
    names = [known[at] for at in word_names]
    names += [f"{known[often[at // _PAIRED]]} {known[often[at % _PAIRED]]}" for at in pair_names]
    return within(Terms(vstack(counts, "csr"), tuple(names)), least, 1)


def spread(counts: Any) -> "NDArray[Any]":
    """For each term how many texts have it."""
    import numpy as np

    found: NDArray[Any] = np.bincount(counts.indices, minlength=counts.shape[1])
    return found


def weighed(counts: Any, idf: "NDArray[Any]") -> Any:
    """Each text as a direction: the logarithm of how often it has a term, times what that tells."""
    import numpy as np

    told = np.log(counts.data, dtype=np.float32)
    told += 1
    told *= idf.astype(np.float32)[counts.indices]
    length = np.sqrt(with_data(counts, told * told) @ np.ones(counts.shape[1], np.float32))
    length[length == 0] = 1
    told /= np.repeat(length, np.diff(counts.indptr))
    return with_data(counts, told)


def with_data(counts: Any, data: "NDArray[Any]") -> Any:
    """A table with other numbers in the same places, which both have and neither changes."""
    from scipy.sparse import csr_matrix

    return csr_matrix((data, counts.indices, counts.indptr), shape=counts.shape)


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


def _paired(texts: Texts, number: "NDArray[Any]") -> "NDArray[Any]":
    """The most frequent words that say something."""
    import numpy as np

    count = np.zeros(len(number), np.int64)
    for part in texts.parts():
        count += np.bincount(part.words, minlength=len(number))
    count[number < 0] = 0
    return np.argsort(-count, kind="stable")[:_PAIRED]


_Told = tuple["NDArray[Any]", "NDArray[Any]", "NDArray[Any]", "NDArray[Any]"]


def _said(
    part: Texts, joining: "NDArray[Any]", number: "NDArray[Any]", often: "NDArray[Any]"
) -> _Told:
    """Of some texts the words and the pairs of neighbours: of each its text, and which it is. A
    pair is one number, of the places of its halves in `often`."""
    import numpy as np

    joins = joining[part.begins : part.begins + len(part.words)]
    words, of = number[part.words], part.of
    alone = (words >= 0) & ~joins
    place = np.full(len(number) + 1, -1, dtype=np.int32)  # the last is what says nothing
    place[often] = np.arange(len(often), dtype=np.int32)
    at = place[words]
    beside = (at[:-1] >= 0) & (at[1:] >= 0) & (of[:-1] == of[1:])
    both = np.flatnonzero(beside & ~(joins[:-1] & joins[1:]))
    return of[alone], words[alone], of[both], at[both] * _PAIRED + at[both + 1]


def _table(
    told: _Told, word_column: "NDArray[Any]", pair_column: "NDArray[Any]", shape: tuple[int, int]
) -> Any:
    """How often each of some texts has each term that has a column."""
    import numpy as np
    from scipy.sparse import csr_matrix

    word_rows, words, pair_rows, pairs = told
    columns = np.concatenate([word_column[words], pair_column[pairs]])
    rows, inside = np.concatenate([word_rows, pair_rows]), columns >= 0
    ones = np.ones(int(inside.sum()), np.float32)
    return csr_matrix((ones, (rows[inside], columns[inside])), shape=shape)


def within(terms: Terms, least: int, most: float) -> Terms:
    """Without the terms of fewer texts than `least`, and of more than a share of `most`."""
    import numpy as np

    texts = spread(terms.counts)
    enough = np.flatnonzero((texts >= least) & (texts <= most * terms.counts.shape[0]))
    if len(enough) == len(texts):
        return terms
    return Terms(terms.counts[:, enough].tocsr(), tuple(terms.names[at] for at in enough.tolist()))
