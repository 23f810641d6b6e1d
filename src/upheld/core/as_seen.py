"""A text as it is seen: signs that look alike are one, and what nobody sees is not there."""

import unicodedata
from collections.abc import Iterator

# They say nothing, though they are letters or signs to Unicode: fillers of Hangul, Braille without
# a dot.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# In a pattern: marks, and letters, that nobody sees, and what chooses the shape of the sign before.
UNSEEN_IN_NAMES = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\u2800"
    "\U000e0100-\U000e01ef"
)
# Blanks, what has no shape of its own, and marks that stand upon another sign.
_UNSEEN = frozenset("ZCM")
# A wide quotation mark would else begin or end what is quoted; dots are no three ends of sentences.
_KEPT = {"\uff02": "'", "…": "…"}


def as_seen(text: str) -> str:
    """Sign by sign, so that no heap of marks keeps it busy (Unicode Standard Annex 15, 13)."""
    return text if text.isascii() else "".join(_seen(text))


def _seen(text: str) -> Iterator[str]:
    marked = ""
    for sign in text:
        kind = unicodedata.category(sign)
        # A mark makes another letter of a letter; a figure or a sign of money stays what it is.
        marks_nothing = kind == "Mn" and not marked.isalpha()
        if kind in ("Cf", "Me") or sign in _FILLERS or marks_nothing:
            continue
        told = _KEPT.get(sign) or unicodedata.normalize("NFKC", sign)
        marked = marked if kind == "Mn" else told
        yield told


def is_blank(text: str) -> bool:
    """Whether nothing stands there that anybody sees: a reason that is asked for is to be read."""
    return all(unicodedata.category(sign)[0] in _UNSEEN or sign in _FILLERS for sign in text)
