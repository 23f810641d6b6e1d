"""Fields of a form whose names a scanner tore apart: M. R. N.: 4415529, D A T E O F B I R T H: …"""

# ruff: noqa: E501 (a list of words is read whole)

import re
from collections.abc import Iterator
from functools import cache

from upheld.core.known_words import bare
from upheld.core.word_lists import phrases, words

from .patterns import Found
from .rows import FITS, IS_OF, kind_of

_TORN = re.compile(
    r"(?P<label>[A-Z](?<![^\s;|].)[A-Z]{0,5}(?:[ .]{1,2}[A-Z]{1,6}){1,14})[ .]{0,2}[:#=][ \t]{0,4}"
    r"(?P<it>[^\s;|](?:[^\n;|\t]{0,60}?[^\s;|])?)(?=\s{2}|[\n;|\t]|$)"
)
_LETTERS = re.compile(r"[^A-Z]")
# Fields of numbers, days and places, as kind_of knows them.
_FIELDS = (
    "mrn", "record", "record no", "record number", "medical record number", "account", "account no",
    "account number", "policy", "policy no", "policy number", "member", "member id", "member no",
    "patient id", "patient no", "patient number", "customer no", "customer number", "customer id",
    "client id", "passport", "passport no", "licence no", "license no", "nhs no", "nhs number", "ssn",
    "dob", "date of birth", "birth date", "address", "home address", "postal address", "phone",
    "telephone", "tel", "mobile", "cell", "phone no", "telephone no", "card no", "card number", "iban",
)  # fmt: skip


def in_torn_fields(text: str) -> Iterator[Found]:
    """What stands in a field whose name is one when its letters stand together."""
    for match in _TORN.finditer(text) if any(sign in text for sign in ":=#") else ():
        kind = _kinds().get(_LETTERS.sub("", match["label"]))
        if kind and FITS[kind](match["it"]) and IS_OF[kind](match["it"]):
            yield Found(*match.span("it"), kind)


@cache
def _kinds() -> dict[str, str]:
    told = (*_FIELDS, *phrases("name_fields"), *words("parts"), "name", "patient name")
    known = {_LETTERS.sub("", bare(each).upper()): kind_of(each) for each in told}
    return {label: kind for label, kind in known.items() if kind}
