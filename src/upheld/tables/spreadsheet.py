"""CSV that a spreadsheet opens without running it: the one guard of every file of ours.

A cell that begins as a formula has an apostrophe before it, as customers may call themselves what
they like (OWASP, CSV injection). Numbers stay numbers. Policy tables alone are written as they
stand: there `-` is a test, and a policy owner wrote it.
"""

import re
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import polars as pl

Frame = TypeVar("Frame", "pl.DataFrame", "pl.LazyFrame")

# The wide ones of East Asia too, which a spreadsheet of that language takes for the same; `|` and
# `%`, which some take for the beginning of a command; and what a program that reads the file may
# take away before it looks: blanks, signs that control, and signs of no width.
_SIGNS = r"=+\-@|%\uff1d\uff0b\uff0d\uff20\uff5c"
_UNSEEN = r"\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufeff"
# One that has an apostrophe already gets another: read back, each says again what it said.
_HELD = rf"'*(?:[\t\r\n]|[{_UNSEEN}]*[{_SIGNS}])"
_BEGINS = rf"^({_HELD})"
GUARDED = rf"^'({_HELD})"
_GUARDED = re.compile(GUARDED)


def guarded(text: str) -> str:
    """The text of a cell, which no spreadsheet runs."""
    return re.sub(_BEGINS, r"'\1", text)


def unguarded(text: str) -> str:
    """What a cell of a file of ours said before it was guarded."""
    return text[1:] if _GUARDED.match(text) else text


def guarded_frame(frame: Frame) -> Frame:
    """The frame with every text and every column's name guarded."""
    import polars as pl  # a fifth of a second, for those who need it

    names = {name: guarded(name) for name in frame.collect_schema().names()}
    return frame.with_columns(pl.col(pl.String).str.replace(_BEGINS, "'$1")).rename(names)
