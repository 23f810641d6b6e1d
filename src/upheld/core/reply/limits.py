"""Letters about a restriction: kindly what, why and until when, and how to appeal."""

from dataclasses import dataclass
from datetime import date

from upheld.core.words import LetterKind

from .letter import Addressed, Letter, ended_well, letter, told_day
from .voice import Voice


@dataclass(frozen=True, slots=True)
class Limits:
    """What a restriction's letter tells: `scope` names its phrase, `detail` whom, when or where."""

    scope: str
    detail: str
    reason: str
    last_day: date
    review_due: date
    decided_by: str


# "restriction_subject" is the line at the head of the letter.
_PHRASE = {"subject": "restriction_subject_limited"}


def restriction(to: Addressed, limits: Limits, voice: Voice) -> Letter:
    """What was done and how we reach each other until when; that every complaint is heard as
    anybody's; who decided, and who looks at it if they see it differently."""
    last_day = told_day(limits.last_day)
    parts = (
        voice.say("restriction_opening", reason=ended_well(limits.reason)),
        voice.say(
            _PHRASE.get(limits.scope, f"restriction_{limits.scope}"),
            last_day=last_day,
            detail=limits.detail.strip().rstrip("."),
        ),
        voice.say("restriction_complaints"),
        voice.say("restriction_help"),
        voice.say("restriction_ends", last_day=last_day, review_due=told_day(limits.review_due)),
        voice.say("restriction_appeal", decided_by=limits.decided_by),
        voice.say("restriction_close"),
    )
    return letter(LetterKind.RESTRICTION, "restriction", to, parts, voice)


def restriction_review(
    to: Addressed,
    stands: bool,
    because: str,
    limits: Limits,
    voice: Voice,
    appealed: bool = False,
) -> Letter:
    """What a look at a restriction came to: that it stands and until when, or that it is over;
    after an appeal, by somebody who had no part in it."""
    outcome = "stands" if stands else "over"
    parts = (
        voice.say("restriction_appealed" if appealed else "restriction_review_opening"),
        voice.say(f"restriction_{outcome}", last_day=told_day(limits.last_day)),
        ended_well(because),
        voice.say("restriction_complaints") if stands else "",
        voice.say("restriction_onward") if stands else "",
    )
    return letter(LetterKind.RESTRICTION_REVIEW, "restriction_review", to, parts, voice)
