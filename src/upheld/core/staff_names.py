"""What somebody who works here may be called: it stands in lists, letters and a terminal."""

import re
import unicodedata

from .as_seen import UNSEEN_IN_NAMES, is_blank

_LONGEST = 120
# They join or part the letters of a name in Persian or Hindi, though they are signs of control.
_JOINS = frozenset("\u200c\u200d")
_UNSEEN = re.compile(f"[{UNSEEN_IN_NAMES}]")


class NameRefused(ValueError):
    """What is no name; the message says what to write."""


def folded(name: str) -> str:
    """The name in one line, with single blanks. Raises NameRefused."""
    told = " ".join(name.split())
    unseen = _UNSEEN.search(told) or any(map(_is_control, told))
    if is_blank(told) or len(told) > _LONGEST or unseen:
        raise NameRefused(
            f"write their name in at most {_LONGEST} characters, each of which is seen: no signs "
            "of control, of direction or without width"
        )
    return told


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "C" and sign not in _JOINS
