"""Asking kindly: who of those whom a known fault probably hit may be asked how it was, and how
rarely. Nobody is pressed: one letter, and silence after it is an answer."""

from dataclasses import dataclass, replace
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
    `about` whether one was about this very order, `unsaid` that something keeps a letter back of
    which it is not told what."""

    reachable: bool = True
    asked_on: date | None = None
    about: bool = False
    wants_none: bool = False
    has_complained: bool = False
    open_complaint: bool = False
    restricted: bool = False
    parted: bool = False
    vulnerable: bool = False
    unsaid: bool = False


def as_told(who: Standing, shown: Standing) -> Standing:
    """The same for somebody from whom complaints are kept: those that are `shown` to them are told,
    and that there is another is told in the words of three that have nothing to do with it, so that
    nobody is known by them."""
    complained, working = shown.has_complained, shown.open_complaint
    kept = (who.has_complained and not complained) or (who.open_complaint and not working)
    return replace(
        who, has_complained=complained, open_complaint=working, wants_none=False, parted=False,
        restricted=False, unsaid=kept or who.wants_none or who.parted or who.restricted,
    )  # fmt: skip


def why_not(who: Standing, today: date, every: timedelta, alone: bool = True) -> str:
    """Why somebody is not asked, in one sentence; empty where they may be. `every` is how long
    nobody is asked again, `alone` whether a person chose this one customer by hand."""
    again = who.asked_on and who.asked_on + every
    reasons = (
        (who.wants_none, "They would rather not be asked."),
        (who.has_complained, "They complained about it themselves."),
        (who.about, "They were asked about it before."),
        (who.open_complaint, "A complaint of theirs is being worked on: ask there."),
        (who.unsaid, "They would rather not be asked, or it is not the time for it."),
        (who.parted, "We have parted."),
        (who.restricted, "How they reach us is restricted for now."),
        (again and today < again, f"They were asked on {who.asked_on}; again from {again}."),
        (not who.reachable, "We have no e-mail address of theirs that works."),
        (
            who.vulnerable and not alone,
            "Somebody should choose the words: ask this customer by themselves.",
        ),
    )
    return next((why for is_so, why in reasons if is_so), "")
