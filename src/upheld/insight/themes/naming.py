"""A name for each theme, in the words of the people who wrote: phrases, never stems."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from upheld.insight.terms import SAYS_NOTHING, Terms, spread, with_data

from .clusters import sums
from .passages import Passages

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TOP, _PHRASES, _LONGEST_NAME = 40, 3, 52
# A pair says more than a word that is as telling.
_PAIR = 2.0
_ALONE = 1.5
# A phrase goes on into a neighbour that stands beside it so often.
_GOES_ON = 0.6
_MOST_WORDS = 4
# What has more capitals than this is shouted, and no short form such as FDCPA.
_LONGEST_SHORT_FORM = 6


def telling(terms: Terms, group: "NDArray[Any]", many: int) -> list[dict[str, float]]:
    """For each group the terms that tell it from the others (class-based TF-IDF), best first.

    A term's weight is the share of the group's texts that have it, times how much more often than
    everywhere (the logarithm, to a power: what every letter of a bank has names no theme).
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
        more = np.maximum(np.log(inside / everywhere[terms_of]), 0) ** _ALONE
        weight = inside * more * times[terms_of] * (said >= 2)
        best = [at for at in np.argsort(-weight, kind="stable")[:_TOP] if weight[at] > 0]
        found.append({terms.names[terms_of[at]]: float(weight[at]) for at in best})
    return found


def named(
    weights: Mapping[str, float], said: Passages, joining: frozenset[str]
) -> tuple[str, tuple[str, ...]]:
    """A short name, and the phrases behind it, from a theme's terms and its most typical texts."""
    phrases: list[list[str]] = []
    shown: list[str] = []
    for term in weights:
        phrase = _trimmed(_gone_on(term.split(), said), joining, said)
        if not phrase or any(_shares(phrase, other, joining) for other in phrases):
            continue
        if written := _as_written(phrase, said):
            phrases.append(phrase)
            shown.append(written)
        if len(shown) == _PHRASES + 2:
            break
    # The most typical texts may be of another language than the most telling words.
    shown = shown or list(weights)[:1]
    return _short(shown), tuple(shown)


def _short(phrases: Sequence[str]) -> str:
    name = ", ".join(phrases[:1])
    for phrase in phrases[1:_PHRASES]:
        if len(name) + len(phrase) + 2 <= _LONGEST_NAME:
            name = f"{name}, {phrase}"
    return name[:1].upper() + name[1:]


def _trimmed(phrase: list[str], joining: frozenset[str], said: Passages) -> list[str]:
    """Without the small words at its ends, unless they belong to a name, as in "Wells Fargo"."""
    while phrase and _hangs_on(phrase[0], phrase, joining, said):
        phrase = phrase[1:]
    while phrase and _hangs_on(phrase[-1], phrase, joining, said):
        phrase = phrase[:-1]
    return phrase


def _hangs_on(word: str, phrase: list[str], joining: frozenset[str], said: Passages) -> bool:
    if len(word) == 1 and word.isascii():
        return True
    if word not in joining:
        return False
    named = len(phrase) > 1 and said.often(phrase) >= 0.8 * said.often([word])
    return not (named and _as_written(phrase, said).istitle())


def _gone_on(term: list[str], said: Passages) -> list[str]:
    """The term with the neighbours that nearly always stand beside it."""
    phrase = term
    while len(phrase) < _MOST_WORDS and (longer := _with_neighbour(phrase, said)):
        phrase = longer
    return phrase


def _with_neighbour(phrase: list[str], said: Passages) -> list[str] | None:
    found, behind, before = said.neighbours(phrase)
    for counted, after in ((behind, True), (before, False)):
        word, often = counted.most_common(1)[0] if counted else ("", 0)
        if found >= 3 and often >= _GOES_ON * found and not SAYS_NOTHING.search(word):
            return [*phrase, word] if after else [word, *phrase]
    return None


def _shares(one: Sequence[str], other: Sequence[str], joining: frozenset[str]) -> bool:
    """Whether two phrases share a word that says something, or one that only ends otherwise."""
    pairs = ((a, b) for a in one for b in other if a not in joining and b not in joining)
    return any(a == b or (len(a) > 4 and len(b) > 4 and a[:5] == b[:5]) for a, b in pairs)


def _as_written(phrase: Sequence[str], said: Passages) -> str:
    """The phrase in the form in which most wrote it; empty where nobody did."""
    forms = said.written(phrase)
    # What is shouted is told in the form of those who do not, where there are any.
    calm = {form: often for form, often in forms.items() if not form.isupper()} or forms
    form = max(calm, key=lambda form: (calm[form], form), default="")
    return form.lower() if form.isupper() and len(form) > _LONGEST_SHORT_FORM else form
