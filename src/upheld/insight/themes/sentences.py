"""What people said of a theme in whole sentences, and what would have made it right."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import yaml

from upheld.core.spans import sentences
from upheld.insight.texts import words_of

from .passages import LOOKED_AT

# A sentence of fewer words says too little, one of more is read by nobody.
_FEWEST_WORDS, _MOST_WORDS, _LONGEST = 6, 40, 260


class Said:
    """The sentences of some texts, each rated by how much of a theme it says."""

    def __init__(self, weights: Mapping[str, float], texts: Sequence[str], language: str) -> None:
        self._wishes = _wishes(language)
        first = frozenset(term.partition(" ")[0] for term in weights if " " in term)
        self._rated = [
            [(_says(weights, first, words), said, words) for said, words in _sentences(text)]
            for text in texts
        ]

    def typical(self, many: int) -> list[tuple[int, str]]:
        """The sentences that say most of the theme, one of each text: its place and the words."""
        return self._best(many, lambda said, words: True)

    def wished(self, many: int) -> list[tuple[int, str]]:
        """Those that say what would have made it right."""
        return self._best(many, self._wishes.said_in)

    def _best(
        self, many: int, wanted: Callable[[str, Sequence[str]], bool]
    ) -> list[tuple[int, str]]:
        best = []
        for place, rated in enumerate(self._rated):
            for rate, said, words in sorted(rated, key=lambda each: -each[0]):
                if wanted(said, words):
                    best.append((rate, place, said))
                    break
        return _different(best, many)


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


def _different(best: list[tuple[float, int, str]], many: int) -> list[tuple[int, str]]:
    """The best that do not repeat one another."""
    found: list[tuple[int, str]] = []
    shown: list[set[str]] = []
    for _, place, said in sorted(best, key=lambda each: (-each[0], each[1])):
        words = set(words_of(said))
        if all(len(words & other) < 0.6 * len(words | other) for other in shown):
            found.append((place, said))
            shown.append(words)
        if len(found) == many:
            break
    return found
