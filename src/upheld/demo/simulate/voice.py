"""How a person writes, whatever it is about: manner, dates, and a hand that slips."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from upheld.demo.simulate.dice import Dice
from upheld.demo.simulate.firm import PRACTICE
from upheld.demo.simulate.people import Person
from upheld.demo.simulate.slots import ORDER_STYLES
from upheld.demo.simulate.words import read

_MANNERS = {
    "plain": 27.0, "warm": 11.0, "terse": 10.0, "cross": 12.0, "wry": 8.0, "elderly": 8.0,
    "business": 4.0, "texting": 7.0, "second": 5.0, "apologetic": 7.0, "rambling": 6.0,
}  # fmt: skip
_AT_WORK = {"business": 55.0, "plain": 20.0, "terse": 12.0, "cross": 8.0, "warm": 5.0}

_DATES = {
    "plain": 26.0, "ordinal": 22.0, "the": 9.0, "backwards": 6.0, "short": 10.0, "weekday": 11.0,
    "wkd": 6.0, "slashes": 8.0, "long slashes": 5.0,
}  # fmt: skip
_DATES_BY_MANNER = {
    "elderly": {"formal": 40.0, "the": 35.0, "ordinal": 25.0},
    "business": {"full": 35.0, "formal": 25.0, "long slashes": 25.0, "plain": 15.0},
    "texting": {"slashes": 30.0, "short": 30.0, "ordinal": 25.0, "wkd": 15.0},
    "second": {"dots": 40.0, "plain": 30.0, "the": 15.0, "backwards": 15.0},
}
_QUIRKS = {
    "typos": 0.20, "misspells": 0.16, "no_apostrophes": 0.11, "lower": 0.06, "bangs": 0.06,
    "dots": 0.07, "wide": 0.06, "tight": 0.05, "shouts": 0.06, "dashes": 0.08,
}  # fmt: skip
_TIDY = ("business", "elderly", "second")

_MISTYPED = (re.compile(r"(?<!@)\b[a-z]{5,}\b"), 0.035)
_ARTICLES = re.compile(r"\b(the|a|an) (?=[a-z])")


@dataclass(frozen=True, slots=True)
class Voice:
    manner: str
    dates: str
    money: str
    order: str
    quirks: frozenset[str]

    def speak(self, text: str, dice: Dice) -> str:
        """`text` in this hand. Sums, dates and numbers are left as they are."""
        shaped = _SHAPES.get(self.manner, _as_is)(text, dice)
        for quirk in sorted(self.quirks):
            shaped = _HANDS[quirk](shaped, dice)
        return shaped


def voice_of(person: Person, seed: int) -> Voice:
    dice = Dice(seed, "voice", person.id)
    manner = dice.weighted(_AT_WORK if person.persona == PRACTICE else _MANNERS)
    slips = 0.25 if manner in _TIDY else 1.0
    quirks = (name for name, chance in _QUIRKS.items() if dice.chance(chance * slips))
    return Voice(
        manner,
        dice.weighted(_DATES_BY_MANNER.get(manner, _DATES)),
        _money(manner, dice),
        dice.choice(ORDER_STYLES),
        frozenset(quirks),
    )


def _money(manner: str, dice: Dice) -> str:
    if manner == "second" and dice.chance(0.5):
        return "words"
    if manner == "texting" and dice.chance(0.3):
        return "quid"
    return "exact" if manner in ("business", "elderly") or dice.chance(0.3) else "plain"


def _as_is(text: str, dice: Dice) -> str:
    return text


def _spelled_out(text: str, dice: Dice) -> str:
    return _swapped(text, read("spelling")["spelled_out"], 1.0, dice)


def _texted(text: str, dice: Dice) -> str:
    short = _swapped(text.lower(), read("spelling")["texted"], 0.6, dice).replace("'", "")
    if dice.chance(0.5):
        short = re.sub(r"(?<=[a-z])\.(?=\s|$)", lambda _: "" if dice.chance(0.7) else ".", short)
    return short


def _second(text: str, dice: Dice) -> str:
    long = _spelled_out(text, dice)
    bare = _ARTICLES.sub(lambda found: "" if dice.chance(0.38) else found[0], long)
    return _swapped(bare, read("spelling")["second"], 0.5, dice)


def _swapped(text: str, swaps: dict[str, str], chance: float, dice: Dice) -> str:
    pattern = _pattern(tuple(swaps))

    def swap(found: re.Match[str]) -> str:
        new = swaps.get(found[0].lower())
        if new is None or not dice.chance(chance):
            return found[0]
        return new[0].upper() + new[1:] if found[0][0].isupper() else new

    return pattern.sub(swap, text)


_PATTERNS: dict[tuple[str, ...], re.Pattern[str]] = {}


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    if words not in _PATTERNS:
        joined = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        _PATTERNS[words] = re.compile(rf"\b(?:{joined})\b", re.IGNORECASE)
    return _PATTERNS[words]


def _typos(text: str, dice: Dice) -> str:
    pattern, chance = _MISTYPED
    return pattern.sub(
        lambda found: _mistyped(found[0], dice) if dice.chance(chance) else found[0], text
    )


def _mistyped(word: str, dice: Dice) -> str:
    at = dice.randint(1, len(word) - 2)
    match dice.randint(0, 2):
        case 0:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case 1:
            return word[:at] + word[at + 1 :]
    return word[:at] + word[at] + word[at:]


def _misspells(text: str, dice: Dice) -> str:
    return _swapped(text, read("spelling")["misspelled"], 0.8, dice)


def _shouts(text: str, dice: Dice) -> str:
    """A word or two in capitals, as when a key is hit hard."""
    words = read("spelling")["shouted"].split()
    said = [word for word in words if re.search(rf"\b{word}\b", text)]
    for word in dice.sample(said, min(len(said), dice.randint(0, 2))):
        text = re.sub(rf"\b{word}\b", word.upper(), text, count=1)
    return text


def _dots(text: str, dice: Dice) -> str:
    return re.sub(
        r"(?<=[a-z])\. (?=[A-Z])", lambda found: "... " if dice.chance(0.45) else found[0], text
    )


def _bangs(text: str, dice: Dice) -> str:
    return re.sub(
        r"(?<=[a-z])\.(?=\s|$)",
        lambda found: dice.choice(("!", "!!", "!!!")) if dice.chance(0.3) else found[0],
        text,
    )


def _tight(text: str, dice: Dice) -> str:
    return re.sub(
        r"(?<=[a-z]), (?=[a-z])", lambda found: "," if dice.chance(0.35) else found[0], text
    )


def _dashes(text: str, dice: Dice) -> str:
    return re.sub(
        r"(?<=[a-z]), (?=[a-z])", lambda found: " - " if dice.chance(0.4) else found[0], text
    )


_SHAPES: dict[str, Callable[[str, Dice], str]] = {
    "texting": _texted,
    "second": _second,
    "elderly": _spelled_out,
    "business": _spelled_out,
}
_HANDS: dict[str, Callable[[str, Dice], str]] = {
    "typos": _typos,
    "misspells": _misspells,
    "no_apostrophes": lambda text, dice: text.replace("'", ""),
    "lower": lambda text, dice: text.lower(),
    "bangs": _bangs,
    "dots": _dots,
    "wide": lambda text, dice: text.replace(". ", ".  "),
    "tight": _tight,
    "shouts": _shouts,
    "dashes": _dashes,
}
