"""Who was named once is known again."""

import re
from collections.abc import Iterable, Iterator

from upheld.core.known_words import bare, is_name
from upheld.core.word_lists import words

from .checks import NO_NAMES
from .lines import TITLES
from .patterns import Found

_SHORTEST = 3  # signs of such a word
_OF_HER, _OF_HIM = ("y", "i", "ę", "ą", "ie", "iej"), ("a", "owi", "em", "iem", "owie")
# A word that is a name in a text may be a word of the language: the longest first.
WORD = re.compile(r"[^\W\d_][\w'’-]+")
_CONTRACTED = re.compile(r"['’](?:m|ve|ll|d|re)$")  # I'm
_ALONE = re.compile(r"(?m:^)[ \t>]{0,9}(?P<it>[^\W\d_][\w'’-]{1,40})[,.]?[ \t]{0,9}(?=\n|$)")


def again(text: str, told: Iterable[Found]) -> Iterator[Found]:
    """Who was named once is known again where a word of the name stands alone, in capitals as well;
    and by a word of the language on a line of its own."""
    named = {
        word
        for found in told
        if found.what == "name"
        for word in WORD.findall(text[found.start : found.end])
        if word[0].isupper()
        and len(word) >= _SHORTEST
        and "XX" not in word
        and not _CONTRACTED.search(word)
        and bare(word) not in TITLES
    }
    sure = {word for word in named if _is_nothing_else(word)}
    sure |= {form for word in sure for form in _forms(word)}
    sure |= {word.upper() for word in sure if len(word) > _SHORTEST}
    for match in WORD.finditer(text) if sure else ():
        if match[0] in sure:
            yield Found(match.start(), match.end(), "name")
    for match in _ALONE.finditer(text) if named - sure else ():
        if match["it"] in named:
            yield Found(*match.span("it"), "name")


def _forms(word: str) -> Iterator[str]:
    """As a Swede, a German or a Pole has it in a sentence: Kerstins, Iloną, Nowakowi."""
    if len(word) <= _SHORTEST or word.isupper():
        return
    stem, ends = (word[:-1], _OF_HER) if word.endswith("a") else (word, _OF_HIM)
    for form in (f"{word}s", *(stem + end for end in ends)):
        if bare(form) not in words("english", "common_abroad"):
            yield form


def is_full_name(said: str) -> bool:
    """Two words at least, one of which is hardly ever anything but a name."""
    told = WORD.findall(said)
    return len(told) > 1 and any(map(is_name, told))


def _is_nothing_else(word: str) -> bool:
    others = ("english", "firms", "places", "nobody", "articles", "people", "parts")
    plain = bare(word)
    return (
        "XX" not in word and plain not in NO_NAMES and not any(plain in words(of) for of in others)
    )
