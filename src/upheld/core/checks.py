"""Checks before a letter leaves: each points at a sentence and says the mend."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from .decision import Decision
from .entitlement import Entitlement
from .findings import Finding
from .phrases import PHRASES, REFUSES, TAKES_BACK
from .reading import amounts, by_days, names_a_day, ours, paragraphs, sentences
from .reply import OURS, Letter, Voice, told_day
from .words import AllegationKind, FindingResult, LetterKind, Outcome


class Severity(StrEnum):
    BLOCK = "block"
    ADVISE = "advise"


# Each check's name where a person reads it; the codes stay for programs.
NAMES = {
    "answer_in_acknowledgement": "An acknowledgement holds no answer",
    "non_apology": "An apology that admits nothing",
    "person_not_issue": "About the person, not what happened",
    "placeholder_left": "A placeholder is left",
    "dead_reference": "A place that no longer exists",
    "review_condition": "A remedy may not hang on a review",
    "no_date": "No day by which they hear from us",
    "date_past": "A day that is over",
    "no_question": "Nothing is asked",
    "no_admission": "No plain admission",
    "finding_untold": "What we found is not said",
    "no_reasons": "A refusal without its reason",
    "no_specific_reason": "A reason that names nothing",
    "no_outside_body": "The outside body is missing",
    "amount_differs": "An amount that is not in the decision",
    "amount_missing": "An amount owed is missing",
    "remedy_missing": "A remedy owed is missing",
    "remedy_refused": "What is owed is refused",
    "too_many_apologies": "More apology is not better",
    "wrong_kind": "A letter of another kind",
    "bad_subject": "A subject that cannot be sent",
}


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
    today: date
    sentences: tuple[str, ...]

    @property
    def answered(self) -> Decision | None:
        """The decision that a final letter tells; other letters tell none."""
        return self.decision if self.letter.kind is LetterKind.FINAL else None


def check(
    letter: Letter, decision: Decision | None, voice: Voice, today: date
) -> tuple[Problem, ...]:
    """Every problem of a letter that leaves on `today`, the day where the firm is. One that is
    `block` must be mended before it may leave."""
    said = tuple(s for paragraph in paragraphs(letter.body) for s in sentences(paragraph))
    checked = _Checked(letter, decision, voice, today, said)
    return tuple(problem for rule in _RULES for problem in rule(checked))


def blocked(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.BLOCK for problem in problems)


def _phrases(checked: _Checked) -> Iterator[Problem]:
    for sentence in checked.sentences:
        for phrase in PHRASES:
            if checked.letter.kind in phrase.kinds and phrase.pattern.search(ours(sentence)):
                yield Problem(phrase.code, Severity.BLOCK, sentence, phrase.mend)


def _when(checked: _Checked) -> Iterator[Problem]:
    acknowledges = checked.letter.kind is LetterKind.ACKNOWLEDGEMENT
    if acknowledges and not names_a_day(ours(checked.letter.body)):
        mend = "Say by which day they will have our answer, such as 2 November 2026."
        yield Problem("no_date", Severity.BLOCK, "", mend)


_PROMISES = re.compile(r"\b(will|shall|owe|refund|repay|comes? back|get|have it)\b", re.IGNORECASE)
_PROMISED = re.compile(r"\b(promised|agreed|was|were|had)\b", re.IGNORECASE)


def _past(checked: _Checked) -> Iterator[Problem]:
    for sentence in checked.sentences:
        said = ours(sentence)
        promise = _PROMISES.search(said) and not _PROMISED.search(said)
        if promise and any(day < checked.today for day in by_days(said)):
            mend = f"That day is over: give one that we can keep.{_days_owed(checked.decision)}"
            yield Problem("date_past", Severity.BLOCK, sentence, mend)


def _days_owed(decision: Decision | None) -> str:
    if decision is None:
        return ""
    given = sorted({item.days for item in decision.entitlement if item.days is not None})
    days = [told_day((decision.decided_at + timedelta(days=each)).date()) for each in given]
    return f" By the decision it is due by {', '.join(days)}." if days else ""


def _asks(checked: _Checked) -> Iterator[Problem]:
    if checked.letter.kind is LetterKind.QUESTION and "?" not in ours(checked.letter.body):
        mend = "Ask the question, or look for the answer inside when it is ours to find."
        yield Problem("no_question", Severity.BLOCK, "", mend)


_ADMITS = re.compile(
    r"\b(our (fault|mistake|error)|we (got|were) (this |it )?wrong|we (failed|did not|didn't|let"
    r"|should have|charged|sent|missed|broke)|we are sorry (that|for))\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\bnot (been )?our (fault|mistake|error)|\bno (fault|mistake|error)\b|\bnothing wrong\b"
    r"|\b(do|does|did|can)(n't| ?not) (agree|accept|believe|think|find)\b|\b(deny|dispute)\b",
    re.IGNORECASE,
)


def _admits(sentence: str) -> bool:
    said = ours(sentence)
    return bool(_ADMITS.search(said)) and not _DENIES.search(said)


def _admission(checked: _Checked) -> Iterator[Problem]:
    """A fault is admitted in plain words, and each point of it is told."""
    if not checked.answered:
        return
    admits = any(_admits(sentence) for sentence in checked.sentences)
    if checked.answered.outcome in (Outcome.UPHELD, Outcome.PARTLY_UPHELD) and not admits:
        mend = "We found a fault: say plainly what we did or failed to do."
        yield Problem("no_admission", Severity.BLOCK, "", mend)
        return
    for finding in checked.answered.findings:
        if finding.result in OURS and not _owned(finding.because, checked):
            mend = f"Say it as we found it: {finding.because}"
            yield Problem("finding_untold", Severity.BLOCK, finding.statement, mend)


def _owned(reason: str, checked: _Checked) -> bool:
    admitted = [sentence for sentence in checked.sentences if _admits(sentence)]
    return _verbatim(reason, checked) or _told(reason, admitted)


def _reasons(checked: _Checked) -> Iterator[Problem]:
    """A refusal names its reasons and the evidence relied on (DISP 1.6.2R(1)(c); RG 271)."""
    if not checked.answered or checked.answered.outcome is Outcome.OUT_OF_SCOPE:
        return
    refused = [f for f in checked.answered.findings if f.result is FindingResult.NOT_SUBSTANTIATED]
    for finding in refused:
        told = _verbatim(finding.because, checked) or _told(finding.because, checked.sentences)
        if not told:
            mend = f"Give the reason and the evidence. We found: {finding.because}"
            yield Problem("no_reasons", Severity.BLOCK, finding.statement, mend)
        elif not _specific(finding):
            mend = "Say what shows it: a fact, a number, a day or the evidence."
            yield Problem("no_specific_reason", Severity.ADVISE, _place(finding, checked), mend)


def _verbatim(reason: str, checked: _Checked) -> bool:
    return _plain(reason) in _plain(checked.letter.body)


def _plain(text: str) -> str:
    return " ".join(ours(text).split()).rstrip(" .").lower()


def _told(reason: str, said: Iterable[str]) -> bool:
    needed = _content(ours(reason))
    return not needed or any(len(needed & _content(ours(s))) * 2 >= len(needed) for s in said)


def _content(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z0-9£.]+", text.lower()) if len(word) > 3}


def _specific(finding: Finding) -> bool:
    """The facts name one; a person's own finding does with evidence, a number or a day."""
    by_a_person = finding.trace[-1].read.get("recorded_finding") is not None
    return bool(not by_a_person or finding.evidence or re.search(r"\d", finding.because))


def _place(finding: Finding, checked: _Checked) -> str:
    """The sentence that gives the reason, as far as one holds it."""
    return next((s for s in checked.sentences if _told(finding.because, [s])), finding.statement)


# What is not ours to answer, or was taken back, is no refusal that an outside body looks at.
_NO_REFUSAL = (None, Outcome.UPHELD, Outcome.WITHDRAWN, Outcome.OUT_OF_SCOPE)


def _outside_body(checked: _Checked) -> Iterator[Problem]:
    outcome = checked.answered.outcome if checked.answered else None
    named = checked.voice.outside_body.lower() in checked.letter.body.lower()
    if outcome not in _NO_REFUSAL and not named:
        mend = f"Tell them that they may go to {checked.voice.outside_body}."
        yield Problem("no_outside_body", Severity.BLOCK, "", mend)


def _amounts(checked: _Checked) -> Iterator[Problem]:
    decision = checked.answered
    if not decision:
        return
    known = _known_amounts(decision)
    for sentence in checked.sentences:
        for amount, currency in dict.fromkeys(amounts(ours(sentence), decision.currency)):
            if (amount, currency) not in known:
                told = f"{currency} {amount:,}"
                mend = f"{told} is not in the decision: mend the amount or the decision."
                yield Problem("amount_differs", Severity.BLOCK, sentence, mend)


def _known_amounts(decision: Decision) -> set[tuple[Decimal, str]]:
    told = [*decision.reasons]
    for finding in decision.findings:
        told += [finding.statement, finding.because, *finding.evidence]
    known = [item.money for item in decision.entitlement if item.amount]
    known += [decision.goodwill.money, decision.owed]
    said = amounts(" ".join(told), decision.currency)
    return {(money.amount, money.currency) for money in known} | set(said)


# How a remedy in kind may be named; another kind is looked for by its own words.
_IN_KIND = {
    "repair_or_replacement": r"\b(repair|replac)",
    "repeat_performance": r"\bwork\b[^.]*\b(again|properly)\b|\b(redo|repeat)",
    "correction": r"\b(put|set)s? \w+( \w+)? (right|straight)\b|\bcorrect|\bwhat we promised\b",
}
_APOLOGY = r"\b(apologi[sz]e|apology|sorry)\b"


def _remedies(checked: _Checked) -> Iterator[Problem]:
    """Each remedy owed is said, and not taken back there or in the next sentence."""
    if not checked.answered:
        return
    kinds = {finding.allegation: finding.kind for finding in checked.answered.findings}
    for item in checked.answered.entitlement:
        on = kinds.get(item.allegation)
        said = [sentence for sentence in checked.sentences if _says(item, on, ours(sentence))]
        refusing = [
            here
            for here, after in pairwise((*checked.sentences, ""))
            if here in said and (REFUSES.search(ours(here)) or TAKES_BACK.search(ours(after)))
        ]
        if refusing:
            mend = f"This is owed: {item.because}"
            yield Problem("remedy_refused", Severity.BLOCK, refusing[0], mend)
        elif not said and item.amount:
            mend = f"{item.money} is owed and the letter does not say so."
            yield Problem("amount_missing", Severity.BLOCK, "", mend)
        elif not said:
            mend = f"This is owed and the letter does not say so: {item.because}"
            yield Problem("remedy_missing", Severity.BLOCK, "", mend)


def _says(item: Entitlement, on: AllegationKind | None, sentence: str) -> bool:
    if item.amount:
        return (item.amount, item.currency) in amounts(sentence, item.currency)
    words = _IN_KIND.get(item.kind) or re.escape(item.kind).replace("_", r"\W")
    if on is AllegationKind.STAFF_CONDUCT and item.kind == "correction":
        words = _APOLOGY
    return bool(re.search(words, sentence, re.IGNORECASE))


def _apologies(checked: _Checked) -> Iterator[Problem]:
    """More apology is not better: Halperin et al. 2022; Singh et al. 2018."""
    sorry = [
        s for s in checked.sentences if re.search(r"\b(sorry|apologi[sz]e|apologies)\b", s, re.I)
    ]
    if len(sorry) > 2:
        mend = "One sincere, specific apology is enough: keep the best and offer the mend."
        yield Problem("too_many_apologies", Severity.ADVISE, sorry[-1], mend)


_RULES: tuple[Callable[[_Checked], Iterator[Problem]], ...] = (
    _phrases, _when, _past, _asks, _admission, _reasons, _outside_body, _amounts, _remedies,
    _apologies,
)  # fmt: skip
