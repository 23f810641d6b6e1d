"""Numbers that somebody said aloud and that were written down in words, as in a transcript: a
telephone digit by digit, and the number of a house; and a name that somebody spelt."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Iterator

from .pieces import UP, one_of
from .redaction_patterns import Found

_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DIGIT = one_of("oh", "zero", "nought", "double", "triple", "treble", *_UNITS)
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# So many different ones are in a text that has a telephone in words.
_SOME, _DIFFERENT = ("zero", "nought", "double", *_UNITS[1:]), 3
_UNIT = "|".join(_UNITS)
_STREETS = (
    "Street", "Road", "Avenue", "Lane", "Drive", "Close", "Court", "Crescent", "Terrace", "Gardens",
    "Grove", "Square", "Hill", "Mews", "View", "Way", "Place", "Row", "Walk", "Green", "Park",
)  # fmt: skip
# Seven at least: of a card somebody says the last four.
_TELEPHONE = re.compile(rf"{_DIGIT}(?:[ ,.-]{{1,3}}{_DIGIT}){{6,16}}(?![\w-])")
_HOUSE = re.compile(
    rf"{one_of(*_UNITS, *_TEENS, *_TENS)}(?:[ -](?i:{_UNIT}))?"
    rf" (?:[{UP}][\w'’-]{{1,30}} ){{1,3}}(?:{'|'.join(_STREETS)})\b"
)
_LETTER = r"[^\W\d_]"
_SPELT = re.compile(
    rf"{one_of('spelt', 'spelled', 'spelling', 'spell')}\b[^.\n]{{0,15}}?(?<!\w)"
    rf"(?P<it>{_LETTER}(?:[ ,.-]{{1,2}}{_LETTER}){{2,24}})(?!\w)"
)


# An address of mail that is to be kept from machines, was read aloud, or was parted by a slip.
_AT, _DOT = (
    r"(?: ?[\[({] ?(?:at|ät|arroba|chiocciola|arobase) ?[\])}] ?)",
    r"(?: ?[\[({] ?(?:dot|punkt|punto|point) ?[\])}] ?| (?:dot|punkt|punto|ponto|point|kropka|piste) |\.)",
)
_MAIL = re.compile(
    rf"(?<![\w.+-])(?:[\w.+-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{2,63}}){{1,3}}"
    r"|(?:[\w+-]{1,64} (?i:dot|underscore|dash) ){0,3}[\w.+-]{1,64} (?i:at|ät|arroba|chiocciola|arobase|małpa) [\w-]{1,63}(?: (?i:dot|punkt|punto|ponto|point|kropka) [a-z]{2,20}){1,3}"
    r"|[\w.+-]{2,64} @ ?[\w-]{1,63}(?:\.[\w-]{2,63}){1,3}|[\w.+-]{2,64}@(?: [\w-]{1,63}|[\w-]{1,63} )\.[a-z]{2,20})(?!\w)"
)
_MAYBE_MAIL = (
    "@ ",
    " @",
    " .",
    "arroba",
    "chiocciola",
    "arobase",
    "małpa",
    "[ät",
    "(ät",
    "[at",
    "(at",
    "{at",
    "[ at",
    "( at",
    " dot ",
)


def in_words(text: str) -> Iterator[Found]:
    """What was said aloud."""
    if any(sign in text for sign in _MAYBE_MAIL):
        yield from (Found(*match.span(), "e-mail") for match in _MAIL.finditer(text))
    if sum(word in text for word in _SOME) >= _DIFFERENT:
        yield from (Found(*match.span(), "telephone") for match in _TELEPHONE.finditer(text))
    if any(street in text for street in _STREETS):
        yield from (Found(*match.span(), "address") for match in _HOUSE.finditer(text))
    for match in _SPELT.finditer(text) if "spel" in text else ():
        yield Found(*match.span("it"), "name")
