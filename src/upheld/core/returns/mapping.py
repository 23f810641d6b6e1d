"""How an answer reads in each regulator's words. Outcome and goodwill are never one another here.

What domain knowledge marks as read in its source is `verified`; what is our own reading is not,
and every return says so in its notes.
"""

from enum import StrEnum

from upheld.core.words import SET_ASIDE, Outcome

from .complaint import Answer


class Fca(StrEnum):
    """DISP 1 Annex 1: a closed complaint is upheld or rejected."""

    UPHELD = "upheld"
    REJECTED = "rejected"


_FCA = {
    Outcome.UPHELD: Fca.UPHELD,
    Outcome.PARTLY_UPHELD: Fca.UPHELD,  # partly upheld is reported as upheld
    Outcome.NOT_UPHELD: Fca.REJECTED,  # with a goodwill payment too
    Outcome.ALREADY_PUT_RIGHT: Fca.UPHELD,  # it was so (unverified)
}


def fca(answer: Answer) -> Fca | None:
    """Upheld or rejected; None for what was not ours to answer, and where an undecided complaint
    was closed and nothing was given.

    An undecided complaint that a goodwill payment settled is upheld (DISP 1.10). A withdrawn one
    counts as upheld when money was given and as rejected otherwise, which is unverified.
    """
    if answer.outcome in _FCA:
        return _FCA[answer.outcome]
    if answer.outcome is Outcome.OUT_OF_SCOPE:
        return None
    if answer.outcome is None:
        return Fca.UPHELD if answer.goodwill else None
    return Fca.UPHELD if answer.money else Fca.REJECTED


class Asic(StrEnum):
    """Kinds of outcome in the register of internal dispute resolution. The codes are unverified."""

    MONETARY = "monetary remedy"
    SERVICE = "service-based remedy"
    APOLOGY = "apology"
    EXPLANATION = "explanation"
    NO_REMEDY = "no remedy"
    WITHDRAWN = "withdrawn"
    OUT_OF_SCOPE = "outside scope"


def asic(answer: Answer) -> Asic:
    """What the complainant got in the end: money before work, work before words."""
    if answer.money:
        return Asic.MONETARY
    if answer.in_kind:
        return Asic.SERVICE
    return _ASIC[answer.outcome]


_ASIC = {
    Outcome.UPHELD: Asic.APOLOGY,
    Outcome.PARTLY_UPHELD: Asic.APOLOGY,
    Outcome.ALREADY_PUT_RIGHT: Asic.APOLOGY,
    Outcome.NOT_UPHELD: Asic.EXPLANATION,
    Outcome.WITHDRAWN: Asic.WITHDRAWN,
    Outcome.OUT_OF_SCOPE: Asic.OUT_OF_SCOPE,
    None: Asic.NO_REMEDY,
}


class Cfpb(StrEnum):
    """The CFPB's categories of a company's response."""

    MONETARY = "Closed with monetary relief"
    NON_MONETARY = "Closed with non-monetary relief"
    EXPLANATION = "Closed with explanation"
    CLOSED = "Closed"
    IN_PROGRESS = "In progress"


def cfpb(answer: Answer | None) -> Cfpb:
    """The category; in progress without an answer. Relief in money is "objective, measurable, and
    verifiable"; an explanation is "tailored to the individual consumer's complaint"."""
    if answer is None:
        return Cfpb.IN_PROGRESS
    if answer.money:
        return Cfpb.MONETARY
    if answer.in_kind:
        return Cfpb.NON_MONETARY
    aside = answer.outcome in SET_ASIDE
    return Cfpb.CLOSED if aside else Cfpb.EXPLANATION
