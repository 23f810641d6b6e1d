"""Numbers that somebody said aloud and that were written down in words, as in a transcript: a
telephone digit by digit, and the number of a house."""

import re

from .pieces import UP, one_of

_UNITS = tuple("one two three four five six seven eight nine".split())  # noqa: SIM905
_DIGIT = one_of("oh", "zero", "nought", "double", "triple", "treble", *_UNITS)
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_UNIT = "|".join(_UNITS)
_STREET = (
    "street|road|avenue|lane|drive|close|court|crescent|terrace|gardens|grove|square|hill|mews|view"
    "|way|place|row|walk|green|park"
)
# Seven at least: of a card somebody says the last four.
TELEPHONE = re.compile(rf"{_DIGIT}(?:[ ,.-]{{1,3}}{_DIGIT}){{6,16}}(?![\w-])")
HOUSE = re.compile(
    rf"{one_of(*_UNITS, *_TEENS, *_TENS)}(?:[ -](?i:{_UNIT}))?"
    rf" (?:[{UP}][\w'’-]{{1,30}} ){{1,3}}(?i:{_STREET})\b"
)
