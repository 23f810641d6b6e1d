"""Sums of money that stand in a text, with their place in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from upheld.tables import to_minor_unit

_DOLLARS = ("USD", "AUD", "CAD", "HKD", "NZD", "SGD")
_SIGNS = {"£": ("GBP",), "₤": ("GBP",), "€": ("EUR",), "$": _DOLLARS, "¥": ("JPY", "CNY"),
          "₹": ("INR",)}  # fmt: skip
_NAMES = {"pound": "£", "quid": "£", "sterling": "£", "stg": "£", "euro": "€", "dollar": "$"}
# Of which a hundred are one.
_SMALL = {"pence": "£", "penny": "£", "p": "£", "cent": "$"}
# The codes that letters name; the decision's own currency is added to them.
_CODES = ("AUD", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "INR", "JPY",
          "NOK", "NZD", "PLN", "RON", "SEK", "SGD", "TRY", "USD", "ZAR")  # fmt: skip
_TIMES = {"k": 1_000, "grand": 1_000, "thousand": 1_000, "hundred": 100, "m": 1_000_000,
          "million": 1_000_000}  # fmt: skip

# No sum has more digits than a line has room for.
_NUMBER = r"\d{1,3}(?:[ ,.'’]\d{3}){1,5}(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d[\d,]{0,24}(?:\.\d{1,24})?"
_SCALE = r"(?i:k\b|m\b|\s?(?:grand|thousand|hundred|million)\b)"
# What may stand between a sign and its number: "£: 5", "£ approx. (5)".
_GAP = (
    r"[\s:=~/()|*-]{0,6}"
    r"(?:(?i:approx(?:imately)?|about|around|circa|ca|some|roughly|nearly|almost|over|up to)"
    r"[\s.(]{1,3})?"
)
# A picture has so many lines, and is no money.
_LINES = r"(?<!\b480)(?<!\b720)(?<!\b1080)(?<!\b1440)(?<!\b2160)"
# Of what has no sign: that it is money is to be told by the words round about.
_BARE = (
    r"\b(?P<bare>\d{1,9}(?:\.\d{1,9})?)(?P<by>k|\s?grand)\b"
    r"(?=\s*(?:[.,;:!?)]|$|(?:and|by|to|into|in|as|on|for|more|extra|back|too)\b))"
)


# An amount with its ISO 4217 code.
Amount = tuple[Decimal, str]


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount with its ISO 4217 code, and where it stands; `bare` where no sign says that it is
    money."""

    amount: Decimal
    code: str
    start: int
    end: int
    bare: bool = False

    @property
    def money(self) -> Amount:
        return self.amount, self.code


def amounts(text: str, currency: str) -> tuple[Amount, ...]:
    """Every amount; a sign that several share is read as `currency`."""
    return tuple(each.money for each in sums(text, currency))


# The checks of one letter ask for each of its sentences again and again.
@lru_cache(maxsize=4096)
def sums(text: str, currency: str) -> tuple[Sum, ...]:
    return tuple(_sums(text, currency))


def _sums(text: str, currency: str) -> Iterator[Sum]:
    for found in _sum(currency).finditer(text):
        unit = found["first"] or found["last"] or ""
        code, parts = _code(unit, currency)
        number = _number(found["before"] or found["after"] or found["bare"], code)
        scale = found["times"] or found["scaled"] or found["by"] or ""
        amount = number * _TIMES.get(scale.strip().lower(), 1) / parts
        yield Sum(amount, code, found.start(), found.end(), bool(found["bare"]))


@cache
def _sum(currency: str) -> re.Pattern[str]:
    codes = rf"(?<![A-Za-z])(?:{'|'.join({*_CODES, currency})}|(?i:gbp|eur|usd|stg))(?![A-Za-z])"
    unit = rf"[{''.join(_SIGNS)}]|{codes}"
    named = rf"(?i:(?:{'|'.join(_NAMES)}|cent)s?|pence|penny)\b|{_LINES}p\b"
    led = r"\b(?i:pounds|euros|dollars)(?: sterling)?(?=[ :=])"
    return re.compile(
        rf"(?P<first>{unit}|{led}){_GAP}(?P<before>{_NUMBER})(?P<times>{_SCALE})?"
        rf"|\b(?P<after>{_NUMBER})(?P<scaled>{_SCALE})?\s?(?P<last>{unit}|{named})(?!\s?\d)"
        rf"|{_BARE}"
    )


def _code(unit: str, currency: str) -> tuple[str, int]:
    """The code of a unit, and how many of the unit one of its currency has."""
    told = unit.lower().removesuffix(" sterling")
    name = told if told in _SMALL or told in _NAMES else told.removesuffix("s")
    parts = 100 if name in _SMALL else 1
    sign = _SMALL.get(name) or _NAMES.get(name) or unit
    if not unit or name == "cent":
        return currency, parts
    codes = _SIGNS.get(sign, (unit.upper(),))
    return (currency if currency in codes else codes[0]), parts


def _number(told: str, code: str) -> Decimal:
    """A dot before more signs than a currency has parts thousands, and so does a blank: else
    12.5000 were taken for 12.50. What stands after a comma are pence where a dot came before."""
    told = told.translate(_PENCE) if _CONTINENTAL.search(told) else told
    whole, dot, after = told.partition(".")
    if dot and len(after) > _signs_after(code) and whole.strip("0"):
        whole, after = whole + after, ""
    figures, pence = _NO_FIGURE.sub("", whole), _NO_FIGURE.sub("", after)
    return Decimal(f"{figures}.{pence}" if pence else figures)


_CONTINENTAL = re.compile(r"\.\d{3},\d{1,2}$")
_PENCE = str.maketrans({".": None, ",": "."})
_NO_FIGURE = re.compile(r"\D+")


def _signs_after(code: str) -> int:
    exponent = to_minor_unit(Decimal(1), code).as_tuple().exponent
    return max(2, -int(exponent))
