"""Cuts a cell into S-FEEL tokens."""

import re
from dataclasses import dataclass

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
  | (?P<symbol>\.\.|\*\*|<=|>=|!=|[-+*/<>=,()\[\]])
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
    """One token; `kind` is string, number, call (a name before a bracket), name, symbol or end."""

    kind: str
    text: str


def tokens(text: str) -> list[Token]:
    """The tokens of a cell, closed by an `end`. Raises CellError at what cannot be read."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, at)
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match.group()))
        at = match.end()
    _check_size(found)
    return [*found, Token("end", "")]


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
