"""Who stands in a header of addresses. An address counts as it is written and not as it could be
read: what a mail server vouches for is what it read there, and it decodes nothing."""

import re
from collections.abc import Iterator, Sequence
from email.utils import getaddresses

from upheld.core.domains import is_written_as_known

from .decoding import header
from .message import Address

_MOST = 20_000  # characters of a header that are read as addresses
_LONGEST = 254
# Whatever beyond ASCII is a letter somewhere stands for itself (RFC 6531, section 3.3); but the
# Kelvin sign is a k in small letters, and so an address in other letters than it is written.
_NAME = r"[^\x00-\x20\x7f-\xa0\u212a()<>\[\]\\,;:\"@]+"
_HOST = r"[^\x00-\x2c\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\xa0\u212a]+"
_EMAIL = re.compile(f"{_NAME}@{_HOST}")
_WORDS = re.compile(r"=\?[^?\s]+\?[bq]\?[^?\s]*\?=", re.IGNORECASE)  # RFC 2047, section 2

_IN_BRACKETS = re.compile(r"<([^<>]*)>")
_SPACE = re.compile(r"[ \t]+")
# A sign behind a backslash may close nothing, and groups are counted as if none ever closed.
_OPENS_OR_CLOSES = re.compile(r"[(:]|(?<!\\)\)")
_DEEPEST = 100
_COMMENTS = re.compile(r"(?:\(\))+")
_BETWEEN = re.compile(r"[,;:]+")
_WORD = re.compile(r"[^\s<>()\[\],;:\"']+")
_AT = re.compile("[@\ufe6b\uff20]")  # and the signs that only look like it


def addresses(values: Sequence[str]) -> tuple[Address, ...]:
    """Those in the values of a header, each on one line. Who is named without an address has an
    empty one."""
    told = [value[:_MOST] for value in values]
    read_as = ((header(called), _email(email)) for called, email in named_in(told))
    return tuple(Address(called, email) for called, email in read_as if called or email)


def named_in(values: Sequence[str]) -> list[tuple[str, str]]:
    """Names and addresses as Python reads them, up to where a stranger piled more into each other
    than it can read: it calls itself for a comment in a comment, and for a group in a group."""
    told = ", ".join(values)
    return getaddresses([told[: _too_deep(told)]])


def _too_deep(told: str) -> int | None:
    """Where more than _DEEPEST comments are open, or groups at most; None where it nowhere is."""
    comments = groups = 0
    for found in _OPENS_OR_CLOSES.finditer(told):
        comments = max(0, comments + {"(": 1, ")": -1}.get(found[0], 0))
        groups += found[0] == ":"
        if comments > _DEEPEST or groups > _DEEPEST:
            return found.start()
    return None


def authors(values: Sequence[str]) -> tuple[Address, ...]:
    """Those in `From`. None of them has an address where another reader could see another one: a
    mail server that vouches for an author may be that reader."""
    found = tuple(Address(_named(each), each.email) for each in addresses(values))
    if {each.email for each in found if each.email} == _written(values):
        return found
    return tuple(Address(each.name, "") for each in found if each.name)


def _named(who: Address) -> str:
    """What somebody is called; nothing where it is, or holds, an address that is not theirs: they
    would be taken for whose that is."""
    words = _WORD.findall(who.name)
    others = {word.lower() for word in words if _AT.search(word, 1, len(word) - 1)} - {who.email}
    return "" if others else who.name


def _email(told: str) -> str:
    is_one = _EMAIL.fullmatch(told) and len(told) <= _LONGEST and is_written_as_known(told)
    return told.lower() if is_one else ""


def _written(values: Sequence[str]) -> set[str]:
    """The addresses outside of quoted words, comments and encoded words; nothing where what could
    be one is none, or they are too long to be read to their end."""
    if sum(map(len, values)) > _MOST:
        return set()
    plain = (bare(_WORDS.sub("[]", value)) for value in values)
    found = [_email(part) for each in plain for part in _parts(each)]
    return set(found) if all(found) else set()


def _parts(plain: str) -> Iterator[str]:
    """What has to be an address for the others to be one: all that a pair of brackets holds, and
    each part of a word outside of them that has an @. Where there are no brackets, any word is one
    of a list of addresses: a comma or a semicolon in front of an address may be a part of it."""
    within = _IN_BRACKETS.findall(plain)
    yield from (each.strip(" \t") for each in within)
    for word in _SPACE.split(_IN_BRACKETS.sub(" ", plain)):
        if not _COMMENTS.fullmatch(word) and (not within or not {*"@<>"}.isdisjoint(word)):
            yield from filter(None, _BETWEEN.split(word))


def bare(told: str) -> str:
    """Without what stands in comments and in quotes: a stranger's words may stand in both. Each is
    a sign that no name has, so that what stands around it is not read as one."""
    kept: list[str] = []
    depth, quoted, skip = 0, False, False
    for sign in told:
        if skip:
            skip = False
        elif sign == "\\" and (quoted or depth):
            skip = True
        elif sign == '"' and not depth:
            quoted = not quoted
            kept.append(sign)
        elif quoted:
            continue
        elif sign in "()":
            depth = max(0, depth + (1 if sign == "(" else -1))
            kept.append(sign)
        elif not depth:
            kept.append(sign)
    return "".join(kept)
