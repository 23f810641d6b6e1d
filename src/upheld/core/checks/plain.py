"""Plain words: no terms of the trade, and sentences that most adults read at once."""

import re
from collections.abc import Iterator

from upheld.core.reading import ours

from .problems import Problem, Severity
from .read import Read, words

_JARGON = words(
    r"(?:pursuant|aforementioned|aforesaid|hereinafter|hereby|herewith|herein|hereto|heretofore"
    r"|thereof|therein|thereto|whereby|wherein"
    r"|notwithstanding|forthwith|inter alia|prima facie|ex gratia|bona fide|vis-[àa]-vis|in lieu"
    r"|per se|mutatis mutandis|without prejudice"
    r"|indemnif\w+|liabilit(?:y|ies) (?:is|are) (?:not )?admitted|full and final settlement"
    r"|remediat\w+|root cause analysis|leverag\w+|stakeholders?|touchpoints?|synerg\w+"
    r"|actioned|deliverables?|going forward|learnings|escalation matrix|tier (?:one|two|three"
    r"|[123])|ticket(?:ing)? (?:number|system|has|was|is)?|case (?:disposition|closure code)"
    r"|eventuat\w+|endeavou?r to|commence(?:d|ment)?|expedit\w+|facilitat\w+|utili[sz]\w+"
    r"|ascertain\w*|adjudicat(?:e|ed|ion) upon|cognisant|deem(?:ed)?"
    r"|non-conform\w+|SLAs?|KPIs?|CSAT|RCA|RMA|POD|SKUs?|ETAs?|DISP(?: [\d.]+R?)?|BAU|FNOL|T&Cs?"
    r"|CRM|WISMO|OOS|GL code|L[123] (?:support|team))\b"
)
# Coleman and Liau 1975: the school grade that a text asks for, from letters and sentences.
_LETTERS, _SENTENCES, _BASE = 0.0588, 0.296, 15.8
_SCHOOL_STARTS = 5
_OLDEST = 17
_ENOUGH = 60


def jargon(letter: Read) -> Iterator[Problem]:
    for sentence in letter.said(_JARGON):
        found = _JARGON.search(ours(sentence))
        mend = f'Say "{found.group(0).strip() if found else ""}" in everyday words.'
        yield Problem("jargon", Severity.ADVISE, sentence, mend)


def reading_age(text: str) -> float:
    """The age in years at which a text is read with ease: the Coleman–Liau grade, plus five."""
    told = re.findall(r"[A-Za-z']+", text)
    count = len(re.findall(r"[.!?](?:\s|$)", text)) or 1
    letters = sum(map(len, told)) / max(len(told), 1) * 100
    sentences = count / max(len(told), 1) * 100
    return _LETTERS * letters - _SENTENCES * sentences - _BASE + _SCHOOL_STARTS


def hard_to_read(letter: Read) -> Iterator[Problem]:
    prose = " ".join(ours(sentence) for sentence in letter.sentences)
    if len(prose.split()) >= _ENOUGH and reading_age(prose) > _OLDEST:
        longest = max(letter.sentences, key=lambda sentence: len(sentence.split()))
        mend = "Shorter sentences and shorter words: start by cutting this one in two."
        yield Problem("hard_to_read", Severity.ADVISE, longest, mend)


RULES = (jargon, hard_to_read)
