"""What a letter must hold while nothing is decided: by when, what is asked, why it takes longer."""

from collections.abc import Iterator

from upheld.core.reading import names_a_day
from upheld.core.words import LetterKind

from .problems import Problem, Severity
from .read import Read, words

_SPAN = words(
    r"(?:within|in|over|inside)(?: the next)? (?:\w+|\d+|\d+ to \d+)(?: \(\d+\))? "
    r"(?:working |business |calendar )?(?:days?|weeks?|hours?)",
    r"by (?:the )?(?:end of|close of|close on|noon on|\d+ ?[ap]m on)\b",
    r"(?:by|on|before|until|no later than) (?:\w+day|tomorrow|\d{1,2}(?:st|nd|rd|th)?\b"
    r"|\d{4}-\d\d-\d\d)",
    r"(?:\d{1,2})(?:st|nd|rd|th)? (?:of )?(?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)\b",
    r"(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December) \d{1,2}\b",
    r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b",
    r"(?:tomorrow|next (?:\w+day|week))\b",
)


def says_when(text: str) -> bool:
    """Whether the words name a day, or a time within which something happens."""
    return names_a_day(text) or bool(_SPAN.search(text))


_HEAR = words(
    r"(?:hear|write|reply|respond|answer|response|update|contact|call|phone|ring|e-?mail"
    r"|tell you|let you know|get back|be in touch|expect|decision|outcome|report|finish|complete"
    r"|come back)\w*"
)


def no_date(letter: Read) -> Iterator[Problem]:
    """By when they hear from us (ISO 10002:2018, 7.3; DISP 1.6.2R for a holding response)."""
    if letter.letter.kind not in (LetterKind.ACKNOWLEDGEMENT, LetterKind.HOLDING):
        return
    if not any(says_when(said) for said in letter.said(_HEAR)):
        mend = "Say by which day they will have our answer, such as 2 November 2026."
        yield Problem("no_date", Severity.BLOCK, "", mend)


_ASKS = words(
    r"(?:please|kindly) (?:tell|send|let|confirm|give|provide|say|check|share|upload|attach"
    r"|describe)",
    r"(?:could|can|would) you (?:please |kindly )?\w+",
    r"we (?:need|would like) (?:to know|you to|from you)",
)


def no_question(letter: Read) -> Iterator[Problem]:
    asks = letter.letter.kind is LetterKind.QUESTION
    if asks and "?" not in letter.body and not letter.says(_ASKS):
        mend = "Ask the question, or look for the answer inside when it is ours to find."
        yield Problem("no_question", Severity.BLOCK, "", mend)


_WHY_NOT_YET = words(
    r"(?:because|since|as we|waiting|awaiting|await|still (?:need|have|waiting|to)|until|due to"
    r"|in order to"
    r"|(?:has|have|had) not (?:yet )?(?:sent|replied|answered|given|provided|returned|reached"
    r"|received|come|heard|been able)"
    r"|hasn't|haven't|needs? (?:more )?time|complex|more time|once (?:we|the|they)|the reason)\b"
)


def no_reason_for_delay(letter: Read) -> Iterator[Problem]:
    """DISP 1.6.2R(2): a holding response says why we are not in a position to answer yet."""
    if letter.letter.kind is LetterKind.HOLDING and not letter.says(_WHY_NOT_YET):
        mend = "Say what we are still waiting for, and from whom."
        yield Problem("no_reason_for_delay", Severity.BLOCK, "", mend)


RULES = (no_date, no_question, no_reason_for_delay)
