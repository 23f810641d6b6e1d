"""The way onward: what must have been told before a complaint is closed that was not accepted."""

import re
from collections.abc import Iterator

from .reading import paragraphs, sentences
from .words import SET_ASIDE, Outcome

_BACK = re.compile(
    r"\b(?:reply|replying|write(?: back)? to us|ring us|call us|phone us|contact us|e-?mail us"
    r"|get in touch|come back to us|answer(?:ing)? this (?:letter|message|e-?mail)|let us know"
    r"|tell us|speak to us)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:at any time|any time|whenever|no time limit|the door stays open|within|until"
    r"|by \d{1,2} [a-z]+|\d+ (?:days|weeks|months|years)|(?:six|twelve) months)\b",
    re.IGNORECASE,
)


def untold(letters: str, outcome: Outcome | None, outside_body: str) -> tuple[str, ...]:
    """What of the way onward the letters that left do not tell (DISP 1.6.2R; Directive 2013/11/EU,
    article 13; RG 271.53): how to come back to us, by when, and the outside body by its name."""
    return tuple(_untold(letters, outcome, outside_body))


def _untold(letters: str, outcome: Outcome | None, outside_body: str) -> Iterator[str]:
    said = [each for part in paragraphs(letters) for each in sentences(part)]
    back = [each for each in said if _BACK.search(each)]
    named = [each for each in said if outside_body and outside_body.lower() in each.lower()]
    if not back:
        yield "how they can come back to us"
    if not any(map(_WHEN.search, (*back, *named))):
        yield "by when (or that they can do so at any time)"
    if outside_body and not named and outcome not in SET_ASIDE:
        yield f"that they may go to {outside_body}"
