"""Loudness, and who somebody is to us: never a fact of what happened (promises 1 and 2).

A name or a meaning gives them away or it does not. A fact that hides them under an innocent one is
for the second person to see, who publishes.
"""

import re

from upheld.tables.proofs.promises import LOUDNESS

from .protected import plain_words

# What a promise names, by parts of a name too; but for what is loud only where it is all of it.
_PROMISED = {plain_words(name) for name in LOUDNESS - {"channel", "contacts", "reach", "demand"}}
# How, how often, where and before whom something is asked, beyond what a promise names.
_WORDS = frozenset(
    """loud louder loudly loudness shout shouts shouted shouting yell yells yelled yelling scream
    screams screamed screaming angry anger furious fury swears swearing persistent insists
    insistence insistent pushy nags nagging threatens threatened threatening follower influencer
    celebrity famous fame viral publicity journalist""".split()  # noqa: SIM905
)
_TOGETHER = (
    "times asked", "asked times", "asks count", "times complained", "contact count",
    "contacts count", "social media reach",
)  # fmt: skip
_LOUD = (*_WORDS, *_TOGETHER, *sorted(_PROMISED))
# How one of us behaved is what a complaint may be about.
_OURS = frozenset({"staff", "colleague", "driver", "engineer", "agent", "we", "our", "us"})
# Who somebody is to us: for goodwill, which may ask of the customer, and for no fact.
_TO_US = (
    "vip", "persona", "segment", "loyal", "customer value", "value to us", "customer fit",
    "fit band", "core customer", "good customer", "best customer", "big customer", "big spender",
)  # fmt: skip
_IN_WORDS = re.compile(
    r"\b(?:how (?:loud|often|angr|hard|much|rude|many times)\w*|whether) [^.;]{0,40}?"
    r"\b(?:customers?|they|he|she|complainants?|somebody|who) [^.;]{0,30}?"
    r"\b(?:shout|yell|scream|swear|ask|insist|demand|threaten|complain|write|call|ring|rang|post)\w*"
    r"|\b(?:loudness|loudly|tone of (?:the|their|a)|followers?|influencers?|lifetime value)\b",
    re.IGNORECASE,
)


def by_name(name: str) -> bool:
    """Whether a name says how loudly something is asked."""
    words = plain_words(name)
    return _has(words, _LOUD) and _OURS.isdisjoint(words.split())


def in_words(means: str) -> bool:
    """Whether a meaning says so: 'how loudly the customer shouts'."""
    return _IN_WORDS.search(" ".join(means.split())) is not None


def is_to_us(name: str) -> bool:
    """Whether a name says who somebody is to us: `vip`, `fit_band`, `customerValue`."""
    return _has(plain_words(name), _TO_US)


def _has(words: str, told: tuple[str, ...]) -> bool:
    return any(f" {each} " in f" {words} " for each in told)
