"""A name as a letter greets by it: what may be one, and nothing that stands in its place."""

import re
import unicodedata
from itertools import pairwise

from upheld.core.as_seen import UNSEEN_IN_NAMES
from upheld.core.letter_text import as_typed
from upheld.core.word_lists import words

_LONGEST = 60  # signs, and words: "Pedro de Alcântara João Carlos Leopoldo"
_MOST_WORDS = 6
_SMALL = 2  # words that may be written small: more of them are a sentence
# Beside letters and the marks upon them: O'Hara, Jean-Luc, "Hart & Sons", "Smith, Jr."; and what
# joins or parts the letters of a name in Persian or Hindi, Japanese or Hebrew.
_OTHER_SIGNS = frozenset(" .,&'’‘-\u2010\u2011·・׳״\u200c\u200d")
# What nobody sees, and letters of Lisu that look like a dot or a comma.
_NO_SIGNS = re.compile(f"[{UNSEEN_IN_NAMES}\ua4f8-\ua4fd]")
# A dot within a word, but between initials (J.R.R.), and what looks like one, but in Gal·la.
_LINK = re.compile(r"\.(?![\s,-]|$|[^\W_]\.)|(?<![lL])·|·(?![lL])")
_IN_ITS_SCRIPT = frozenset("・׳״\u200c\u200d")  # between letters that have no capitals
_WORD = re.compile(r"[^\W_]+")


def greeted(name: str) -> str:
    """The name in the Markdown of a letter; empty for what is none: a link, a sum, a number, a
    sentence, or signs that no name has. Whoever fills in a form may write anything as theirs."""
    return as_typed(name) if may_be_name(name) else ""


def may_be_name(name: str) -> bool:
    short = len(name) <= _LONGEST and len(name.split()) <= _MOST_WORDS
    if not short or name.strip() == "" or not all(map(_is_of_names, name)):
        return False
    return not (_NO_SIGNS.search(name) or _LINK.search(name) or _is_joined(name) or _speaks(name))


def _is_of_names(sign: str) -> bool:
    return sign in _OTHER_SIGNS or unicodedata.category(sign)[0] in "LM"


def _is_joined(name: str) -> bool:
    """Whether what joins the letters of other scripts stands beside a letter that has a capital."""
    return any({*two} & _IN_ITS_SCRIPT and any(map(_has_case, two)) for two in pairwise(name))


def _has_case(sign: str) -> bool:
    return sign.lower() != sign.upper()


def _speaks(name: str) -> bool:
    """Whether it is a sentence: by a word, or by more than two that no name has so small."""
    told = _WORD.findall(unicodedata.normalize("NFKC", name).casefold())
    if not words("no_greeting").isdisjoint(told):
        return True
    return len(told) > _SMALL and any(map(_is_small, name.split()))


def _is_small(word: str) -> bool:
    """In a script that has capitals: Georgian names have none."""
    first = next(filter(str.isalpha, word), "")
    small = word == word.lower() and first != first.title()
    return small and word.strip(".,'’‘-") not in words("particles")
