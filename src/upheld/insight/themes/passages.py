"""The words of a theme's most typical letters, in which a phrase is found at once."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from upheld.insight.texts import words_of

# What a letter is about stands near its beginning.
LOOKED_AT = 2500


class Passages:
    """The beginnings of some letters: as they were written, and word by word.

    Each word has a blank on either side of its own, so that a phrase is looked for as letters."""

    def __init__(self, texts: Sequence[str]) -> None:
        beginnings = [text[:LOOKED_AT] for text in texts]
        self._words = "\n".join("".join(f" {word} " for word in words_of(b)) for b in beginnings)
        self._written = "\n".join(beginnings)
        # The one capital that has two small letters; the places must stay the same.
        self._lower = self._written.replace("İ", "i").lower()

    def often(self, phrase: Sequence[str]) -> int:
        return self._words.count(_spaced(phrase))

    def neighbours(self, phrase: Sequence[str]) -> tuple[int, Counter[str], Counter[str]]:
        """How often the phrase stands, and the words behind and before it."""
        behind: Counter[str] = Counter()
        before: Counter[str] = Counter()
        found = 0
        for start, end in self._places(_spaced(phrase)):
            found += 1
            if self._words[end : end + 1] == " ":
                behind[self._words[end + 1 : self._words.index(" ", end + 1)]] += 1
            if start and self._words[start - 1] == " ":
                before[self._words[self._words.rindex(" ", 0, start - 1) + 1 : start - 1]] += 1
        return found, behind, before

    def _places(self, said: str) -> Iterator[tuple[int, int]]:
        start = self._words.find(said)
        while start >= 0:
            yield start, start + len(said)
            start = self._words.find(said, start + 1)

    def written(self, phrase: Sequence[str]) -> Counter[str]:
        """The forms in which the phrase was written, with its capitals and signs, each with how
        often; none where nobody did, as of words on both sides of a full stop."""
        apart = all(word.isascii() or len(word) > 1 for word in phrase)
        words = (r"[ '’/&-]+" if apart else "").join(map(re.escape, phrase))
        forms: Counter[str] = Counter()
        for match in re.finditer(words, self._lower):
            if not apart or not (self._goes_on(match.start() - 1) or self._goes_on(match.end())):
                forms[self._written[match.start() : match.end()]] += 1
        return forms

    def _goes_on(self, at: int) -> bool:
        """Whether a word goes on at this place."""
        sign = self._lower[at : at + 1] if at >= 0 else ""
        return sign.isalnum() or sign == "_"


def _spaced(phrase: Sequence[str]) -> str:
    return "".join(f" {word} " for word in phrase)
