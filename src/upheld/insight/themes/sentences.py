"""What people said of a theme in whole sentences, and what would have made it right."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import itemgetter
from pathlib import Path

import yaml

from upheld.core.spans import sentences
from upheld.insight.texts import words_of

from .courtesies import courtesies
from .forms import Forms
from .passages import LOOKED_AT

# A sentence of fewer words says too little, one of more is read by nobody.
_FEWEST_WORDS, _MOST_WORDS, _LONGEST = 6, 40, 260


class Said:
    """The sentences of some texts, those that say most of a theme first. What is said for the form
    is none of them."""

    def __init__(
        self, weights: Mapping[str, float], texts: Sequence[str], language: str, forms: Forms
    ) -> None:
        self._wishes, self._forms = _wishes(language), forms
        courteous = courtesies(language).begin
        first = frozenset(term.partition(" ")[0] for term in weights if " " in term)
        rated = [
            (-_says(weights, first, words), place, said, words)
            for place, text in enumerate(texts)
            for said, words in _sentences(text)
            if not courteous(words)
        ]
        self._rated = sorted(rated, key=itemgetter(0, 1))

    def typical(self, many: int) -> list[tuple[int, str]]:
        """The sentences that say most of the theme, one of each text: its place and the words."""
        return self._best(many, lambda said, words: True)

    def wished(self, many: int) -> list[tuple[int, str]]:
        """Those that say what would have made it right."""
        return self._best(many, self._wishes.said_in)

    def _best(
        self, many: int, wanted: Callable[[str, Sequence[str]], bool]
    ) -> list[tuple[int, str]]:
        """Of each text one, and none that repeats another, or that many write."""
        found: dict[int, str] = {}
        shown: list[set[str]] = []
        for _, place, said, words in self._rated:
            if len(found) == many:
                break
            if place not in found and wanted(said, words) and not _repeats(words, shown):
                shown.append({*words})  # one that many write is not asked of again
                if not self._forms.holds(words):
                    found[place] = said
        return list(found.items())


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a language says what would have made it right; a sentence without any of the words that
    every such pattern has need not be looked at."""

    words: frozenset[str]
    pattern: re.Pattern[str]

    def said_in(self, sentence: str, words: Sequence[str]) -> bool:
        return not self.words.isdisjoint(words) and bool(self.pattern.search(sentence))


@cache
def _wishes(language: str) -> Wishes:
    told = yaml.safe_load(Path(__file__).with_name("wishes.yaml").read_text("utf-8"))
    of = told.get(language, {"words": [], "patterns": ["(?!)"]})
    every = "|".join(words.replace(" ", r"\s+") for words in of["patterns"])
    return Wishes(frozenset(of["words"]), re.compile(rf"\b(?:{every})", re.IGNORECASE))


def _sentences(text: str) -> Iterator[tuple[str, list[str]]]:
    beginning = text[:LOOKED_AT]
    for span in sentences(beginning):
        if span.end - span.start <= _LONGEST:
            said = " ".join(span.of(beginning).split())
            words = words_of(said)
            if _FEWEST_WORDS <= len(words) <= _MOST_WORDS:
                yield said, words


def _says(weights: Mapping[str, float], first: frozenset[str], words: Sequence[str]) -> float:
    """How much of the theme the words say; `first` are the words with which its pairs begin."""
    pairs = {f"{one} {other}" for one, other in pairwise(words) if one in first}
    said = sum(map(weights.__getitem__, weights.keys() & ({*words} | pairs)))
    return said / math.sqrt(len(words) + 8)


def _repeats(words: Sequence[str], shown: Sequence[set[str]]) -> bool:
    said = {*words}
    return any(len(said & other) >= 0.6 * len(said | other) for other in shown)
