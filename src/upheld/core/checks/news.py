"""A letter of what we changed says since when, and no more of what came of it than was found."""

import re
from collections.abc import Iterator

from upheld.core.changes import Claim, Verdict
from upheld.core.reply import told_day
from upheld.core.spoken import phrases, spoken
from upheld.core.words import LetterKind

from .lists import improved
from .problems import Problem
from .read import Read

_IMPROVED = phrases(*improved.IMPROVED)
_HOPED = phrases(*improved.HOPED)
_NOT_HOPED = phrases(*improved.NOT_HOPED)
_NEWS = frozenset({LetterKind.CHANGE, LetterKind.IDEA})
_HUNDREDTHS = re.compile(r"(?<!\d)(\d{1,3})(?:\.\d{1,9})?\s{0,3}(?:%|per cent|percent)")


def claims_too_much(letter: Read) -> Iterator[Problem]:
    """What the numbers do not say yet, nobody is told (FCA multi-firm review of December 2024:
    whether a change worked is to be checked)."""
    if letter.claim is None:
        return
    for sentence in letter.sentences:
        said = spoken(sentence)
        if letter.claim.verdict is Verdict.WORKED:
            mend = _more_than(said, letter.claim)
        else:
            mend = _UNKNOWN if _claims(said) else ""
        if mend:
            yield Problem("claims_too_much", sentence, mend)


_UNKNOWN = (
    "Say what we changed and since when. That it helps may be said once a check of the change says "
    "so."
)


def _more_than(said: str, claim: Claim) -> str:
    """The mend where a number is not the one that was found."""
    least, most = claim.fall
    told = [int(number) for number in _HUNDREDTHS.findall(said)]
    if all(least <= number <= most for number in told):
        return ""
    return f"The check found from {least} to {most} %: say a number between the two, or none."


def _claims(said: str) -> bool:
    """Whether it is said as a fact, or with a number, that it is better now."""
    for found in _IMPROVED.finditer(said):
        before = said[: found.start()]
        if not _HOPED.search(before) or _NOT_HOPED.search(before):
            return True
    return bool(_HUNDREDTHS.search(said))


def no_change_day(letter: Read) -> Iterator[Problem]:
    """Whoever is told of a change can see since when: it may have come after what they got."""
    if letter.letter.kind not in _NEWS or letter.claim is None:
        return
    day = told_day(letter.claim.made_on)
    if day not in " ".join(letter.body.split()):
        yield Problem("no_change_day", "", f"Say since when it is changed: {day}.")


RULES = (claims_too_much, no_change_day)
