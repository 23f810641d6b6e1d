"""A name as a letter greets by it: what may be one, and nothing that stands in its place."""

import re
import unicodedata

from upheld.core.letter_text import as_typed

_LONGEST = 60  # signs, and words: "Pedro de Alcântara João Carlos Leopoldo"
_MOST_WORDS = 6
# Beside letters and the marks upon them: O'Hara, Jean-Luc, "Hart & Sons", "Smith, Jr.", Gal·la; and
# what joins or parts the letters of a name in Persian or Hindi.
_OTHER_SIGNS = frozenset(" .,&'’‘-\u2010\u2011·・׳״\u200c\u200d")
_LINK = re.compile(r"[^\W_]{2}\.[^\W_]{2}")


def greeted(name: str) -> str:
    """The name in the Markdown of a letter; empty for what is none: a link, a sum, a number, a
    sentence, or signs that no name has. Whoever fills in a form may write anything as theirs."""
    return as_typed(name) if may_be_name(name) else ""


def may_be_name(name: str) -> bool:
    short = len(name) <= _LONGEST and len(name.split()) <= _MOST_WORDS
    return short and not _LINK.search(name) and all(map(_is_of_names, name)) and name.strip() != ""


def _is_of_names(sign: str) -> bool:
    return sign in _OTHER_SIGNS or unicodedata.category(sign)[0] in "LM"
