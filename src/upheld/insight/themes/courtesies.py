"""What is said for the form in any letter, and tells nothing of what it is about."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from upheld.insight import languages
from upheld.insight.texts import words_of


@dataclass(frozen=True, slots=True)
class Courtesies:
    """The words of a language's courtesies, and how its salutations, closings and announcements
    begin: by their first word, each in words."""

    words: frozenset[str]
    openings: dict[str, tuple[tuple[str, ...], ...]]

    def begin(self, words: list[str]) -> bool:
        """Whether a sentence of these words is one of them."""
        of = self.openings.get(words[0], ()) if words else ()
        return any(tuple(words[: len(opening)]) == opening for opening in of)


@cache
def passed_over(language: str) -> frozenset[str]:
    """The words of a language that name no theme: small ones and courtesies."""
    return languages.joining_words(language) | courtesies(language).words


@cache
def courtesies(language: str) -> Courtesies:
    told = _told().get(language, {"words": [], "openings": []})
    openings: dict[str, tuple[tuple[str, ...], ...]] = {}
    for opening in told["openings"]:
        words = tuple(words_of(opening))
        openings[words[0]] = (*openings.get(words[0], ()), words)
    return Courtesies(frozenset(told["words"]), openings)


@cache
def _told() -> dict[str, dict[str, list[str]]]:
    told: dict[str, dict[str, list[str]]] = yaml.safe_load(
        Path(__file__).with_name("courtesies.yaml").read_text("utf-8")
    )
    return told
