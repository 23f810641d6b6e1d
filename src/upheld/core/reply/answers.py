"""The answers: the final one, and the summary of what they accepted at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from upheld.core.decision import Decision
from upheld.core.words import (
    SET_ASIDE,
    AllegationKind,
    FindingResult,
    LetterKind,
    Outcome,
    Stance,
)

from .found import found
from .letter import Addressed, Letter, letter, quoted, told_day
from .owed import goodwill, owed
from .required import Required
from .voice import Voice


def final(
    to: Addressed,
    decision: Decision,
    voice: Voice,
    now: datetime,
    required: Sequence[Required] = (),
) -> Letter:
    """What we found on each allegation, what is owed, goodwill apart, and the next step."""
    parts = (
        voice.say("final_opening", received_on=told_day(to.received_on), subject=to.quoted),
        *_ended(decision, voice),
        *found(decision, voice),
        *owed(decision, voice, now),
        *goodwill(decision, voice),
        *_perspective(decision, voice),
        *_onward(decision, voice),
    )
    return letter(LetterKind.FINAL, "final", to, parts, voice, required)


@dataclass(frozen=True, slots=True)
class Accepted:
    """That they are satisfied: on which day they said so, and in which words."""

    on: date
    words: str


def summary_resolution(
    to: Addressed,
    decision: Decision,
    accepted: Accepted,
    voice: Voice,
    now: datetime,
    required: Sequence[Required] = (),
) -> Letter:
    """What they accepted within the time that the rules give, and where else to go (DISP 1.5.4R).

    It tells what was found and what is owed as a final answer does, whose place it takes."""
    opening = voice.say(
        "resolution_opening",
        received_on=told_day(to.received_on),
        subject=to.quoted,
        told_on=told_day(accepted.on),
        words=quoted(accepted.words),
    )
    parts = (
        opening,
        *_ended(decision, voice),
        *found(decision, voice),
        *owed(decision, voice, now),
        *goodwill(decision, voice),
        voice.say("resolution_close"),
    )
    return letter(LetterKind.SUMMARY_RESOLUTION, "resolution", to, parts, voice, required)


def _ended(decision: Decision, voice: Voice) -> list[str]:
    """A complaint that was over before our answer says so before anything else."""
    if decision.outcome is Outcome.OUT_OF_SCOPE:  # whose it is, only a person can add
        return [voice.say("out_of_scope")]
    over = (*SET_ASIDE, Outcome.ALREADY_PUT_RIGHT)
    return [decision.because("outcome")] if decision.outcome in over else []


def _perspective(decision: Decision, voice: Voice) -> list[str]:
    """The view from our side when a customer is mistaken: kind, specific, on the issue."""
    explained = decision.stance in (Stance.EDUCATE, Stance.HOLD)
    if not explained or decision.outcome in SET_ASIDE:
        return []
    mistaken = [f for f in decision.findings if f.result is FindingResult.NOT_SUBSTANTIATED]
    kinds = dict.fromkeys(finding.kind for finding in mistaken)
    told = [_perspective_on(kind, voice) for kind in kinds]
    return [*told, voice.say(str(decision.stance))]


def _perspective_on(kind: AllegationKind, voice: Voice) -> str:
    told = voice.perspectives.get(kind) or voice.perspectives[AllegationKind.OTHER]
    return told.strip()


def _onward(decision: Decision, voice: Voice) -> list[str]:
    """The next step; a letter promises its dates only where it gives one."""
    if decision.outcome not in (*SET_ASIDE, Outcome.UPHELD):
        return [voice.say("onward_not_upheld")]
    dated = any(item.days is not None for item in decision.entitlement)
    dates = [voice.say("onward_dates")] if dated else []
    return [voice.say("onward_heading"), *dates, voice.say(f"onward_{decision.outcome}")]
