"""What a letter says, read out of its words: paragraphs, sentences, amounts."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache

_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=(?:[-*•]|\d+[.)]) )")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z*\"“])")
_QUOTED = re.compile(r'"[^"]*"|“[^“”]*”')

_DOLLARS = ("USD", "AUD", "CAD", "HKD", "NZD", "SGD")
_SIGNS = {"£": ("GBP",), "€": ("EUR",), "$": _DOLLARS, "¥": ("JPY", "CNY"), "₹": ("INR",)}
_NAMES = {"pound": "£", "quid": "£", "euro": "€", "dollar": "$"}
# The codes that letters name; the decision's own currency is added to them.
_CODES = ("AUD", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "INR", "JPY",
          "NOK", "NZD", "PLN", "RON", "SEK", "SGD", "TRY", "USD", "ZAR")  # fmt: skip


def paragraphs(text: str) -> list[str]:
    """Paragraphs and list items, each with its own line breaks still in it."""
    parts = (part.strip() for part in _PARAGRAPH.split(text.replace("\r\n", "\n")))
    return [part for part in parts if part]


# Lines this short were broken on purpose, as in a signature.
_SHORT = 50


def broken_on_purpose(paragraph: str) -> bool:
    """Whether the line breaks of a paragraph mean something, as those of a signature do."""
    written = paragraph.splitlines()
    return len(written) > 1 and all(len(line) < _SHORT for line in written)


def sentences(paragraph: str) -> Iterator[str]:
    """The sentences of a paragraph; one that quotes several is one sentence of ours."""
    held = ""
    for part in _SENTENCE.split(" ".join(paragraph.split())):
        held = f"{held} {part}".strip()
        if held.count('"') % 2 == 0 and held.count("“") == held.count("”"):
            yield from filter(None, [held])
            held = ""
    yield from filter(None, [held])


def ours(text: str) -> str:
    """A text without what it quotes: the customer's loud words do not block our letter."""
    return _QUOTED.sub('""', text)


# The checks of one letter ask for each of its sentences again and again.
@lru_cache(maxsize=4096)
def amounts(text: str, currency: str) -> tuple[tuple[Decimal, str], ...]:
    """Every amount with its ISO 4217 code; a sign that several share is read as `currency`."""
    return tuple(
        (Decimal((before or after).replace(",", "")), _code(first or last, currency))
        for first, before, after, last in _amount(currency).findall(text)
    )


@cache
def _amount(currency: str) -> re.Pattern[str]:
    unit = rf"[{''.join(_SIGNS)}]|(?<![A-Za-z])(?:{'|'.join({*_CODES, currency})})(?![A-Za-z])"
    number = r"(\d[\d,]*(?:\.\d+)?)"
    named = rf"(?i:{'|'.join(_NAMES)})(?=s?\b)"
    return re.compile(rf"({unit})\s?{number}|\b{number}\s?({unit}|{named})(?!\s?\d)")


def _code(unit: str, currency: str) -> str:
    codes = _SIGNS.get(_NAMES.get(unit.lower(), unit), (unit,))
    return currency if currency in codes else codes[0]
