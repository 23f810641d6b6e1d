"""An answer: it says what was decided, and a fault is admitted in plain words, point by point."""

import re
from collections.abc import Iterable, Iterator

from upheld.core.findings import Finding
from upheld.core.reading import ours
from upheld.core.reply import OURS
from upheld.core.words import LetterKind, Outcome

from .lists import outcome
from .problems import Problem
from .read import GIVES, Read, admitting
from .spoken import phrases, spoken

_REFUSED_OUTRIGHT = phrases(*outcome.REFUSED_OUTRIGHT)
_UPHELD_OUTRIGHT = phrases(*outcome.UPHELD_OUTRIGHT)


def outcome_differs(letter: Read) -> Iterator[Problem]:
    """A letter does not say outright the opposite of its decision."""
    refused = list(letter.said(_REFUSED_OUTRIGHT))
    upheld = [each for each in letter.said(_UPHELD_OUTRIGHT) if each not in refused]
    opposite = {Outcome.UPHELD: refused and not upheld, Outcome.NOT_UPHELD: upheld and not refused}
    if letter.answered and letter.answered.outcome and opposite.get(letter.answered.outcome):
        told = letter.answered.outcome.replace("_", " ")
        mend = f"The decision says {told}: mend the letter or decide again."
        yield Problem("outcome_differs", (refused or upheld)[0], mend)


def no_answer(letter: Read) -> Iterator[Problem]:
    """RG 271.53; DISP 1.4.1R: the outcome is said, in words that can be told from another."""
    if letter.letter.kind is not LetterKind.FINAL or letter.answered:
        return
    if letter.outcome is None and not letter.says(GIVES):
        mend = "Say what we decided: upheld, upheld in part or not, and why."
        yield Problem("no_answer", "", mend)


def no_admission(letter: Read) -> Iterator[Problem]:
    """A fault is admitted in plain words, and each point of it is told."""
    if letter.outcome not in (Outcome.UPHELD, Outcome.PARTLY_UPHELD):
        return
    if not admitting(letter):
        mend = "We found a fault: say plainly what we did or failed to do."
        yield Problem("no_admission", "", mend)
        return
    for finding in letter.answered.findings if letter.answered else ():
        if finding.result in OURS and not finding_told(finding, letter):
            mend = f"Say it as we found it: {finding.because}"
            yield Problem("finding_untold", finding.statement, mend)


def finding_told(finding: Finding, letter: Read) -> bool:
    """Whether a letter tells a finding: word for word, or in words of its own that share enough."""
    if verbatim(finding.because, letter):
        return True
    return shares(f"{finding.statement} {finding.because}", letter.sentences)


def verbatim(reason: str, letter: Read) -> bool:
    return _plain(reason) in _plain(letter.letter.body)


def _plain(text: str) -> str:
    return " ".join(ours(text).split()).rstrip(" .").lower()


# A letter says it in its own words: a third of the finding's own is as much as it keeps of them.
_SHARED = 3


def shares(told: str, said: Iterable[str]) -> bool:
    needed = stems(told)
    kept = needed & stems(" ".join(said))
    return not needed or len(kept) * _SHARED >= len(needed)


_COMMON = frozenset(
    "that this with from they them their were have been when what which there about after before "
    "would should could your yours customer complaint because into more than also only other "
    "will does".split()
)
_STEM = 5


def stems(text: str) -> set[str]:
    """The telling words of a text by their beginnings, and its numbers."""
    told = re.findall(r"\d+|[a-z]{4,}", spoken(text))
    return {word[:_STEM] for word in told if word not in _COMMON}


RULES = (outcome_differs, no_answer, no_admission)
