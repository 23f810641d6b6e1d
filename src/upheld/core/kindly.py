"""Asking kindly: who of those whom a known fault probably hit may be asked how it was, and how
rarely. Nobody is pressed: one letter, and silence after it is an answer."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class AskedAnswer(StrEnum):
    """What somebody said to a kind letter; nothing, as most will, is empty."""

    WELL = "well"
    WRONG = "wrong"
    NO_MORE = "no_more"


@dataclass(frozen=True, slots=True)
class Standing:
    """What we know of a person, by all of their rows. `asked_on` is the day of the last letter,
    `about` whether one was about this very order."""

    reachable: bool = True
    asked_on: date | None = None
    about: bool = False
    wants_none: bool = False
    has_complained: bool = False
    open_complaint: bool = False
    restricted: bool = False
    parted: bool = False
    vulnerable: bool = False


def why_not(who: Standing, today: date, every: timedelta, alone: bool = True) -> str:
    """Why somebody is not asked, in one sentence; empty where they may be. `every` is how long
    nobody is asked again, `alone` whether a person chose this one customer by hand."""
    if who.wants_none:
        return "They would rather not be asked."
    if who.has_complained:
        return "They complained about it themselves."
    if who.about:
        return "They were asked about it before."
    if who.open_complaint:
        return "A complaint of theirs is being worked on: ask there."
    if who.parted:
        return "We have parted."
    if who.restricted:
        return "How they reach us is restricted for now."
    if who.asked_on and today < who.asked_on + every:
        return f"They were asked on {who.asked_on}; again from {who.asked_on + every}."
    if not who.reachable:
        return "We have no e-mail address of theirs that works."
    if who.vulnerable and not alone:
        return "Somebody should choose the words: ask this customer by themselves."
    return ""
