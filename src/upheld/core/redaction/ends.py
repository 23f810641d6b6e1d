"""What a letter ends with, and what stands before a code of the post: a name alone in the last line,
a house that has a name, a street without a number."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Iterator

from upheld.core.known_words import (
    bare,
    closing_words,
    is_common_abroad,
    is_listed,
    is_of_letters,
    is_unknown,
)
from upheld.core.pieces import UP
from upheld.core.word_lists import words

from .lines import NAME, is_somebody
from .patterns import Found
from .postcodes import is_postcode

_LAST = re.compile(
    rf"(?:[.!?…)\]] |\n|^)[ \t]{{0,4}}(?P<sign>[-–—/~*•] ?)?(?P<it>(?:[{UP}] )?{NAME}(?: [{UP}]\b\.?)?"
    r"(?: \((?:Mrs?|Ms|Miss|Mx|Dr)\.?\))?)[ \t]{0,9}\s{0,9}\Z"
)
_LAST_SMALL = re.compile(r"(?:\s(?P<sign>[-–—/~]) ?|\n)(?P<it>[a-zà-ÿ]{3,20})\s{0,9}\Z")
_LAST_SIGNS = 70  # that are looked at

# Before a code of the United Kingdom, Ireland or Canada, or a state of America with its code.
_CODE = re.compile(
    r"[A-Z](?<!\w.)[A-Z]?\d[A-Z\d]? ?\d[A-Z]{2}(?!\w)|[A-Z](?<!\w.)(?:\d\d|6W) ?(?=\d{0,3}[A-Z])[0-9AC-FHKNPRTV-Y]{4}(?!\w)"
    r"|[A-Z](?<!\w.)(?:\d[A-Z] \d[A-Z]\d|[A-Z] \d{5})(?!\w)"
)
_GLUED_CODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}")
_PART = rf"(?:(?i:flat|apt|unit) \w{{1,4}}|(?:\d{{1,5}}[A-Za-z]? )?[{UP}][\w'’.-]{{1,40}}+(?: (?:[{UP}][\w'’.-]{{0,40}}+|on|upon|under|in|by|le|the|of|and|na|nan|an|y|yr|&)){{0,4}})"
_PARTS = re.compile(rf"(?:^|(?<=[\s(:]))(?P<it>{_PART}(?:,\s{{1,2}}{_PART}){{0,4}}),?\s{{1,2}}$")
_BEFORE_A_CODE = 120  # signs
_CORE = "Street|Road|Lane|Avenue|Drive|Close|Crescent|Terrace|Gardens|Grove|Row|Way|Square|Mews|Brae|Wynd"
_FIGURE = re.compile(r"\d")
_STREET = re.compile(rf", (?:[{UP}][\w'’-]{{1,30}} ){{1,3}}(?:{_CORE})\b")
_WITHOUT_A_NUMBER = re.compile(
    rf"\b(?i:at|in|of|to|from|is|are|live|live[sd]|house|home)[:,]? (?P<it>(?:[Tt]he )?[{UP}][\w'’-]{{1,40}}(?: [{UP}][\w'’-]{{1,40}}){{0,3}}, (?:[{UP}][\w'’-]{{1,30}} ){{1,3}}(?:{_CORE})\b"
    rf"(?:, [{UP}][\w'’-]{{2,30}}(?: [{UP}][\w'’-]{{2,30}})?)?)(?! (?:branch|store|shop|station|office|surgery|depot))"
)


# A house whose street says nothing of being one, before its town: at 2 The Paddocks, Thame.
_BEFORE_A_TOWN = re.compile(
    rf"(?P<it>\d(?:(?<=\W[aA]t .)|(?<=\Wto .)|(?<=\Wfrom .))\d{{0,3}}[A-Za-z]? (?:[{UP}][\w'’-]{{1,30}} ){{0,2}}[{UP}][\w'’-]{{1,30}}, [{UP}][\w'’-]{{2,30}}(?: [{UP}][\w'’-]{{2,30}})?)(?=[.,;)\n]|$| [a-z])"
)


def at_the_end(text: str) -> Iterator[Found]:
    """Who signed in the last line, or after the last sentence."""
    yield from signed_off(text)
    yield from by_letters(text)
    last = _LAST.search(text, max(0, len(text) - _LAST_SIGNS))
    if last and _has_signed(last):
        yield Found(*last.span("it"), "name")
    small = _LAST_SMALL.search(text, max(0, len(text) - _LAST_SIGNS))
    if small and _is_small_name(small):
        yield Found(*small.span("it"), "name")


# Who signs a message among others: lodged. ^JK, passed on. – Mads, on her desk. M.B.
_SIGNS_OFF = re.compile(
    rf"\^(?<!\w\^)(?P<mark>[A-Z]{{2,3}}|[{UP}][a-zà-ž]{{1,15}})(?![\w^])"
    rf"|[–—-](?<=[\w.!?]\s.) ?(?P<it>[{UP}][a-zà-ž]{{2,15}})[ \t]{{0,9}}(?=\n|\Z)"
    r"|(?P<letters>[A-Z]\.(?<=[.!?]\s[A-Z].)[A-Z]\.(?:[A-Z]\.)?)[ \t]{0,9}(?=\n|\Z)"
)


def signed_off(text: str) -> Iterator[Found]:
    """Who ends a message that others follow."""
    for match in _SIGNS_OFF.finditer(text):
        part = next(each for each in ("mark", "it", "letters") if match[each])
        is_heading = part == "it" and "\n" not in text[: match.start()]
        if not is_heading and (part != "it" or _is_of_somebody(match["it"])):
            yield Found(*match.span(part), "name")


# Who is to do something, by two letters, in a list of what is to be done; and who they are again.
_TO_DO = re.compile(
    r"(?m:^)[ \t]{0,4}(?:[-*•–]|\d{1,2}[.)]|\[ ?\])[ \t]{0,3}(?P<it>[A-Z]{2}) (?:to|will) [a-z]{3,}"
)
_LAST_LETTERS = re.compile(r"[.!?)][ \n]{1,3}(?P<it>[A-Z]{2})\s{0,5}\Z")
_NO_LETTERS = frozenset(
    """AA AC AI AM AV BA BB BP BT CA CC CD CE CF CI CN CS CT CV DC DD DM DR DS DV EA ED EE EN ER ET EU FA FC FX GB GP
    HQ HR IA ID IE II IN IP IS IT IV KM LA LV MA MD MP MR MS NB NI NO NY NZ OK OP OR OS OT PA PC PE PI PM PO PR PS PT PX QA QC
    RE RN RX SA SG SM SO SW TB TL TO TV TX TY UK UN UP US VA VI VP WA WC WE XL XX""".split()  # noqa: SIM905
)


def by_letters(text: str) -> Iterator[Found]:
    """Who signs with two letters, where a list of what is to be done or the last line has them."""
    last = _LAST_LETTERS.search(text, max(0, len(text) - _LAST_SIGNS))
    if last and last["it"] not in _NO_LETTERS:
        yield Found(*last.span("it"), "name")
    told = {match["it"] for match in _TO_DO.finditer(text)} - _NO_LETTERS
    for letters in sorted(told):
        for match in re.finditer(rf"(?<![\w/-]){letters}(?![\w/-])", text):
            yield Found(*match.span(), "name")


def _is_of_somebody(word: str) -> bool:
    plain = bare(word)
    others = words("english", "firms", "places", "towns", "cities", "trades", "nobody")
    return plain not in closing_words() and (plain not in others or plain in words("given_too"))


def _is_small_name(small: re.Match[str]) -> bool:
    """A name of the list, or after a stroke what is no word: /kia."""
    plain = bare(small["it"])
    if plain in closing_words() or is_of_letters(plain):
        return False
    return plain in words("given") or (bool(small["sign"]) and plain not in words("english"))


def _has_signed(last: re.Match[str]) -> bool:
    """Two words, or one that is a name or stands after a dash; no closing and no firm."""
    said = last["it"].rstrip(".")
    told = [bare(word.strip(".()")) for word in said.split()]
    others = closing_words() | words("firms") | words("places") | words("towns")
    if last.start() == 0 or not others.isdisjoint(told) or any(map(is_of_letters, told)):
        return False
    known = any(map(is_listed, told))
    unknown = any(is_unknown(word.strip(".()")) for word in said.split())
    worded = len(told) > 1 and any(map(is_common_abroad, told))  # Äldreboendet Solgården
    enough = known or (unknown and not worded and (len(told) > 1 or last["sign"] is not None))
    return enough and is_somebody(said, led=True)


def named_places(text: str) -> Iterator[Found]:
    """Houses and streets that have a name and no number: before a code, or a street before its town."""
    for code in _CODE.finditer(text) if _FIGURE.search(text) else ():
        parts = _PARTS.search(text, max(0, code.start() - _BEFORE_A_CODE), code.start())
        model = _GLUED_CODE.fullmatch(code[0]) and not is_postcode(code[0])
        if parts and not model and bare(parts["it"]) not in words("nobody"):  # Eircode
            yield Found(*_of_a_place(text, *parts.span("it")), "address")
    for match in _BEFORE_A_TOWN.finditer(text) if _FIGURE.search(text) else ():
        yield Found(*match.span("it"), "address")
    for match in _WITHOUT_A_NUMBER.finditer(text) if _STREET.search(text) else ():
        if words("nobody").isdisjoint(map(bare, match["it"].partition(",")[0].split())):
            yield Found(*match.span("it"), "address")


def _of_a_place(text: str, start: int, end: int) -> tuple[int, int]:
    """Without whoever is named before it: Ann Ask, Low Farm."""
    first, comma, _ = text[start:end].partition(", ")
    begins = first.split()[:1]
    titled = {"mr", "mrs", "ms", "miss", "dr"}.intersection(map(bare, first.split()))
    named = any(map(is_listed, begins)) or titled or bare(begins[0]) in words("parts")
    named = named and not re.search(r"\d", first)
    return (start + len(first) + len(comma), end) if comma and named else (start, end)
