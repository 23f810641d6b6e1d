"""Letters beside the answer: to whom it belongs, an apology, and an end of doing business."""

from dataclasses import dataclass
from datetime import date

from upheld.core.decision import Decision
from upheld.core.findings import Finding
from upheld.core.words import LetterKind

from .found import OURS, point
from .letter import Addressed, Letter, ended_well, letter, told_day
from .voice import Voice


@dataclass(frozen=True, slots=True)
class Handover:
    """Whose it is to answer and why, how they are reached, what goes to them, and since when the
    customer agrees to that."""

    whom: str
    why: str
    reach: str
    handed: str
    agreed_on: date


def referral(to: Addressed, handover: Handover, voice: Voice) -> Letter:
    """To whom, why, what we hand over and by whose consent, and what stays with us."""
    parts = (
        voice.say(
            "referral_opening",
            received_on=told_day(to.received_on),
            subject=to.quoted,
            whom=handover.whom,
            why=ended_well(handover.why),
        ),
        voice.say(
            "referral_handed",
            whom=handover.whom,
            handed=handover.handed.strip().rstrip("."),
            agreed_on=told_day(handover.agreed_on),
            reach=ended_well(handover.reach),
        ),
        voice.say("referral_close", handler=to.handler),
    )
    return letter(LetterKind.REFERRAL, "referral", to, parts, voice)


def ours(decision: Decision) -> list[Finding]:
    """The points on which the fault was found to be ours: only these can be apologised for."""
    return [finding for finding in decision.findings if finding.result in OURS]


def apology(to: Addressed, decision: Decision, change: str, voice: Voice) -> Letter:
    """What we did, specifically, and what we change. Raises ValueError without such a finding."""
    points = ours(decision)
    if not points:
        raise ValueError("nothing was found to be our fault: there is nothing to apologise for")
    parts = (
        voice.say("apology_opening", received_on=told_day(to.received_on), subject=to.quoted),
        *(point(finding, voice) for finding in points),
        voice.say("apology"),
        voice.say("apology_change", change=ended_well(change)),
        voice.say("apology_close"),
    )
    return letter(LetterKind.APOLOGY, "apology", to, parts, voice)


@dataclass(frozen=True, slots=True)
class End:
    """Until when we go on, who of us approved that it ends, and who may suit them better."""

    last_day: date
    approver: str
    alternatives: str


def parting(to: Addressed, end: End, voice: Voice) -> Letter:
    """An end of doing business, after all that is owed (promise 9)."""
    last_day = told_day(end.last_day)
    parts = (
        voice.say("parting_opening", last_day=last_day, approver=end.approver),
        voice.say("parting_until", last_day=last_day),
        voice.say("parting_settled"),
        voice.say("parting_alternatives", alternatives=ended_well(end.alternatives)),
        voice.say("parting_data", last_day=last_day),
        voice.say("parting_close", handler=to.handler),
    )
    return letter(LetterKind.PARTING, "parting", to, parts, voice)
