"""Whether a letter tells what was found, word for word or in words of its own."""

import re
from collections.abc import Iterable

from upheld.core.as_seen import as_seen
from upheld.core.findings import Finding
from upheld.core.reading import ours
from upheld.core.spoken import spoken

from .read import Read


def finding_told(finding: Finding, letter: Read) -> bool:
    """Whether a letter tells a finding: word for word, or in words of its own that share enough."""
    if verbatim(finding.because, letter):
        return True
    return shares(f"{finding.statement} {finding.because}", letter.sentences)


def verbatim(reason: str, letter: Read) -> bool:
    return _plain(as_seen(reason)) in _plain(letter.letter.body)


def _plain(text: str) -> str:
    return " ".join(ours(text).split()).rstrip(" .").lower()


# A letter says it in its own words: a third of the finding's own is as much as it keeps of them.
_SHARED = 3


def shares(told: str, said: Iterable[str]) -> bool:
    needed = stems(told)
    kept = needed & stems(" ".join(said))
    return not needed or len(kept) * _SHARED >= len(needed)


_COMMON = re.compile(
    r"^(?:th(?:at|is|ey|em|eir|ere)|with|from|were|have|been|when|what|which|about|after|before"
    r"|would|should|could|yours?|customer|complaint|because|into|more|than|also|only|other|will|does)$"
)
_STEM = 5


def stems(text: str) -> set[str]:
    """The telling words of a text by their beginnings, and its numbers."""
    told = re.findall(r"\d+|[a-z]{4,}", spoken(text))
    return {word[:_STEM] for word in told if not _COMMON.match(word)}
