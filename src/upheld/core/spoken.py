"""Phrases as a lead writes them, and a sentence as they are looked for in it.

A phrase is plain words, in full: "do not", never "don't", for the sentence is spelled out too.

    sorry [that|if] you (feel|felt)   one of the words in brackets; [these] may be missing
    we will ... refund                up to four words between
    apolog*                           any ending
    within NUMBER days                digits
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache

from upheld.core.reading import ours

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'"})
_SPELLED_OUT = (
    (r"\bcan't\b|\bcannot\b", "can not"),
    (r"\bwon't\b", "will not"),
    (r"\bshan't\b", "shall not"),
    (r"n't\b", " not"),
    (r"\b(i)'m\b", r"\1 am"),
    (r"'re\b", " are"),
    (r"'ve\b", " have"),
    (r"'ll\b", " will"),
    (r"\b(i|you|we|he|she|they)'d\b(?= (?:like|love|be|have to|suggest|prefer|rather))",
     r"\1 would"),
    (r"\b(i|you|we|he|she|they)'d\b", r"\1 had"),
    (r"\b(it|that|there|here|what|he|she|this|who)'s\b", r"\1 is"),
)  # fmt: skip
_RULES = tuple((re.compile(rule), full) for rule, full in _SPELLED_OUT)
_MARKUP = re.compile(r"[*_#>]+|^\s*[-•]\s+")


# The checks of one letter ask for each of its sentences many times; of all letters, for no end.
@lru_cache(maxsize=4096)
def spoken(text: str) -> str:
    """Our own words in small letters, contractions spelled out, without Markdown's signs."""
    said = _MARKUP.sub("", ours(text)).translate(_APOSTROPHES).lower()
    for rule, full in _RULES:
        said = rule.sub(full, said)
    return " ".join(said.split())


_TOKEN = re.compile(r"\.\.\.|[\[\]()|*]|\s+|NUMBER|(?:(?!NUMBER)[^\s\[\]()|*])+")
# What may be missing at the end says nothing.
_MAY_MISS_AT_END = re.compile(r"(?<![\s.])(?:\s*(?:\[[^\[\]()]*\]|\.\.\.))+$")
_AS = {"(": "(?:", ")": ")", "[": "(?:(?:", "|": "|", "*": r"[\w'-]*",
       "NUMBER": r"\d+"}  # fmt: skip


class Phrases:
    """Any of these phrases, as whole words.

    They become a pattern when they are first looked for: to make one of all that letters are held
    against takes longer than most commands, and most hold no letter against anything.
    """

    def __init__(self, told: tuple[str, ...]) -> None:
        self._told = told

    @cached_property
    def search(self) -> Callable[[str], re.Match[str] | None]:
        return self._pattern.search

    @cached_property
    def finditer(self) -> Callable[[str], Iterator[re.Match[str]]]:
        return self._pattern.finditer

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w'-])(?:{'|'.join(map(_compiled, self._told))})(?![\w'-])")


def phrases(*told: str) -> Phrases:
    return Phrases(told)


def _compiled(phrase: str) -> str:
    """One phrase as a regular expression; a space after `...` or `[x]` belongs to what may miss."""
    parts: list[str] = []
    tokens = _TOKEN.findall(_MAY_MISS_AT_END.sub("", phrase))
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else ""
        if token == "...":
            parts.append(r"(?:[^\s]+ ){0,4}")
        elif token == "]":
            parts.append("),? )?")
        elif token.isspace():
            parts.append("" if before in ("...", "]") else ",? ")
        else:
            parts.append(_AS.get(token) or re.escape(token))
    return "".join(parts)
