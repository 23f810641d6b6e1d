"""The words of a theme's most typical letters, in which a phrase is found at once."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from upheld.core.known_words import is_name
from upheld.core.redaction.redact import redacted
from upheld.insight.texts import words_of

# What a letter is about stands near its beginning.
LOOKED_AT = 2500
# Whether a phrase names somebody is read in so many places, with so many signs around each.
_SEEN, _AROUND = 3, 60


class Passages:
    """The beginnings of some letters: as they were written, and word by word.

    Each word has a blank on either side of its own, so that a phrase is looked for as letters."""

    def __init__(self, texts: Sequence[str], writers: Sequence[str] = ()) -> None:
        beginnings = [text[:LOOKED_AT] for text in texts]
        self._writers = {word for name in writers for word in words_of(name)}
        self._words = "\n".join(_spaced(words_of(beginning)) for beginning in beginnings)
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
        said = _spaced(phrase)
        for start in _found(self._words, said):
            end = start + len(said)
            found += 1
            if self._words[end : end + 1] == " ":
                behind[self._words[end + 1 : self._words.index(" ", end + 1)]] += 1
            if start and self._words[start - 1] == " ":
                before[self._words[self._words.rindex(" ", 0, start - 1) + 1 : start - 1]] += 1
        return found, behind, before

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

    def personal(self, said: str) -> bool:
        """Whether these words say who somebody is, mostly, where they stand in the letters; where
        all write them small, as if they had capitals."""
        lower = said.lower()
        places = list(islice(_found(self._lower, lower), _SEEN))
        small = all(self._written.startswith(lower, at) for at in places)
        if small and not any(map(self._is_name, words_of(lower))):
            return False
        around = [self._around(at, at + len(said)) for at in places]
        seen = said.title() if small else "\n".join(around)
        left = redacted(seen, " ".join(self._writers), guessed=False)  # a product is no person
        return 2 * left.lower().count(lower) <= seen.lower().count(lower)

    def _is_name(self, word: str) -> bool:
        return word in self._writers or is_name(word)

    def _around(self, start: int, end: int) -> str:
        """Some whole words before and behind."""
        line = self._written
        first = line.find(" ", max(0, start - _AROUND), start)
        last = line.rfind(" ", end, end + _AROUND)
        return line[start if first < 0 else first : end if last < 0 else last]

    def _goes_on(self, at: int) -> bool:
        """Whether a word goes on at this place."""
        sign = self._lower[at : at + 1] if at >= 0 else ""
        return sign.isalnum() or sign == "_"


def _spaced(phrase: Sequence[str]) -> str:
    return f" {'  '.join(phrase)} " if phrase else ""


def _found(text: str, said: str) -> Iterator[int]:
    """Where it stands."""
    start = text.find(said)
    while start >= 0:
        yield start
        start = text.find(said, start + 1)
