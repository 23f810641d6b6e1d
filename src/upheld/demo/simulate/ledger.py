"""Keeps letters of different people apart: no sentence too often, no two letters too alike."""

import re
from collections import Counter, defaultdict

SHINGLE = 5
SENTENCE_USED_AT_MOST = 3
ALIKE_ABOVE = 0.3

_WORD = re.compile(r"[a-z0-9£']+")
_END = re.compile(r"[.!?\n]+(?:\s|$)")

Words = tuple[str, ...]


class Ledger:
    """What has been written so far."""

    def __init__(self) -> None:
        self._sentences: Counter[Words] = Counter()
        self._letters_with: defaultdict[Words, list[int]] = defaultdict(list)
        self._sizes: list[int] = []
        self._whole: set[Words] = set()

    def too_like(self, text: str) -> bool:
        """Whether a sceptical reader would say that this was seen before."""
        if words_of(text) in self._whole:
            return True
        return self.worn(text) or self._closest(text) > ALIKE_ABOVE

    def worn(self, text: str) -> bool:
        """Whether one of its sentences has been used often enough."""
        return any(self._sentences[one] >= SENTENCE_USED_AT_MOST for one in sentences(text))

    def keep(self, text: str) -> None:
        number = len(self._sizes)
        found = shingles(text)
        self._whole.add(words_of(text))
        self._sizes.append(len(found))
        self._sentences.update(sentences(text))
        for shingle in found:
            self._letters_with[shingle].append(number)

    def _closest(self, text: str) -> float:
        """The largest Jaccard index of five-word shingles with any letter kept."""
        found = shingles(text)
        shared = Counter(
            number for shingle in found for number in self._letters_with.get(shingle, ())
        )
        return max(
            (both / (len(found) + self._sizes[n] - both) for n, both in shared.items()), default=0.0
        )


def words_of(text: str) -> Words:
    return tuple(_WORD.findall(text.lower()))


def shingles(text: str) -> set[Words]:
    words = words_of(text)
    return {words[at : at + SHINGLE] for at in range(len(words) - SHINGLE + 1)}


def sentences(text: str) -> set[Words]:
    """The sentences longer than five words."""
    return {words for part in _END.split(text) if len(words := words_of(part)) > SHINGLE}
