"""By when a letter says that its reader hears from us or has our answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .days import named_days
from .letter_text import as_read
from .reading import ours, paragraphs, sentences

# "on Friday, 4 December" and "November 7, 2026" are one day.
_CLAUSE = re.compile(r";|,(?! ?\d)|\bbut\b")
_ANSWER = re.compile(
    r"\b(?:our|an?|the|final|full) (?:[\w-]+ )?(?:answer|reply|response|decision)\b"
    r"|\b(?:answer|reply to|respond to) you\b",
    re.IGNORECASE,
)
_HEAR = re.compile(
    r"\bhear(?:ing)? from us\b|\bwrite to you\b|\bback to you\b|\bin touch\b", re.IGNORECASE
)
# What was said before, or will not be.
_NOT_SO = re.compile(r"\b(?:would|said|told|promised|not|cannot|unable|\w+n['’]t)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ToldBy:
    """The day, and whether our answer is what comes by then."""

    day: date
    answer: bool


def told_by(body: str, left_on: date) -> ToldBy | None:
    """The last such day in a letter that left on `left_on`; None where none can be read."""
    return max(_said(body, left_on), key=lambda each: (each.day, each.answer), default=None)


def _said(body: str, left_on: date) -> Iterator[ToldBy]:
    for paragraph in paragraphs(as_read(body)):
        for clause in (part for each in sentences(paragraph) for part in _CLAUSE.split(ours(each))):
            answer = bool(_ANSWER.search(clause))
            if (answer or _HEAR.search(clause)) and not _NOT_SO.search(clause):
                days = named_days(clause, left_on)
                yield from (ToldBy(day, answer) for day in days if day >= left_on)
