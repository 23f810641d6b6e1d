"""What a letter must hold while nothing is decided: by when, what is asked, why it takes longer."""

import re
from collections.abc import Iterator

from upheld.core.spoken import phrases, spoken
from upheld.core.words import LetterKind

from .lists import early, outcome, reasons
from .problems import Problem
from .read import Read

_MONTH = (
    "(january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)"
)
_COUNT = (
    "(a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty"
    "|thirty|couple of|few|NUMBER)"
)
_DAY = "(monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|today|tonight)"
_WHEN = phrases(
    f"{_COUNT} [working|business|calendar|clear|full|more] "
    "(day|days|week|weeks|hour|hours|month|months|fortnight)",
    f"NUMBER(st|nd|rd|th|) [of] {_MONTH}",
    f"{_MONTH} NUMBER(st|nd|rd|th|)",
    "NUMBER/NUMBER(/NUMBER|)",
    "NUMBER.NUMBER.NUMBER",
    "NUMBER-NUMBER-NUMBER",
    "the NUMBER(st|nd|rd|th)",
    "(by|on|before|until|than|next|this|from|for|at) [the] [end of|close of|close on|morning "
    f"of] {_DAY}",
    f"{_DAY} (morning|afternoon|evening|lunchtime|NUMBER)",
    "(end|close) of (the|this|next|business|play|day) [day|week|month|working day]",
    "(next|this) [working|business] (day|week|month)",
    "(tomorrow|today)",
    "next working day",
)


_COMES = phrases(
    "(will|shall|expect*|aim*|going to|hope to|should|would|can|may|by|within|no later than|due"
    "|plan to|promise*|have up to|must|intend)"
)
_BARE_DAY = phrases(_DAY)
# A day without "will" is to come, unless the sentence tells of what was.
_PAST = re.compile(
    r"\b(?:\w{2,}ed|was|were|had|did|came|went|told|said|wrote|sent|been|your|about|regarding|from)\b"
)
_ONWARD = phrases("(ombudsman|ombudsmen|adjudicator|afca|cisas)")
_WE_DO = phrases("(we|i|she|he|they|you) (will|shall|expect|aim|should|have up to|hope|must send)")


def no_date(letter: Read) -> Iterator[Problem]:
    """By when they hear from us (ISO 10002:2018, 7.3; DISP 1.6.2R for a holding response)."""
    if letter.letter.kind not in (LetterKind.ACKNOWLEDGEMENT, LetterKind.HOLDING):
        return
    if not any(map(_hears, map(spoken, letter.sentences))):
        mend = "Say by which day they will have our answer, such as 2 November 2026."
        yield Problem("no_date", "", mend)


def _hears(said: str) -> bool:
    """Whether a sentence says what comes by when; how long the outside body waits is no such."""
    ours_to_do = not _ONWARD.search(said) or _WE_DO.search(said)
    to_come = _COMES.search(said) and _WHEN.search(said)
    plain = (_WHEN.search(said) or _BARE_DAY.search(said)) and not _PAST.search(said)
    return bool(ours_to_do and (to_come or plain))


_ASKS = phrases(
    "(please|kindly) (tell|send|let us|let me|confirm|give|provide|say|check|share|upload|attach"
    "|describe|explain|list|bring|show|forward|supply|fill|complete|state|indicate)",
    "(could|can|would|will) you",
    "(we|i) [would|also|just|only|still] [like|need|want|wish|have|be] "
    "[to] (know|ask you|to know|need you to|from you|learn|understand|to hear|your|a copy)",
    "(need|require) (you to|from you|your|to know|the|sight|a|some|two|one|three)",
    "(grateful|appreciate it|helpful|help|great|kind) if you (would|could|can)",
    "(grateful|thankful) (for|to know|to receive)",
    "let (us|me) (know|have)",
)
_WRONG_KIND = phrases(
    *outcome.REFUSED_OUTRIGHT, *outcome.UPHELD_OUTRIGHT,
    "(our|my|the) (final|decision) (decision|answer|response|is|was)",
    "we will not be (making|paying|refunding|offering)",
)  # fmt: skip
_THEIRS = phrases(*early.THEIRS, *early.OPEN)


def no_question(letter: Read) -> Iterator[Problem]:
    asks = letter.letter.kind in (LetterKind.QUESTION, LetterKind.KIND_QUESTION)
    if asks and "?" not in letter.body and not letter.says(_ASKS):
        mend = "Ask the question, or look for the answer inside when it is ours to find."
        yield Problem("no_question", "", mend)


def answer_as_a_question(letter: Read) -> Iterator[Problem]:
    """An answer that leaves as a question would pass by its checks and its approval."""
    if letter.letter.kind is not LetterKind.QUESTION:
        return
    for sentence in letter.said(_WRONG_KIND):
        if not _THEIRS.search(spoken(sentence)):
            mend = "This is an answer: send it as a final letter, or ask what you need to know."
            yield Problem("wrong_kind", sentence, mend)
            return


_WAITING = phrases(*reasons.WAITING)
_BUSY = phrases(*reasons.BUSY)
_NO_NEWS = phrases(*reasons.NO_NEWS)
_A_REASON = 6


def no_reason_for_delay(letter: Read) -> Iterator[Problem]:
    """DISP 1.6.2R(2): a holding response says why we are not in a position to answer yet."""
    if letter.letter.kind is LetterKind.HOLDING and not any(map(_why_not_yet, letter.sentences)):
        mend = "Say what we are still waiting for, and from whom."
        yield Problem("no_reason_for_delay", "", mend)


def _why_not_yet(sentence: str) -> bool:
    said = spoken(sentence)
    if _BUSY.search(said):
        return False
    return bool(_WAITING.search(said)) or (
        len(said.split()) >= _A_REASON and not _NO_NEWS.search(said)
    )


RULES = (no_date, no_question, answer_as_a_question, no_reason_for_delay)
