"""What somebody who works here may be called: it stands in lists, letters and a terminal."""

import unicodedata

from .as_seen import is_blank, is_filler

_LONGEST = 120
# They join or part the letters of a name in Persian or Hindi, though they are signs of control.
_JOINS = frozenset("\u200c\u200d")
# Marks that nobody sees, and what chooses between the shapes of the sign before it.
_SHAPES = frozenset(
    "\u034f\u17b4\u17b5"
    + "".join(map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)


class NameRefused(ValueError):
    """What is no name; the message says what to write."""


def folded(name: str) -> str:
    """The name in one line, with single blanks. Raises NameRefused."""
    told = " ".join(name.split())
    if is_blank(told) or len(told) > _LONGEST or any(map(_is_unseen, told)):
        raise NameRefused(
            f"write their name in at most {_LONGEST} characters, each of which is seen: no signs "
            "of control, of direction or without width"
        )
    return told


def _is_unseen(sign: str) -> bool:
    if sign in _JOINS:
        return False
    return unicodedata.category(sign)[0] == "C" or is_filler(sign) or sign in _SHAPES
