"""Apologise: for what was found to be our fault, with what we change. Never a word alone."""

from datetime import datetime

from upheld.core import reply
from upheld.core.reply import Letter
from upheld.core.words import CaseId, LetterKind
from upheld.store import load, policies
from upheld.store import models as rows
from upheld.store.merged import complained_too, merging, their_part

from . import may
from .answer import NotReady
from .answer_too import is_for
from .letters import send_now, sending


def why_not(case: rows.Case) -> str:
    """Why there is nothing to apologise for, or not yet; empty where there is. Whoever complained
    in a case that was merged into another customer's has the apology in their own case, for what
    was found where it was decided, and beside their answer as everybody."""
    decision = _decision(case)
    if is_for(case) and not complained_too.answer_to(case):
        return "They have no answer yet: an apology goes beside it."
    if decision is None or not reply.ours(load.recalled(decision)):
        return "Nothing was found to be our fault: there is nothing to apologise for."
    return ""


def draft_apology(case: rows.Case, change: str, by: may.Actor) -> Letter:
    """What we did and what we change. Raises NotReady without a finding."""
    decision = their_part.told(_found(case), case)
    to, voice = load.addressed(case, by.name), policies.voice(case.regime)
    return reply.apology(to, decision, change, voice)


@sending
def apologise(case_id: CaseId, letter: Letter, by: may.Actor, now: datetime) -> None:
    """Sends an apology beside the answer. Raises NotReady without a finding that it is for,
    LetterBlocked for another one without a fix, WrongState or NotAllowed."""
    case = load.case(case_id)
    may.check("apologise", by, case.state)
    send_now(case, LetterKind.APOLOGY, letter, _found(case), by, now)


def _found(case: rows.Case) -> rows.Decision:
    """The decision with what it is for. Raises NotReady."""
    if reason := why_not(case):
        raise NotReady(reason)
    decision = _decision(case)
    assert decision is not None
    return decision


def _decision(case: rows.Case) -> rows.Decision | None:
    if is_for(case):
        return load.latest_decision(merging.worked_on_in(case).pk)
    return next(iter(case.decisions.all()), None)
