"""Campaigns: what we say of ourselves, what it makes people expect, and from when until when."""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date

from .keys import made_key

_LONGEST_NAME, _LONGEST_PROMISE, _LONGEST_KEY = 120, 200, 60


class CampaignError(ValueError):
    """A campaign that cannot be kept as it stands; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """`key` is what an order's campaign, or what a customer came by, says. Dates that are not
    known are None. A `retired` one is read of in the past and used no more."""

    key: str
    name: str
    promise: str = ""
    starts: date | None = None
    ends: date | None = None
    retired: bool = False


NAMES = tuple(each.name for each in fields(Campaign))


def declared(given: Campaign, known: Collection[Campaign]) -> Campaign:
    """The campaign as it is kept: new, or in place of the one of its key; an empty key is made of
    the name. Raises CampaignError."""
    name, promise = (" ".join(text.split()) for text in (given.name, given.promise))
    key = given.key.strip() or made_key(name, _LONGEST_KEY)
    if not name:
        raise CampaignError("name: say what it is called, such as Open workshop days")
    if not key:
        raise CampaignError(f"name: {name!r} has no letter: write the name in words")
    for what, text, most in (
        ("name", name, _LONGEST_NAME),
        ("promise", promise, _LONGEST_PROMISE),
        ("key", key, _LONGEST_KEY),
    ):
        if len(text) > most:
            raise CampaignError(f"{what}: it has {len(text)} characters and {most} are allowed")
    if given.starts and given.ends and given.ends < given.starts:
        raise CampaignError(f"ends: {given.ends} is before it starts: give a later day")
    if any(each.name.lower() == name.lower() and each.key != key for each in known):
        raise CampaignError(f"name: another campaign is called {name!r}: choose another name")
    return replace(given, key=key, name=name, promise=promise)
