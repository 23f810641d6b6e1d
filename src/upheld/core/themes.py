"""Themes as they are kept: what many complaints say alike, and what people made of it by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

LONGEST_NAME = 80


class ThemeError(ValueError):
    """A theme cannot be changed so; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and the number of the case that it is from."""

    case: int
    words: str


@dataclass(frozen=True, slots=True)
class Trend:
    """A change in how often something comes up: which way, since which Monday, and when an alarm
    told of it; `ended` is the Monday on which it was over."""

    direction: str
    began: date
    told: date
    ended: date | None


@dataclass(frozen=True, slots=True)
class ThemeRead:
    """One theme as the cases bear it out now.

    `continues` is the number of the kept theme that it is, None for a new one. `cases` begin with
    the most typical. `weeks` counts different letters by week from the first Monday on.
    """

    continues: int | None
    name: str
    phrases: tuple[str, ...]
    weights: Mapping[str, float]
    head: str
    cases: tuple[int, ...]
    letters: int
    people: int
    examples: tuple[Said, ...]
    wishes: tuple[Said, ...]
    weeks: tuple[int, ...]
    trends: tuple[Trend, ...]


@dataclass(frozen=True, slots=True)
class LetterRead:
    """One letter that came several times: its cases in the order of receipt, and from how many."""

    cases: tuple[int, ...]
    people: int
    words: str
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True, slots=True)
class TermTrend:
    """A word or a pair of words that came up or went down."""

    term: str
    trend: Trend


@dataclass(frozen=True, slots=True)
class ThemesRead:
    """All themes of all cases, at one time. `limits` says what the cases do not bear out.

    `bounds` are, by the number of each theme that was kept when it was read, the one that it was
    merged into and the one that it is a part of; None where no kept theme was looked at."""

    themes: tuple[ThemeRead, ...]
    letters: tuple[LetterRead, ...]
    terms: tuple[TermTrend, ...]
    cases: int
    outside: int
    copies: int
    first_week: date | None
    languages: Mapping[str, int] = field(default_factory=dict)
    limits: tuple[str, ...] = ()
    bounds: Mapping[int, tuple[int | None, int | None]] | None = None


def checked_name(name: str) -> str:
    """A name as it is kept. Raises ThemeError."""
    said = " ".join(name.split())
    if not said:
        raise ThemeError("a theme needs a name: say in a few words what it is about")
    if len(said) > LONGEST_NAME:
        raise ThemeError(f"a name has at most {LONGEST_NAME} characters: this one has {len(said)}")
    return said
