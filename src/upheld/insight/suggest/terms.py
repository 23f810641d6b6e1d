"""The words of a sentence as the model reads them: single words and pairs, without accents."""

import re
from itertools import pairwise

from upheld.core.accents import without_accents

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_NUMBER = re.compile(r"\d")


def terms(sentence: str) -> list[str]:
    """Words and pairs of neighbours. Numbers differ from case to case: each is one sign."""
    bare = without_accents(sentence.lower())
    words = ["#" if _NUMBER.search(word) else word for word in _WORD.findall(bare)]
    return words + [f"{one} {two}" for one, two in pairwise(words)]
