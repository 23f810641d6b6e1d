"""A name for each theme, in the words of the people who wrote: phrases, never stems."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from upheld.insight.terms import SAYS_NOTHING, Terms, spread, with_data

from .clusters import sums
from .passages import Passages
from .wording import Wording, as_written, may_name, shares, things, trimmed

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TOP, _PHRASES, _LONGEST_NAME = 40, 3, 52
# A pair says more than a word that is as telling.
_PAIR = 2.0
_ALONE = 1.5
# A phrase goes on into a neighbour that stands beside it so often.
_GOES_ON = 0.6
_MOST_WORDS = 4
# A term that four themes have counts two thirds in the name of each.
_COMMON = 0.3
# A pair that weighs so much of a word stands for it.
_NEARLY = 0.3
# How much the first phrase and those after it weigh at least, of the most telling term's weight.
_WEAKEST, _ANY = (0.0, 0.08, 0.25, 0.25, 0.25), (0.0,) * 3
# In a name of a wider theme a pair counts so many times more.
_WIDER_PAIR = 2.0


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


def rarer(weights: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """The same weights, each less the more themes have the term: what tells a theme from all is no
    name where it tells twenty others from all as well. The best first."""
    have = Counter(term for each in weights for term in each)
    return [_sorted({term: w / have[term] ** _COMMON for term, w in of.items()}) for of in weights]


def shared(weights: Mapping[str, float], inside: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The weights of a wider theme, each less the fewer of the themes inside have the term."""
    have = Counter(term for each in inside for term in each)
    return _sorted(
        {
            term: w * (have[term] / len(inside)) * (_WIDER_PAIR if " " in term else 1)
            for term, w in weights.items()
        }
    )


def _sorted(weights: Mapping[str, float]) -> dict[str, float]:
    return dict(sorted(weights.items(), key=lambda each: -each[1]))


def named(
    weights: Mapping[str, float],
    said: Passages,
    wording: Wording,
    taken: Collection[str] = (),
) -> tuple[str, tuple[str, ...]]:
    """A short name, and the phrases behind it, from a theme's terms and its most typical texts.

    Things name a theme, and acts where nothing else does; what names a person does not. What is
    `taken` already by another theme is told apart by a phrase that tells less."""
    shown: list[str] = []
    of_things = {term: weight for term, weight in weights.items() if may_name(term, wording)}
    ways = (
        (of_things, things, _WEAKEST),
        (of_things, things, _ANY),
        (weights, trimmed, _WEAKEST),
    )
    for terms, cut, weakest in ways:
        shown = _shown(terms, said, wording, cut, weakest) or shown
        if shown and _short(shown) not in taken:
            break
    # The most typical texts may be of another language than the most telling words.
    shown = shown or [term for term in weights if not said.personal(term)][:1]
    return _short(shown), tuple(shown)


_Cut = Callable[[list[str], Passages, Wording], list[str]]


def _shown(
    weights: Mapping[str, float],
    said: Passages,
    wording: Wording,
    cut: _Cut,
    weakest: Sequence[float],
) -> list[str]:
    phrases: list[list[str]] = []
    shown: list[str] = []
    best = max(weights.values(), default=0)
    for term, weight in weights.items():
        if len(shown) == len(weakest) or weight < weakest[len(shown)] * best:
            break
        if any(shares(term.split(), other, wording.joining) for other in phrases):
            continue
        phrase = cut(_gone_on(term.split(), said), said, wording)
        phrase = _fuller(phrase, weights, said, wording, cut)
        if not phrase or any(shares(phrase, other, wording.joining) for other in phrases):
            continue
        written = as_written(phrase, said)
        if written and not said.personal(written):
            phrases.append(phrase)
            shown.append(written)
    return shown


def _fuller(
    phrase: list[str], weights: Mapping[str, float], said: Passages, wording: Wording, cut: _Cut
) -> list[str]:
    """A word by itself as the pair that tells nearly as much, where there is one."""
    if len(phrase) != 1:
        return phrase
    for term, weight in weights.items():
        pair = term.split()
        if len(pair) == 2 and phrase[0] in pair and weight >= _NEARLY * weights.get(phrase[0], 0):
            longer = cut(_gone_on(pair, said), said, wording)
            if len(longer) > 1 and phrase[0] in longer:
                return longer
    return phrase


def _short(phrases: Sequence[str]) -> str:
    name = ", ".join(phrases[:1])
    for phrase in phrases[1:_PHRASES]:
        if len(name) + len(phrase) + 2 <= _LONGEST_NAME:
            name = f"{name}, {phrase}"
    return name[:1].upper() + name[1:]


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
