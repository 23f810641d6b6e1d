"""Protected traits, and names that stand for one: never an input of a persona, of fit, of goodwill.

The nine characteristics are those of the Equality Act 2010, s. 4. A rule that looks neutral and
puts those who share one at a disadvantage is indirect discrimination (s. 19), which is why what
stands for a trait is refused with it. What no name gives away is measured: insight/proxies.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from .traits import NOT_IN_WORDS, PROXIES, TRAITS, WHOLE_NAMES

_ELSE_IN_WORDS = frozenset(NOT_IN_WORDS.split())

GROUND = "Equality Act 2010 s. 4"
GROUND_OF_PROXIES = "Equality Act 2010 s. 19"

# The age, the sex or the birth of a thing is none of a person's.
_OF_A_THING = re.compile(
    r"\b(?:age|ages|aged|birth|race|trans)(?= (?:of )?(?:the )?(?:an? )?(?:order|item|piece|case|"
    r"account|contract|evidence|goods|product|complaint|invoice|wood|furniture|stock)s?\b)"
    r"|\b(?:order|item|piece|case|account|contract|evidence|product|stock)s? ages?\b"
)
_PEOPLE = "people|customers|men|women|families|couples"
_OF_PEOPLE = re.compile(
    r"\b(?:under|over|aged|above|below) \d\d\b|\b\d\d (?:years? )?(?:old|of age)\b"
    r"|\bage (?:groups?|from|range|\d)|\b(?:any|every|a certain|old) age\b"
    r"|\b(?:their|his|her|customer's|customers') (?:age|race|faith|skin|accent)\b"
    rf"|\b(?:white|black|asian|young|old) (?:{_PEOPLE})\b"
)


@dataclass(frozen=True, slots=True)
class Protected:
    """What was found: the `word`, the trait or what gives it away, and the law."""

    word: str
    what: str
    proxy: bool

    @property
    def ground(self) -> str:
        return f"{GROUND_OF_PROXIES}, indirectly" if self.proxy else GROUND

    def __str__(self) -> str:
        if self.proxy:
            told = f"{self.word!r} is {self.what}"
        else:
            told = f"{self.word!r} tells a protected trait ({self.what})"
        return f"{told}: take it out, and say what they need, do or expect ({self.ground})"


def by_name(name: str) -> Protected | None:
    """What the name of an input, a column or a rule gives away; None where it is nothing."""
    words = plain_words(name)
    last = words.split(" ")[-1] if words.startswith("customer ") else words
    if last in WHOLE_NAMES:
        return Protected(name, WHOLE_NAMES[last], proxy=True)
    innocent = _OF_A_THING.sub(" ", words)
    return next(_found(innocent, name, frozenset()), None)


def in_words(text: str) -> Protected | None:
    """What a sentence about customers gives away; None where it gives away nothing."""
    words = plain_words(text)
    if found := _OF_PEOPLE.search(" ".join(text.lower().split())):
        return Protected(found[0], "age or race", proxy=False)
    return next(_found(_OF_A_THING.sub(" ", words), "", _ELSE_IN_WORDS), None)


def _found(words: str, name: str, but: frozenset[str]) -> Iterator[Protected]:
    padded = f" {words} "
    for proxy, of in ((False, TRAITS), (True, PROXIES)):
        for what, told in of.items():
            for word in told.split():
                if word not in but and f" {word.replace('_', ' ')} " in padded:
                    yield Protected(name or word.replace("_", " "), what, proxy)


def plain_words(name: str) -> str:
    """`custGender_cd` as `cust gender cd`, without accents: as a person would read it."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    plain = unicodedata.normalize("NFKD", parted).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z]+|\d+", plain))
