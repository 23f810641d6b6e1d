"""Names in small letters: after a word that leads to somebody, and on the last line."""

# ruff: noqa: E501 (a list of words is read whole)

import re
from collections.abc import Iterator
from functools import cache

from upheld.core.known_words import bare, is_english, is_of_letters, is_unknown
from upheld.core.pieces import one_of
from upheld.core.word_lists import words

from .patterns import Found

_SMALL_LETTERS = re.compile(r"[a-z]{4,}")
_LOWER = re.compile(r"(?<![\w'’@./-])[a-z]{4,}(?![\w@-])")
_SMALL_NAME = r"[a-zß-ÿ][a-zß-ÿ'’-]{1,30}"
_LEADS_TO_SMALL = one_of(
    "my (?:full |legal |own )?names?(?:'s| is|:)?", "name(?: is|:)", "i am", "i'm", "im", "its", "it's", "this is", "spoke (?:to|with)", "signed(?: by)?:?", "account holder(?: is)?",
    "on behalf of", "in the name of", "called", "named", "asked for", "agent", "manager", "advis[eo]r", "representative",
    "my (?:wife|husband|partner|son|daughter|mother|father|brother|sister|friend|colleague|neighbou?r),?",
    *(f"{role},?" for role in sorted(words("roles"))),
    "mother in law", "sister in law", "brother in law", "son in law", "daughter in law", "surname(?: is|:)?", "regards,?", "sincerely,?", "thank you,?", "thanks,?", "dear", "hello", "hi",
)  # fmt: skip
_SMALL = re.compile(
    rf"{_LEADS_TO_SMALL}\s{{1,2}}(?P<first>{_SMALL_NAME})(?: [a-z]\.?(?= ))?(?: (?P<last>{_SMALL_NAME}))?"
)
_OF_A_ROLE = re.compile(
    rf"{one_of(*sorted(words('roles') | {'surname', 'named', 'called'}))},? (?P<it>[a-zß-ÿ][a-zß-ÿ'’-]{{3,30}})(?![\w@])"
)
_SLIP = re.compile(r"(?:nt|ve|ll|ed|ing|ly|'s|’s)$")
_TITLED = re.compile(rf"{one_of('mr', 'mrs', 'ms', 'dr')}[.]? (?P<last>{_SMALL_NAME})")
_SHORT = re.compile(r"(?<=[a-z]{3})\. [A-Z]")  # Dr. jur. Ask
_AT_THE_END = re.compile(
    rf"(?:(?m:^)|[.!?] )(?P<first>{_SMALL_NAME}) (?P<last>{_SMALL_NAME})\s{{0,5}}\Z"
)

# The last word of all, after a closing: cheers gaz.
_CLOSES = re.compile(
    rf"{one_of('cheers', 'thanks', 'thank you', 'thx', 'ta', 'regards', 'sincerely')},? (?P<it>[a-z]{{3,20}})[.!]?\s{{0,5}}\Z"
)

_LAST_SIGNS = 40


def in_small_letters(text: str) -> Iterator[Found]:
    """Where somebody is named in small letters: the lists tell, or a word that leads to one."""
    sure = _sure().intersection(_SMALL_LETTERS.findall(text))
    if sure:
        yield from _runs(text, sure)
        for pattern in (_SMALL, _AT_THE_END):
            yield from filter(None, map(_given, pattern.finditer(text)))
        if is_english(text):
            yield from filter(None, map(_two_unlisted, _AT_THE_END.finditer(text)))
            yield from filter(None, map(_unlisted, _OF_A_ROLE.finditer(text)))
    closes = _CLOSES.search(text, max(0, len(text) - _LAST_SIGNS))
    if closes and is_unknown(closes["it"]):
        yield Found(*closes.span("it"), "name")
    for match in _TITLED.finditer(text):
        if _is_surname(match["last"]) and not _SHORT.match(text, match.end()):
            yield Found(*match.span("last"), "name")


@cache
def _sure() -> frozenset[str]:
    """Names that are no words of English or of another language, no firms and no places."""
    lists = ("english", "firms", "places", "nobody", "abroad", "words_too")
    return (words("given") | words("surnames")).difference(*map(words, lists))


def _runs(text: str, sure: frozenset[str]) -> Iterator[Found]:
    """Names beside each other as one."""
    start = end = -2
    for match in _LOWER.finditer(text):
        if match[0] in sure:
            if match.start() != end + 1:
                if start >= 0:
                    yield Found(start, end, "name")
                start = match.start()
            end = match.end()
    if start >= 0:
        yield Found(start, end, "name")


def _unlisted(match: re.Match[str]) -> Found | None:
    """After what somebody is a word that nobody knows, and that is no slip: the driver didnt."""
    word = match["it"]
    known = bare(word) in words("english") or not is_unknown(word) or _SLIP.search(word)
    return None if known else Found(*match.span("it"), "name")


def _two_unlisted(match: re.Match[str]) -> Found | None:
    """Two words alone on the last line, neither of which is one of English."""
    both = match["first"], match["last"]
    if not all(map(is_unknown, both)) or any(map(is_of_letters, map(bare, both))):
        return None
    return Found(match.start("first"), match.end("last"), "name")


def _given(match: re.Match[str]) -> Found | None:
    """The given name, and the surname after it where it is one."""
    if bare(match["first"]) not in words("given"):
        return None
    last = "last" if match["last"] and _is_surname(match["last"]) else "first"
    return Found(match.start("first"), match.end(last), "name")


def _is_surname(word: str) -> bool:
    plain = bare(word)
    known = any(plain in words(of) for of in ("surnames", "surnames_too", "given"))
    return known or is_unknown(word)
