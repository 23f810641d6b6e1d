"""What a machine wrote into a letter: "label": "value", <label>value</label>, label=value&; and the
names that somebody has on the web."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Iterator

from upheld.core.known_words import bare, is_unknown
from upheld.core.pieces import one_of
from upheld.core.word_lists import words

from .patterns import Found
from .rows import FITS, IS_OF, kind_of

_PAIR = re.compile(
    r"\"(?P<label>[^\W\d]\w{1,30}(?:[ -]\w{1,30})?)\"\s?:\s?\"(?P<it>[^\"\n]{2,80})\""
    r"|<(?P<tag>[A-Za-z][\w-]{2,30})>(?P<within>[^<>\n]{2,80})</"
    r"|(?<![^\s?&;])(?P<key>[A-Za-z][\w-]{2,40})=(?P<said>[^&\s=;,]{2,80})(?=[&;,\s]|$)"
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CALLED = one_of(
    "instagram", "insta", "twitter", "tiktok", "telegram", "snapchat", "discord", "skype", "facebook", "linkedin", "mastodon", "wechat", "viber", "reddit", "handle", "log-?in", "user ?name", "screen ?name", "nickname",
)  # fmt: skip
# One of them at least is in a text that has a handle.
_WORDS = (
    "@", "insta", "twitter", "tiktok", "telegram", "snapchat", "discord", "skype", "facebook",
    "linkedin", "mastodon", "handle", "username", "user name", "screen name", "nickname", "u/",
    "wechat", "viber", "reddit", "login", "log-in",
)  # fmt: skip
_OF_FIRMS = frozenset({"air", "care", "help", "cares", "helps", "hq", "uk", "official"})
_HANDLE = re.compile(
    r"(?<![\w@./])@(?P<at>[A-Za-z_][\w.]{2,29}\w)(?![@\w])"
    rf"|{_CALLED}(?i: (?:handle|name|id|account))?(?: ?[:=]| is| ?\(?@|(?<=[Mm]y login)|(?<=[Uu]sername)|(?<=[Uu]ser name)|(?<=[Ss]creen name))\s?@?(?P<it>[A-Za-z][\w.-]{{2,29}}\w)"
    r"|(?<![\w/])u/(?P<own>[\w-]{3,20})(?![\w/])"
)


def in_pairs(text: str) -> Iterator[Found]:
    """Values by the label that a machine gave them."""
    if '":' not in text and "</" not in text and "=" not in text:
        return
    for match in _PAIR.finditer(text):
        label = match["label"] or match["tag"] or match["key"]
        part = next(each for each in ("it", "within", "said") if match[each] is not None)
        kind = kind_of(_HUMP.sub(" ", label))
        said = match[part].replace("+", " ") if part == "said" else match[part]
        if kind and FITS[kind](said) and IS_OF[kind](said):
            yield Found(*match.span(part), kind)


# What somebody signs in with, in the field of a ticket or a note: agent: dthabethe.
_OF_A_DESK = re.compile(
    rf"{one_of('agent', 'assignee', 'assigned[ _]to', 'handler', 'handled[ _]by', 'advis[eo]r', 'operator', 'reviewer', 'owner', 'author', 'posted[ _]by', 'created[ _]by', 'updated[ _]by', 'logged[ _]by', 'raised[ _]by', 'taken[ _]by', 'user', 'csr', 'rep')}"
    r"\"?\s?[:=]\s{0,3}\"?(?P<it>[a-z][a-z\d]{2,19}(?:[._-][a-z\d]{1,19}){0,2}|(?:[A-Z][a-z]{1,14}){2,4}\d{0,4})(?=[\",;|)\s]|$)"
)


def of_desks(text: str) -> Iterator[Found]:
    """Who works on a case, by what they sign in with; no word of the language."""
    for match in _OF_A_DESK.finditer(text) if ":" in text or "=" in text else ():
        said = match["it"]
        parted = any(sign in said for sign in "._-0123456789") or not said.islower()
        known = said.replace("-", "") in words("english") or bare(said) in words("talk")
        if not known and (parted or is_unknown(said.capitalize())):
            yield Found(*match.span("it"), "handle")


def handles(text: str) -> Iterator[Found]:
    """What somebody is called on the web; no firm, and no word of the language."""
    yield from of_desks(text)
    small = text.lower()
    if not any(word in small for word in _WORDS):
        return
    for match in _HANDLE.finditer(text):
        said = match["at"] or match["it"] or match["own"]
        plain = bare(said.rstrip("."))
        told = re.findall(r"[a-z]+", plain)
        humps = {*map(str.lower, _HUMP.split(said))}
        firm = not humps.union(told).isdisjoint(words("trades", "nobody") | _OF_FIRMS)  # @BrightBus
        firm |= any(plain.startswith(word) for word in words("firms") if len(word) > 3)
        written = any(sign in "._-0123456789" for sign in said.strip("."))
        if told and not firm and (match["at"] or match["own"] or written or is_unknown(plain)):
            part = "at" if match["at"] else "it" if match["it"] else "own"
            yield Found(*match.span(part), "handle")
