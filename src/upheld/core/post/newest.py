"""What is new in a message, apart from what it quotes and from its signature."""

import re
from dataclasses import dataclass
from functools import cache

from mailparser_reply.constants import MAIL_LANGUAGES
from mailparser_reply.parser import EmailMessage

# The library's patterns can be made to search for minutes, so each sees a few short lines alone.
_WINDOW = 4
_LONGEST_LINE = 240
_MOST_TRIED = 3_000
_NEAR = 40


@dataclass(frozen=True, slots=True)
class Parted:
    """`new` is what the writer says now; `folded` is the history and the signature, as it came."""

    new: str
    folded: str


def parted(text: str) -> Parted:
    """A text in two. Whatever is not surely history stays new, and nothing is let go."""
    told = text.split("\n")
    new: list[str] = []
    folded: list[str] = []
    at = tried = 0
    while at < len(told):
        line = told[at]
        window = told[at : at + _WINDOW]
        if _is_quoted(line):
            folded.append(line)
            at += 1
            continue
        tried += bool(line.strip())
        head = _head(window) if tried <= _MOST_TRIED else 0
        if head and not _answered_between(told[at + head : at + head + _NEAR]):
            folded += told[at:]
            break
        if head or _signs_off(line, told[at + 1 : at + 1 + _NEAR]):
            end = at + head if head else _end_of_signature(told, at)
            folded += told[at:end]
            at = end
            continue
        new.append(line)
        at += 1
    return _whole(text, new, folded)


def _whole(text: str, new: list[str], folded: list[str]) -> Parted:
    """A message with nothing but history is shown whole: somebody passed it on for a reason."""
    words = "\n".join(new).strip()
    if not words:
        return Parted(text.strip(), "")
    return Parted(words, "\n".join(folded).strip())


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _head(window: list[str]) -> int:
    """How many of these lines introduce what is quoted: `On Monday Ada wrote:`, `From: ...`."""
    if not window[0].strip() or len(window[0]) > _LONGEST_LINE:
        return 0
    text = "\n".join(line.strip()[:_LONGEST_LINE] for line in window) + "\n"
    found = _heads().match(text)
    return max(found.group().strip("\n").count("\n") + 1, 1) if found else 0


def _answered_between(rest: list[str]) -> bool:
    """Whether what follows is marked line by line, and so may have answers between its lines."""
    first = next((line for line in rest if line.strip()), "")
    return _is_quoted(first)


def _signs_off(line: str, rest: list[str]) -> bool:
    """`-- ` alone on its line (RFC 3676, 4.3), or what a telephone adds at the end."""
    if line.strip() in ("--", "—") and line.startswith(("--", "—")):
        return True
    short = line.strip()
    return 0 < len(short) <= 80 and bool(_sent_from().fullmatch(short)) and _ends(rest)


def _ends(rest: list[str]) -> bool:
    """Only quoted lines, heads of them or nothing comes after."""
    left = [line for line in rest if line.strip()]
    return not left or _is_quoted(left[0]) or bool(_head(left[:_WINDOW]))


def _end_of_signature(told: list[str], at: int) -> int:
    """The line after a signature, which ends where something is quoted below it."""
    end = at + 1
    while end < len(told) and not _is_quoted(told[end]):
        if end - at < _NEAR and _head(told[end : end + _WINDOW]):
            break
        end += 1
    return end


@cache
def _heads() -> re.Pattern[str]:
    known = EmailMessage("", languages=list(MAIL_LANGUAGES))
    return re.compile(known.HEADER_REGEX.pattern, known.HEADER_REGEX.flags)


@cache
def _sent_from() -> re.Pattern[str]:
    told = (each.get("sent_from") for each in MAIL_LANGUAGES.values())
    starts = "|".join(each if isinstance(each, str) else "|".join(each) for each in told if each)
    return re.compile(rf"(?:{starts}) ?[\w.<>:/ ]{{0,60}}", re.I)
