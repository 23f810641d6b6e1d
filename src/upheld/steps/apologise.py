"""Apologise: for what was found to be our fault, with what we change. Never a word alone."""

from datetime import datetime

from upheld.core import reply
from upheld.core.reply import Letter
from upheld.core.words import CaseId, LetterKind
from upheld.store import complained_too, load, policies
from upheld.store import models as rows

from . import may
from .answer import NotReady
from .letters import send_now, sending


def why_not(case: rows.Case) -> str:
    """Why there is nothing to apologise for; empty where there is."""
    decision = next(iter(case.decisions.all()), None)
    if decision is None or not reply.ours(load.recalled(decision)):
        return "Nothing was found to be our fault: there is nothing to apologise for."
    return ""


def draft_apology(case: rows.Case, change: str, by: may.Actor) -> Letter:
    """What we did and what we change. Raises NotReady without a finding."""
    if reason := why_not(case):
        raise NotReady(reason)
    decision = complained_too.told(next(iter(case.decisions.all())), case)
    to, voice = load.addressed(case, by.name), policies.voice(case.regime)
    return reply.apology(to, decision, change, voice)


@sending
def apologise(case_id: CaseId, letter: Letter, by: may.Actor, now: datetime) -> None:
    """Sends an apology beside the answer. Raises NotReady without a finding that it is for,
    LetterBlocked for another one without a fix, WrongState or NotAllowed."""
    case = load.case(case_id)
    may.check("apologise", by, case.state)
    if reason := why_not(case):
        raise NotReady(reason)
    decision = next(iter(case.decisions.all()))
    send_now(case, LetterKind.APOLOGY, letter, decision, by, now)
