"""An answer: it says what was decided, and a fault is admitted in plain words, point by point."""

import re
from collections.abc import Iterator

from upheld.core.reply import OURS
from upheld.core.spoken import phrases
from upheld.core.words import LetterKind, Outcome

from .lists import outcome
from .problems import Problem
from .read import DENIES, GIVES, Read, admitting
from .reasons import clauses, reason
from .told import finding_told

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
    if not admitting(letter) and not _tells_what_we_did(letter):
        mend = "We found a fault: say plainly what we did or failed to do."
        yield Problem("no_admission", "", mend)
        return
    for finding in letter.answered.findings if letter.answered else ():
        if finding.result in OURS and not finding_told(finding, letter):
            mend = f"Say it as we found it: {finding.because}"
            yield Problem("finding_untold", finding.statement, mend)


# "Our fitter drilled through the pipe": who of us did it, and what was.
_OF_OURS = re.compile(
    r"\b(?:we|i|our|us|by me|handler|dentist|nurse|packer|engineer|driver|fitter|adviser|staff)\b"
)
_WAS = re.compile(
    r"\b(?:was|were|had|did|took|gave|kept|told|sent|let|broke|lost|left|made|went|put|read|\w{3,}ed)\b"
)


def _tells_what_we_did(letter: Read) -> bool:
    """Whether it says in its own words what happened, and that it was of our doing.

    Held against a decision, these must be the words of what was found.
    """
    found = letter.answered.findings if letter.answered else ()
    ours_found = [each for each in found if each.result in OURS]
    if letter.answered and not any(finding_told(each, letter) for each in ours_found):
        return False
    return any(
        reason(said) and _OF_OURS.search(said) and _WAS.search(said) and not DENIES.search(said)
        for said in clauses(letter.sentences)
    )


RULES = (outcome_differs, no_answer, no_admission)
