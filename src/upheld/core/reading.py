"""What a letter says, read out of its words: paragraphs, sentences, amounts, days."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=(?:[-*•]|\d+[.)]) )")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z*\"“])")
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”')

_DOLLARS = ("USD", "AUD", "CAD", "HKD", "NZD", "SGD")
_SIGNS = {"£": ("GBP",), "€": ("EUR",), "$": _DOLLARS, "¥": ("JPY", "CNY"), "₹": ("INR",)}
# The codes that letters name; the decision's own currency is added to them.
_CODES = ("AUD", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "INR", "JPY",
          "NOK", "NZD", "PLN", "RON", "SEK", "SGD", "TRY", "USD", "ZAR")  # fmt: skip

_DAY = (
    r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December) \d{4}"
)
_BY_DAY = re.compile(rf"\bby (?:\w+day,? )?({_DAY})\b")
_ANY_DAY = re.compile(rf"\b{_DAY}\b")


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


def amounts(text: str, currency: str) -> list[tuple[Decimal, str]]:
    """Every amount with its ISO 4217 code; a sign that several share is read as `currency`."""
    return [
        (Decimal((before or after).replace(",", "")), _code(first or last, currency))
        for first, before, after, last in _amount(currency).findall(text)
    ]


def _amount(currency: str) -> re.Pattern[str]:
    unit = rf"[{''.join(_SIGNS)}]|(?<![A-Za-z])(?:{'|'.join({*_CODES, currency})})(?![A-Za-z])"
    number = r"(\d[\d,]*(?:\.\d+)?)"
    return re.compile(rf"({unit})\s?{number}|\b{number}\s?({unit})(?!\s?\d)")


def _code(unit: str, currency: str) -> str:
    codes = _SIGNS.get(unit, (unit,))
    return currency if currency in codes else codes[0]


def names_a_day(text: str) -> bool:
    return bool(_ANY_DAY.search(text))


def by_days(sentence: str) -> list[date]:
    """Each day that follows "by"; what is no day of the calendar is left out."""
    return [day for told in _BY_DAY.findall(sentence) if (day := _read_day(told))]


def _read_day(told: str) -> date | None:
    try:
        return datetime.strptime(told, "%d %B %Y").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        return None
