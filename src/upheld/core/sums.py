"""Sums of money that stand in a text, with their place in it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from upheld.tables import to_minor_unit

from .currencies import (
    CODES,
    LETTERS,
    NAMES,
    NATIONS,
    OWN_LETTERS,
    SIGNS,
    SMALL,
    WORD_CODES,
    WORDS,
    unit,
)

_TIMES = {"k": 1_000, "grand": 1_000, "thousand": 1_000, "hundred": 100, "m": 1_000_000,
          "million": 1_000_000, "bn": 10**9, "billion": 10**9, "lakh": 100_000, "crore": 10**7,
          "万": 10_000}  # fmt: skip

# No sum has more digits than a line has room for.
_NUMBER = r"\d{1,3}(?:[ ,.'’]\d{3}){1,5}(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d[\d,]{0,24}(?:\.\d{1,24})?"
_SCALE = r"(?i:k\b|m\b|\s?(?:grand|thousand|hundred|million|billion|bn|lakh|crore)\b|万)"
# What may stand between a sign and its number: "£: 5", "£ approx. (5)".
_GAP = (
    r"[\s:=~/()|*-]{0,6}"
    r"(?:(?i:approx(?:imately)?|about|around|circa|ca|some|roughly|nearly|almost|over|up to)"
    r"[\s.(]{1,3})?"
)
# A picture has so many lines, and is no money.
_LINES = r"(?<!\b480)(?<!\b720)(?<!\b1080)(?<!\b1440)(?<!\b2160)"
# What may follow an amount, and no word of what else it could be of.
_STOPS = r"(?=\s*(?:[.,;:!?)]|$|(?:and|by|to|into|in|as|on|for|more|extra|back|too)\b))"
_WORD_STOPS = (
    rf"(?:{_STOPS}|(?=\s+(?:is|are|was|were|will|that|which|we|you|at|from|if|or|per|each|every|a|of"
    r"|this|now|today|within|through|instead|once|when|because)\b))"
)
# Of what has no sign: that it is money is to be told by the words round about.
_BARE = r"\b(?P<bare>\d{1,9}(?:\.\d{1,9})?)(?P<by>k|\s?grand)\b" + _STOPS


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
    if not _FIGURE.search(text):
        return
    for found in _sum(currency).finditer(text):
        told = found["first"] or found["last"] or found["word"] or found["word_first"] or ""
        code, parts = unit(told, currency)
        number = _number(next(filter(None, map(found.group, _NUMBERS))), code)
        scale = next(filter(None, map(found.group, _SCALES)), "")
        amount = number * _TIMES.get(scale.strip().lower(), 1) / parts
        if _is_another(found, amount, code, currency):
            continue
        yield Sum(amount, code, found.start(), found.end(), bool(found["bare"]))


_FIGURE = re.compile(r"\d")
_NUMBERS = ("before", "after", "bare", "many", "many_after")
_SCALES = ("times", "scaled", "by", "by_word")
# Of a word that is the name of a currency too, fewer are of something else.
_MANY = 100
# Francs, and a Friday, of which no month has so many.
_FRIDAY, _DAYS = "Fr", 32


def _is_another(found: re.Match[str], amount: Decimal, code: str, currency: str) -> bool:
    """Whether a word or letters with their number are of something else: two crowns, PHP 8."""
    told = (found["word"] or found["word_first"] or "").rstrip(".")
    if told == _FRIDAY:
        return amount < _DAYS
    return bool(told) and code != currency and amount < _MANY


@cache
def _sum(currency: str) -> re.Pattern[str]:
    coded = _any({*CODES, currency})
    codes = (
        rf"(?<![A-Za-z])(?:(?=[A-Z]{{3}}(?![A-Za-z]))(?:{coded})|(?i:gbp|eur|usd|stg)(?![A-Za-z]))"
    )
    own = [re.escape(OWN_LETTERS[currency])] if currency in OWN_LETTERS else []
    letters = "|".join([*own, _any(set(LETTERS) - {_FRIDAY})])
    lettered = rf"(?<![A-Za-z])(?:{letters})(?![A-Za-z])\.?"
    signs = rf"[{''.join(SIGNS)}]|{codes}|{lettered}"
    small = rf"(?i:cents?|{_any(set(SMALL) - {'p'})})\b"
    named = rf"(?i:{NAMED})\b{_WEIGHT}|{small}|{_LINES}p\b"
    lower = rf"(?i:{_any(_SMALL_LETTERS)})\b"
    led = rf"\b(?i:{_any(_LED)})(?: sterling)?(?=[ :=])"
    return re.compile(
        rf"(?P<first>{signs}|{led}){_GAP}(?P<before>{_NUMBER})(?P<times>{_SCALE})?"
        rf"|\b(?P<after>{_NUMBER})(?P<scaled>{_SCALE})?\s?(?P<last>{signs}|{named}|{lower})(?!\s?\d)"
        rf"|\b(?P<many>{_NUMBER})(?P<by_word>{_SCALE})?\s?(?P<word>{_BY_WORD}){_WORD_STOPS}"
        rf"|(?<![A-Za-z])(?P<word_first>{_any(WORD_CODES)}|{_FRIDAY}\.?)\s?(?P<many_after>{_NUMBER})"
        rf"|{_BARE}"
    )


def _any(words: Iterable[str]) -> str:
    """One of the words, letter by letter: at most signs of a text none begins, and to try them all
    there takes five times as long. Of two that begin alike the longer is meant."""
    by_first: dict[str, set[str]] = {}
    for word in filter(None, rest := set(words)):
        by_first.setdefault(word[0], set()).add(word[1:])
    ways = [re.escape(first) + _any(ends) for first, ends in sorted(by_first.items())]
    if len(ways) == 1 and "" not in rest:
        return ways[0]
    return f"(?:{'|'.join(ways)}){'?' * ('' in rest)}" if ways else ""


_NATION = _any(NATIONS)
# A name by which money is known wherever it stands.
NAMED = rf"(?:(?:{_NATION})\s)?(?:{_any(NAMES)})|(?:{_NATION})\s(?:{_any(WORDS)}|cents?)"
_SMALL_LETTERS = set(CODES) - {"CAD", "RON", "TRY"}
# What is told before its number: in the plural, or as a word that has none.
_LED = {name for name in NAMES if name.endswith("s") or f"{name}s" not in NAMES} - {"sterling"}
# A name, or a code, that is a word of other things.
_BY_WORD = rf"(?i:{_any(WORDS)})\b|(?:{_any(WORD_CODES)}|{_FRIDAY})(?![A-Za-z])"
# A pound of weight is no money.
_WEIGHT = r"(?!\s+(?:in|of) weight|\s+(?:heav|light)|[\s-]+(?:weight|force)\b)"


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
