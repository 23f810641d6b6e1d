"""The language of a text by its small words, and which words only join others."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from .texts import Texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Fewer small words than this tell no language.
_FEWEST = 3
UNKNOWN = ""


def joining_words(language: str) -> frozenset[str]:
    """The small words of a language ("of", "the", "would"); none of an unknown one."""
    return _lists().get(language, frozenset())


@cache
def date_words(language: str) -> frozenset[str]:
    """The names of months and days of a language, long and short: they change with the calendar."""
    from django.utils import dates, translation

    from .texts import words_of

    named = (dates.MONTHS, dates.MONTHS_3, dates.WEEKDAYS, dates.WEEKDAYS_ABBR)
    with translation.override(language or "en"):
        said = [str(name) for names in named for name in names.values()]
    return frozenset(word for name in said for word in words_of(name)) | {"sept"}


def languages(texts: Texts) -> list[str]:
    """For each text the language most of whose small words it has (ISO 639-1), or `UNKNOWN`."""
    import numpy as np
    from scipy.sparse import csr_matrix

    names = sorted(_lists())
    listed = _listed(texts, [_lists()[name] for name in names]).T.astype(np.int32)
    told: list[str] = []
    for part in texts.parts():
        ones = np.ones(len(part.words), dtype=np.int32)
        shape = (len(part), len(texts.known))
        found = csr_matrix((ones, part.words, part.starts), shape=shape) @ listed
        best, enough = found.argmax(axis=1), found.max(axis=1) >= _FEWEST
        told += [names[at] if sure else UNKNOWN for at, sure in zip(best, enough, strict=True)]
    return told


def joining(
    texts: Texts, language: list[str], listed: Mapping[str, frozenset[str]]
) -> "NDArray[Any]":
    """For each word of all texts whether it is one of those `listed` for the text's language."""
    import numpy as np

    used = sorted(set(language))
    place = {name: at for at, name in enumerate(used)}
    spoken = np.asarray([place[name] for name in language], dtype=np.int32)
    of = np.repeat(spoken, np.diff(texts.starts))
    found: NDArray[Any] = _listed(texts, [listed[name] for name in used])[of, texts.words]
    return found


def _listed(texts: Texts, lists: Sequence[frozenset[str]]) -> "NDArray[Any]":
    """Lists by known words: whether the word is in the list."""
    import numpy as np

    place = {word: at for at, word in enumerate(texts.known)}
    listed = np.zeros((len(lists), len(place)), dtype=bool)
    for at, words in enumerate(lists):
        listed[at, [place[word] for word in words if word in place]] = True
    return listed


@cache
def _lists() -> dict[str, frozenset[str]]:
    """By language, in pieces as our own words are: "don't" is "don" and "t"."""
    import stopwordsiso

    from .texts import words_of

    return {
        name: frozenset(part for word in stopwordsiso.stopwords(name) for part in words_of(word))
        for name in stopwordsiso.langs()
    }
