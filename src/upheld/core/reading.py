"""What a letter says, read out of its words: paragraphs, sentences, amounts, days."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=(?:[-*•]|\d+[.)]) )")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z*\"“])")
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”')

_DOLLARS = ("USD", "AUD", "CAD", "HKD", "NZD", "SGD")
_SIGNS = {"£": ("GBP",), "€": ("EUR",), "$": _DOLLARS, "¥": ("JPY", "CNY"), "₹": ("INR",)}
# The codes that letters name; the decision's own currency is added to them.
_CODES = ("AUD", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "INR", "JPY",
          "NOK", "NZD", "PLN", "RON", "SEK", "SGD", "TRY", "USD", "ZAR")  # fmt: skip

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# "by 7 November 2026", "by Friday 7th November", "no later than November 7, 2026"; the year may be
# left out.
_BY_DAY = re.compile(
    r"\b(?:by|before|no later than|on or before)(?: the)? (?:\w+day,? )?(?:the )?"
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTHS})|({_MONTHS}) (\d{{1,2}})(?:st|nd|rd|th)?)"
    r"\b(?:,? (\d{4})\b)?"
)


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


@cache
def _amount(currency: str) -> re.Pattern[str]:
    unit = rf"[{''.join(_SIGNS)}]|(?<![A-Za-z])(?:{'|'.join({*_CODES, currency})})(?![A-Za-z])"
    number = r"(\d[\d,]*(?:\.\d+)?)"
    return re.compile(rf"({unit})\s?{number}|\b{number}\s?({unit})(?!\s?\d)")


def _code(unit: str, currency: str) -> str:
    codes = _SIGNS.get(unit, (unit,))
    return currency if currency in codes else codes[0]


def by_days(sentence: str, near: date) -> list[date]:
    """Each day that follows "by" or the like; one without a year is the next one like it that is
    not half a year before `near`. What is no day of the calendar is left out."""
    found = []
    for first, month, other, second, year in _BY_DAY.findall(sentence):
        years = [int(year)] if year else [near.year, near.year + 1]
        days = [day for each in years if (day := _read_day(first or second, month or other, each))]
        found += [day for day in days if year or day > near - _HALF_A_YEAR][:1]
    return found


_HALF_A_YEAR = timedelta(days=182)


def _read_day(day: str, month: str, year: int) -> date | None:
    try:
        return date(year, _MONTHS.split("|").index(month) + 1, int(day))
    except ValueError:
        return None
