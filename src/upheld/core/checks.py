"""Checks before a letter leaves: each points at a sentence and says the mend."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .decision import Decision
from .reply import Letter, Voice
from .words import FindingResult, LetterKind, Outcome


class Severity(StrEnum):
    BLOCK = "block"
    ADVISE = "advise"


@dataclass(frozen=True, slots=True)
class Problem:
    code: str
    severity: Severity
    sentence: str
    mend: str


@dataclass(frozen=True, slots=True)
class _Checked:
    letter: Letter
    decision: Decision | None
    voice: Voice
    sentences: tuple[str, ...]


def check(letter: Letter, decision: Decision | None, voice: Voice) -> tuple[Problem, ...]:
    """Every problem of a letter. One that is `block` must be mended before it may leave."""
    checked = _Checked(letter, decision, voice, tuple(_sentences(letter.body)))
    return tuple(problem for rule in _RULES for problem in rule(checked))


def blocked(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.BLOCK for problem in problems)


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a letter; one that quotes several is one sentence of ours."""
    for paragraph in re.split(r"\n\s*\n|\n(?=- )", text):
        held = ""
        for part in re.split(r"(?<=[.!?])\s+(?=[A-Z*\"“])", " ".join(paragraph.split())):
            held = f"{held} {part}".strip()
            if held.count('"') % 2 == 0 and held.count("“") == held.count("”"):
                yield from filter(None, [held])
                held = ""
        yield from filter(None, [held])


_QUOTED = re.compile(r'"[^"]*"|“[^”]*”')


def _ours(text: str) -> str:
    """A text without what it quotes: the customer's loud words do not block our letter."""
    return _QUOTED.sub('""', text)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words that must not stand in a letter of some kinds, with the reason and the mend."""

    code: str
    pattern: re.Pattern[str]
    mend: str
    kinds: frozenset[LetterKind]


def _never(code: str, words: str, mend: str, *kinds: LetterKind) -> _Phrase:
    pattern = re.compile(words, re.IGNORECASE)
    return _Phrase(code, pattern, mend, frozenset(kinds or LetterKind))


_PHRASES = (
    # DESIGN promise 3; Min et al. 2020: listen, then apologise.
    _never(
        "answer_in_acknowledgement",
        r"\b(refund|compensat|upheld|uphold|reject|entitled|goodwill|voucher|our (fault|mistake)"
        r"|your (fault|mistake)|we (will|shall|can) (pay|replace|repair|credit)|we were wrong"
        r"|unacceptable|you are right|you were right)\w*",
        "An acknowledgement says received, who, by when and what happens next. Keep the answer "
        "until you have investigated.",
        LetterKind.ACKNOWLEDGEMENT,
    ),
    # LGSCO guidance on remedies: "sorry you felt it necessary to complain" is no apology.
    _never(
        "non_apology",
        r"\bsorry (that |if |to hear that )?you (feel|felt|were upset|are upset|found it)"
        r"|\bapologi[sz]e (for any|if|that you (feel|felt))|\bsorry for any\b"
        r"|\bany inconvenience (this|it|that)? ?(may|might) have",
        "Say what we did and that we are sorry for that; leave out how they feel about it.",
    ),
    _never(
        "person_not_issue",
        r"\byou (people|clearly|obviously|always|never)\b|\byou are (being|wrong|mistaken|lying"
        r"|difficult|unreasonable|abusive)\b|\byou failed to\b|\byour (attitude|behaviour)\b",
        "Write about what happened, not about the person.",
    ),
    _never(
        "placeholder_left",
        r"\{[^}]*\}|\[[^\]()]*\](?!\()|\bXX+\b|\bTODO\b|\bTBC\b|<[a-z_ ]+>",
        "Fill in the placeholder or take it out.",
    ),
    # The EU's dispute platform closed on 20 July 2025 (Regulation (EU) 2024/3228).
    _never(
        "dead_reference",
        r"ec\.europa\.eu/(consumers/)?odr|\bODR platform\b|online dispute resolution platform",
        "The EU platform closed on 20 July 2025: name the outside body instead.",
    ),
    # FTC 16 CFR 465; UK DMCC Act 2024: nothing may hang on a review.
    _never(
        "review_condition",
        r"\b(remove|take down|delete|change|leave|write|post)\b[^.]{0,40}\breview\b",
        "A remedy may not hang on a review: take the sentence out.",
    ),
)


def _phrases(checked: _Checked) -> Iterator[Problem]:
    for sentence in checked.sentences:
        for phrase in _PHRASES:
            if checked.letter.kind in phrase.kinds and phrase.pattern.search(_ours(sentence)):
                yield Problem(phrase.code, Severity.BLOCK, sentence, phrase.mend)


_DATE = re.compile(r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September"
                   r"|October|November|December) \d{4}\b")  # fmt: skip


def _when(checked: _Checked) -> Iterator[Problem]:
    acknowledges = checked.letter.kind is LetterKind.ACKNOWLEDGEMENT
    if acknowledges and not _DATE.search(_ours(checked.letter.body)):
        mend = "Say by which day they will have our answer, such as 2 November 2026."
        yield Problem("no_date", Severity.BLOCK, "", mend)


def _asks(checked: _Checked) -> Iterator[Problem]:
    if checked.letter.kind is LetterKind.QUESTION and "?" not in _ours(checked.letter.body):
        mend = "Ask the question, or look for the answer inside when it is ours to find."
        yield Problem("no_question", Severity.BLOCK, "", mend)


_ADMITS = re.compile(
    r"\b(our (fault|mistake|error)|we (got|were) (this |it )?wrong|we (failed|did not|didn't|let"
    r"|should have|charged|sent|missed|broke)|we are sorry (that|for))\b",
    re.IGNORECASE,
)


def _admission(checked: _Checked) -> Iterator[Problem]:
    upheld = _outcome(checked) in (Outcome.UPHELD, Outcome.PARTLY_UPHELD)
    if upheld and not _ADMITS.search(_ours(checked.letter.body)):
        mend = "We found a fault: say plainly what we did or failed to do."
        yield Problem("no_admission", Severity.BLOCK, "", mend)


def _outcome(checked: _Checked) -> Outcome | None:
    final = checked.letter.kind is LetterKind.FINAL
    return checked.decision.outcome if final and checked.decision else None


def _reasons(checked: _Checked) -> Iterator[Problem]:
    """A refusal names its reasons and the evidence relied on (DISP 1.6.2R(1)(c); RG 271)."""
    if checked.letter.kind is not LetterKind.FINAL or not checked.decision:
        return
    for finding in checked.decision.findings:
        refused = finding.result is FindingResult.NOT_SUBSTANTIATED
        if refused and not _told(finding.because, checked.sentences):
            mend = f"Give the reason and the evidence. We found: {finding.because}"
            yield Problem("no_reasons", Severity.BLOCK, finding.statement, mend)


def _told(reason: str, sentences: tuple[str, ...]) -> bool:
    needed = _content(reason)
    return not needed or any(len(needed & _content(s)) * 2 >= len(needed) for s in sentences)


def _content(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z0-9£.]+", text.lower()) if len(word) > 3}


def _outside_body(checked: _Checked) -> Iterator[Problem]:
    refused = _outcome(checked) not in (None, Outcome.UPHELD)
    if refused and checked.voice.outside_body.lower() not in checked.letter.body.lower():
        mend = f"Tell them that they may go to {checked.voice.outside_body}."
        yield Problem("no_outside_body", Severity.BLOCK, "", mend)


_AMOUNT = re.compile(r"£\s?(\d[\d,]*(?:\.\d+)?)")


def _amounts(checked: _Checked) -> Iterator[Problem]:
    if checked.letter.kind is not LetterKind.FINAL or not checked.decision:
        return
    due = {item.amount for item in checked.decision.entitlement if item.amount}
    for sentence in checked.sentences:
        for amount in _amounts_in(_ours(sentence)) - due - _known_amounts(checked.decision):
            mend = f"£{amount} is not in the decision: mend the amount or the decision."
            yield Problem("amount_differs", Severity.BLOCK, sentence, mend)
    for amount in due - _amounts_in(_ours(checked.letter.body)):
        mend = f"£{amount} is owed and the letter does not say so."
        yield Problem("amount_missing", Severity.BLOCK, "", mend)


def _amounts_in(text: str) -> set[Decimal]:
    return {Decimal(found.replace(",", "")) for found in _AMOUNT.findall(text)}


def _known_amounts(decision: Decision) -> set[Decimal]:
    told = [*decision.reasons]
    for finding in decision.findings:
        told += [finding.statement, finding.because, *finding.evidence]
    return {decision.goodwill.amount, decision.owed.amount} | _amounts_in(" ".join(told))


def _apologies(checked: _Checked) -> Iterator[Problem]:
    """More apology is not better: Halperin et al. 2022; Singh et al. 2018."""
    sorry = [
        s for s in checked.sentences if re.search(r"\b(sorry|apologi[sz]e|apologies)\b", s, re.I)
    ]
    if len(sorry) > 2:
        mend = "One sincere, specific apology is enough: keep the best and offer the mend."
        yield Problem("too_many_apologies", Severity.ADVISE, sorry[-1], mend)


_RULES: tuple[Callable[[_Checked], Iterator[Problem]], ...] = (
    _phrases, _when, _asks, _admission, _reasons, _outside_body, _amounts, _apologies,
)  # fmt: skip
