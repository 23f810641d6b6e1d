"""Themes of the complaints as programs read them."""

from datetime import date
from typing import Any

from .base import Moment, Told, Versioned


class ThemeTold(Versioned):
    """What many complaints say alike. `trends` say since when it comes up or goes down."""

    id: int
    name: str
    found_name: str
    head: str
    cases: int
    letters: int
    people: int
    phrases: list[str]
    examples: list[dict[str, Any]]
    wishes: list[dict[str, Any]]
    trends: list[dict[str, Any]]
    weeks: list[int]
    found_at: Moment


class CopiedLetterTold(Told):
    """A letter that several people sent, nearly word for word, and its cases."""

    id: int
    words: str
    people: int
    first_on: date | None
    last_on: date | None
    cases: list[str]
