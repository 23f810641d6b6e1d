"""Words that must not stand in a letter: each with its reason and its mend."""

import re
from dataclasses import dataclass

from .words import LetterKind


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must not stand in a letter of some kinds, with the mend."""

    code: str
    pattern: re.Pattern[str]
    mend: str
    kinds: frozenset[LetterKind]


def _never(code: str, words: str, mend: str, *kinds: LetterKind) -> Phrase:
    pattern = re.compile(words, re.IGNORECASE)
    return Phrase(code, pattern, mend, frozenset(kinds or LetterKind))


PHRASES = (
    # DESIGN promise 3; Min et al. 2020: listen, then apologise.
    _never(
        "answer_in_acknowledgement",
        r"\b(refund|compensat|upheld|uphold|reject|entitled|goodwill|voucher|our (fault|mistake)"
        r"|your (own )?(fault|mistake)|we (will|shall|can) (pay|replace|repair|credit)"
        r"|we were wrong|unacceptable|you are right|you were right)\w*",
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
        r"|difficult|unreasonable|abusive)\b|\byou failed to\b|\byour (attitude|behaviour)\b"
        r"|\byour (own )?fault\b|\b(fool(s|ish|ishness)?|liars?|idiot(s|ic)?|stupid(ity|ly)?"
        r"|ridiculous(ly)?|morons?|hysterical|pathetic|imbeciles?)\b",
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

# Beside what is owed these refuse it; "it" alone takes back what the sentence before it gave.
REFUSES = re.compile(
    r"\b(will not|won't|shall not|cannot|can't|not pay|not going to|refus(e|es|ed|ing)|declin(e|ed)"
    r"|(do|does)(n't| not) owe|not owed)\b",
    re.IGNORECASE,
)
TAKES_BACK = re.compile(
    r"\b(will not|won't|shall not|cannot|can't|refuse to|not going to|decline to) "
    r"(pay|refund|send|give|return|repair|replace|do)( you)? (it|this|that|them)\b",
    re.IGNORECASE,
)
