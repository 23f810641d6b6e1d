"""A name for each theme, in the words of the people who wrote: phrases, never stems."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from upheld.insight.terms import SAYS_NOTHING, Terms, spread, with_data
from upheld.insight.texts import words_of

from .clusters import sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TOP, _PHRASES, _LONGEST_NAME = 40, 3, 52
# A pair says more than a word that is as telling.
_PAIR = 2.0
# A phrase goes on into a neighbour that stands beside it so often.
_GOES_ON = 0.6
_MOST_WORDS = 4
# What a letter is about stands near its beginning.
_LOOKED_AT = 2500


def telling(terms: Terms, group: "NDArray[Any]", many: int) -> list[dict[str, float]]:
    """For each group the terms that tell it from the others (class-based TF-IDF), best first.

    A term's weight is the share of the group's texts that have it, times how much more often than
    everywhere (the logarithm).
    """
    import numpy as np

    once = with_data(terms.counts, np.ones(terms.counts.nnz, np.float32))
    size = np.maximum(np.bincount(group[group >= 0], minlength=many), 1)
    everywhere = (spread(once) + 1) / (once.shape[0] + 1)
    times = np.where([" " in name for name in terms.names], _PAIR, 1.0)
    have = sums(group, once, many)
    have.sort_indices()
    found = []
    for row, (start, end) in enumerate(pairwise(have.indptr.tolist())):
        said, terms_of = have.data[start:end], have.indices[start:end]
        inside = said / size[row]
        weight = inside * np.log(inside / everywhere[terms_of]) * times[terms_of] * (said >= 2)
        best = [at for at in np.argsort(-weight, kind="stable")[:_TOP] if weight[at] > 0]
        found.append({terms.names[terms_of[at]]: float(weight[at]) for at in best})
    return found


def named(
    weights: Mapping[str, float], texts: Sequence[str], joining: frozenset[str]
) -> tuple[str, tuple[str, ...]]:
    """A short name, and the phrases behind it, from a theme's terms and its most typical texts."""
    texts = [text[:_LOOKED_AT] for text in texts]
    said = [words_of(text) for text in texts]
    phrases: list[list[str]] = []
    shown: list[str] = []
    for term in weights:
        phrase = _trimmed(_gone_on(term.split(), said), joining, said)
        if not phrase or any(_shares(phrase, other, joining) for other in phrases):
            continue
        if written := _as_written(phrase, texts):
            phrases.append(phrase)
            shown.append(written)
        if len(shown) == _PHRASES + 2:
            break
    return _short(shown), tuple(shown)


def _short(phrases: Sequence[str]) -> str:
    name = ", ".join(phrases[:1])
    for phrase in phrases[1:_PHRASES]:
        if len(name) + len(phrase) + 2 <= _LONGEST_NAME:
            name = f"{name}, {phrase}"
    return name[:1].upper() + name[1:]


def _trimmed(
    phrase: list[str], joining: frozenset[str], said: Sequence[Sequence[str]]
) -> list[str]:
    """Without the small words at its ends, unless they belong to a name, as in "Wells Fargo"."""
    while phrase and _hangs_on(phrase[0], phrase, joining, said):
        phrase = phrase[1:]
    while phrase and _hangs_on(phrase[-1], phrase, joining, said):
        phrase = phrase[:-1]
    return phrase


def _hangs_on(
    word: str, phrase: list[str], joining: frozenset[str], said: Sequence[Sequence[str]]
) -> bool:
    if len(word) == 1 and word.isascii():
        return True
    if word not in joining:
        return False
    elsewhere = sum(words.count(word) for words in said)
    together = sum(1 for words in said for _ in _places(phrase, words))
    return len(phrase) == 1 or together < 0.8 * elsewhere


def _gone_on(term: list[str], said: Sequence[Sequence[str]]) -> list[str]:
    """The term with the neighbours that nearly always stand beside it."""
    phrase = term
    while len(phrase) < _MOST_WORDS and (longer := _with_neighbour(phrase, said)):
        phrase = longer
    return phrase


def _with_neighbour(phrase: list[str], said: Sequence[Sequence[str]]) -> list[str] | None:
    after: Counter[str] = Counter()
    before: Counter[str] = Counter()
    found = 0
    for words in said:
        for at in _places(phrase, words):
            found += 1
            after.update(words[at + len(phrase) : at + len(phrase) + 1])
            before.update(words[max(at - 1, 0) : at])
    for counted, behind in ((after, True), (before, False)):
        word, often = counted.most_common(1)[0] if counted else ("", 0)
        if found >= 3 and often >= _GOES_ON * found and not SAYS_NOTHING.search(word):
            return [*phrase, word] if behind else [word, *phrase]
    return None


def _places(phrase: Sequence[str], words: Sequence[str]) -> Iterator[int]:
    many, at = len(phrase), -1
    for _ in range(words.count(phrase[0])):
        at = words.index(phrase[0], at + 1)
        if words[at : at + many] == phrase:
            yield at


def _shares(one: Sequence[str], other: Sequence[str], joining: frozenset[str]) -> bool:
    """Whether two phrases share a word that says something, or one that only ends otherwise."""
    pairs = ((a, b) for a in one for b in other if a not in joining and b not in joining)
    return any(a == b or (len(a) > 4 and len(b) > 4 and a[:5] == b[:5]) for a, b in pairs)


def _as_written(phrase: Sequence[str], texts: Sequence[str]) -> str:
    """The phrase in the form in which most wrote it, with its capitals and signs.

    Empty where nobody did, as of words on both sides of a full stop."""
    between = "" if any(not word.isascii() and len(word) == 1 for word in phrase) else r"[ '’/&-]+"
    words = between.join(map(re.escape, phrase))
    looked_for = re.compile(rf"(?<!\w){words}(?!\w)" if between else words, re.IGNORECASE)
    forms = Counter(match[0] for text in texts for match in looked_for.finditer(text))
    # What is shouted is told in the form of those who do not, where there are any.
    calm = {form: often for form, often in forms.items() if not form.isupper()} or forms
    return max(calm, key=lambda form: (calm[form], form), default="")
