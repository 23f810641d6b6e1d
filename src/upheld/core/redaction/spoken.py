"""Numbers that somebody said aloud and that were written down in words, as in a transcript: a
telephone digit by digit, and the number of a house; and a name that somebody spelt."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Iterator

from upheld.core.known_words import is_name, is_of_letters, is_unknown
from upheld.core.pieces import UP, one_of
from upheld.core.word_lists import words

from .patterns import Found

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
_TELEPHONE = re.compile(rf"{_DIGIT}(?:[ ,.-]{{1,3}}(?:{_DIGIT}|hundred|thousand)){{6,16}}(?![\w-])")
_ANY = "|".join((*_TEENS, *_TENS, *_UNITS, "oh", "zero", "hundred"))
# With the town and its code, digit by digit.
_HOUSE = re.compile(
    rf"{one_of(*_UNITS, *_TEENS, *_TENS)}(?:[ -](?i:{_ANY})\b){{0,4}}"
    rf" (?:[{UP}][\w'’-]{{1,30}} ){{1,3}}(?:{'|'.join(_STREETS)})\b"
    rf"(?:,? (?:[{UP}][\w'’-]{{1,30}} ){{0,3}}(?i:{_UNIT}|oh|zero)(?: (?i:{_UNIT}|oh|zero)){{4}}(?!\w)"
    rf"|,? (?:in )?[{UP}][a-z]{{2,30}}(?: [{UP}][a-z]{{2,30}})?(?= [a-z]|[.,;)\n]|$))?"
)
_LETTER = r"[^\W\d_]"
_SPELT = re.compile(
    rf"{one_of('spelt', 'spelled', 'spelling', 'spell')}\b[^.\n]{{0,15}}?(?<!\w)"
    rf"(?P<it>{_LETTER}(?:[ ,.-]{{1,2}}{_LETTER}){{2,24}})(?!\w)"
)
# S-A-N-D-H-U, w h i t l o c k, from behind the first letter: re finds a blank faster.
_LETTERS = re.compile(
    rf"[ -](?={_LETTER}[ -])(?<=[^\W\d_].)(?<![\w'’-]{_LETTER}.)(?:(?<=-){_LETTER}(?:-{_LETTER}){{2,19}}|(?<= ){_LETTER}(?: {_LETTER}){{2,19}})(?![\w'’-])"
)
_TOLD = re.compile(r"[^\W\d_]{4,21}")

# A code of the post, letter by letter: C R oh six N D.
_SAYS = "alpha|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliet|kilo|lima|mike|november|oscar|papa|quebec|romeo|sierra|tango|uniform|victor|whiskey|xray|yankee|zulu"
_SIGN = rf"(?:[A-Za-z]|\d{{1,2}}|(?i:{_UNIT}|oh|zero|nought|double|{_SAYS}))(?!\w)"
_CODE = re.compile(
    rf"{one_of('post ?code', 'eircode', 'zip code', 'postal code')}(?:['’]s| is)?[ ,:]{{1,3}}(?:it['’]?s )?(?P<it>{_SIGN}(?:[ ,.-]{{1,2}}{_SIGN}){{4,8}})"
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
    yield from (Found(*match.span("it"), "postcode") for match in _CODE.finditer(text))
    for match in _SPELT.finditer(text) if "spel" in text else ():
        yield Found(*match.span("it"), "name")
    spelt = [*_LETTERS.finditer(text)]
    told = {*map(str.lower, _TOLD.findall(text))} if spelt else set()
    for match in spelt:
        start = match.start() - 1  # at its first letter
        for end in (match.end(), match.end() - 2):  # F A B R E à
            if _is_spelt(text[start:end], told):
                yield Found(start, end, "name")
                break


def _is_spelt(said: str, told: set[str]) -> bool:
    """Letters that are a name together, or a word that was told in the text besides."""
    joined = said.replace(" ", "").replace("-", "").lower()
    if joined in words("english") or is_of_letters(joined):
        return False
    return joined in told or is_name(joined) or ("-" in said and is_unknown(joined.capitalize()))
