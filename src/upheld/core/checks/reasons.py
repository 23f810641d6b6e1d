"""A refusal names its reasons and the evidence relied on (DISP 1.6.2R(1)(c); RG 271.53)."""

import re
from collections.abc import Iterable, Iterator

from upheld.core.findings import Finding
from upheld.core.spoken import phrases, spoken
from upheld.core.words import FindingResult, Outcome

from .lists import reasons
from .problems import Problem
from .read import GIVES, REFUSED, Read, admits
from .told import shares, verbatim

_WHAT_SHOWS_IT = "what shows it: a fact, a number, a day or the evidence."


def no_reasons(letter: Read) -> Iterator[Problem]:
    """Every point that was not found has its reason; without a decision, the refusal as a whole."""
    if not letter.answered:
        yield from _unreasoned(letter)
        return
    if letter.answered.outcome is Outcome.OUT_OF_SCOPE:
        return
    found = letter.answered.findings
    for finding in found:
        if finding.result is not FindingResult.NOT_SUBSTANTIATED:
            continue
        if not _reason_told(finding, letter) and not _reasoned(letter, alone=len(found) == 1):
            mend = f"Give the reason and the evidence. We found: {finding.because}"
            yield Problem("no_reasons", finding.statement, mend)
        elif not _specific(finding):
            mend = f"Say {_WHAT_SHOWS_IT}"
            yield Problem("no_specific_reason", _place(finding, letter), mend)


def _reason_told(finding: Finding, letter: Read) -> bool:
    return verbatim(finding.because, letter) or shares(finding.because, letter.sentences)


def _reasoned(letter: Read, alone: bool) -> bool:
    """Whether a letter reasons in its own words: about one point anywhere, about one of several
    beside its refusal."""
    near = letter.sentences if alone else tuple(_beside_refusals(letter))
    return any(map(reason, clauses(near)))


_NEAR = 2


def _beside_refusals(letter: Read) -> Iterator[str]:
    for at, sentence in enumerate(letter.sentences):
        if REFUSED.search(spoken(sentence)):
            yield from letter.sentences[max(at - _NEAR, 0) : at + _NEAR]


def _unreasoned(letter: Read) -> Iterator[Problem]:
    if letter.outcome not in (Outcome.NOT_UPHELD, Outcome.PARTLY_UPHELD):
        return
    given = [said for said in clauses(letter.sentences) if reason(said)]
    if not given:
        yield Problem("no_reasons", "", f"Say why, and {_WHAT_SHOWS_IT}")
    elif not any(map(_checkable, given)):
        yield Problem("no_specific_reason", "", f"Say {_WHAT_SHOWS_IT}")


def clauses(sentences: Iterable[str]) -> Iterator[str]:
    """The clauses that may give the reason for a refusal: what admits or gives is none."""
    for sentence in sentences:
        for clause in map(str.strip, _CLAUSES.split(spoken(sentence))):
            if REFUSED.search(clause) or not (admits(clause) or GIVES.search(clause)):
                yield clause


# "We do not uphold it because …": the reason stands beside the answer, and is read alone.
_CLAUSES = re.compile(
    r"[:;]\s|\b(?=because |since |as the |as you |as it |as we )|, (?:and|as|so|but)\b"
)
_BOILERPLATE = phrases(*reasons.BOILERPLATE)
_EVIDENCE = phrases(*reasons.EVIDENCE)
_DATED = re.compile(
    r"\d|\"\"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b"
)
# Words of a reason; with a number, a day or what somebody saw, one fewer.
_ENOUGH = 6
_GIVEN = ("because ", "since ", "as ")


def reason(said: str) -> bool:
    """Whether a clause says what happened, rather than that it was looked into."""
    if len(said.split()) < _ENOUGH - _checkable(said) or _BOILERPLATE.search(said):
        return False
    return said.startswith(_GIVEN) or not REFUSED.search(said) or _checkable(said)


def _checkable(said: str) -> bool:
    """A reason that can be checked names a number, a day, or what somebody saw or wrote."""
    return bool(_DATED.search(said) or _EVIDENCE.search(said))


def _specific(finding: Finding) -> bool:
    """The facts name one; a person's own finding does with evidence, a number or a day."""
    read = finding.trace[-1].read if finding.trace else {}
    by_a_person = read.get("recorded_finding") is not None
    return bool(not by_a_person or finding.evidence or re.search(r"\d", finding.because))


def _place(finding: Finding, letter: Read) -> str:
    """The sentence that gives the reason, as far as one holds it."""
    told = (said for said in letter.sentences if shares(finding.because, [said]))
    return next(told, finding.statement)


RULES = (no_reasons,)
