"""Cuts a cell into S-FEEL tokens."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from upheld.tables.problems import CellError

# More than any rule a reader can check; it also bounds how deep the parser goes.
_MOST_TOKENS = 400
_MOST_BRACKETS = 20

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<string>"(?:[^"\\]|\\.)*")
  | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)
  | (?P<call>(?:date\ and\ time|round\ half\ up|[A-Za-z_]\w*)(?=\s*\())
  | (?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)
  | (?P<symbol>\.\.|\*\*|<=|>=|!=|[-+*/<>=,()\[\]@.])
    """,
    re.VERBOSE | re.ASCII,
)

# What spreadsheets and word processors make of the keys an author pressed.
_LOOKALIKES = {
    "“": 'a straight "',
    "”": 'a straight "',
    "„": 'a straight "',
    "'": 'a straight "',
    "–": "the minus on the keyboard, -",
    "—": "the minus on the keyboard, -",
    "−": "the minus on the keyboard, -",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "×": "*",
    "÷": "/",
    "…": "two dots, ..",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    `kind` is string, number, call (a name before a bracket), name, symbol, end, or known: a name
    from the list that was given.
    """

    kind: str
    text: str


def tokens(text: str, names: Collection[str] = ()) -> list[Token]:
    """The tokens of a cell, closed by an `end`. Raises CellError at what cannot be read.

    `names` are those of a DMN model, which may hold spaces and signs: the longest that fits is
    taken (DMN 1.3, clause 10.3.1.2).
    """
    pattern = _knowing(tuple(sorted(names, key=len, reverse=True))) if names else _TOKEN
    found: list[Token] = []
    at = 0
    while at < len(text) and len(found) <= _MOST_TOKENS:
        match = pattern.match(text, at)
        if match is None:
            raise _unreadable(text, at)
        if match.lastgroup != "space":
            known = match.lastgroup == "known"
            found.append(Token(str(match.lastgroup), plain(match.group()) if known else match[0]))
        at = match.end()
    _check_size(found)
    return [*found, Token("end", "")]


def plain(name: str) -> str:
    """A name as the model knows it: one space between words, none around a dot."""
    return re.sub(r" ?\. ?", ".", " ".join(name.split()))


@lru_cache(maxsize=256)
def _knowing(names: tuple[str, ...]) -> re.Pattern[str]:
    known = "|".join(_spaced(name) for name in names)
    return re.compile(rf"(?P<known>(?:{known})(?!\w))|{_TOKEN.pattern}", re.VERBOSE)


def _spaced(name: str) -> str:
    words = (re.escape(word).replace(r"\.", r"\s*\.\s*") for word in name.split(" "))
    return r"\s+".join(words)


def _check_size(found: list[Token]) -> None:
    if len(found) > _MOST_TOKENS or found.count(Token("symbol", "(")) > _MOST_BRACKETS:
        raise CellError("the cell is too long to check by eye", "Split the rule, or the table")


def _unreadable(text: str, at: int) -> CellError:
    sign = text[at]
    if sign == '"':
        return CellError(f"the text that opens at character {at + 1} is not closed", 'Add a "')
    known = _LOOKALIKES.get(sign)
    mend = f"Write {known}" if known else "Put text in double quotes"
    return CellError(f"cannot read {sign} at character {at + 1} of {text}", mend)
