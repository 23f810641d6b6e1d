"""What somebody answers when they are asked for a number, a code of the post or a day of birth: it
stands in the next turn of a chat and is called nothing there (Ann: IH-4402918)."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Iterator

from upheld.core.pieces import one_of

from .patterns import Found

_OWN = one_of(
    "account", "acct", "policy", "member(?:ship)?", "customer", "client", "contract", "loyalty", "passport", "licen[cs]e",
    "student", "employee", "staff", "patient", "nhs", "medicare", "insurance", "meter", "mprn", "mpan", "nmi", "subscriber", "tenancy", "permit",
)  # fmt: skip
_NUMBER = r"(?i:number|num|no\b|id\b|ref|code|details)"
# What is asked for, and the turn that answers: a label with a colon, a stamp, or a line.
_ASKED = re.compile(
    rf"{_OWN}(?:['’]s)? (?:[a-z]+ ){{0,2}}?{_NUMBER}[^\n]{{0,90}}(?:\?|please\W{{0,3}})[^\n]{{0,60}}\n{{1,3}}(?P<turn>[^\n]{{1,200}}(?:\n{{1,2}}[^\n]{{1,200}})?)"
)
_GIVEN = re.compile(
    r"(?:(?<=: )|(?<=\] )|(?<=> )|(?<=\n)|(?<=^)|(?<=sure )|(?<=yes )|(?<=its )|(?<=it's )|(?<=is ))"
    r"(?P<it>(?=[A-Z]{0,5}[ /-]?\d)[A-Z\d][A-Z\d/-]{1,18}(?: (?=[A-Z\d-]*\d)[A-Z\d/-]{2,8}){0,4})(?=[,.;!\n]|$| (?:and|is|thanks|ta|cheers|thx)\b)"
)
_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}:\d\d|(?:19|20)\d\d")
_FEWEST = 5  # figures


def answered(text: str) -> Iterator[Found]:
    """Numbers that were asked for."""
    for asked in _ASKED.finditer(text) if "?" in text or "lease" in text else ():
        given = _GIVEN.search(text, asked.start("turn"), asked.end("turn"))
        if given and _is_a_number(given["it"]):
            yield Found(*given.span("it"), "number")


def _is_a_number(said: str) -> bool:
    return sum(map(str.isdigit, said)) >= _FEWEST and not _DAY.match(said)
