"""Answer too: whoever complained in a case that was merged into another customer's is answered by a
letter of their own, with nothing in it of whoever else complained."""

from datetime import datetime

from upheld.core.reply import Letter
from upheld.core.words import CaseId, CaseState, LetterKind, Stance
from upheld.store import in_order, load, save
from upheld.store import models as rows
from upheld.store.merged import complained_too, merging

from . import may
from .answer import NotReady, draft_final, may_leave
from .assign import still_works
from .decide import check_latest
from .letters import send_now, sending


def is_for(case: rows.Case) -> bool:
    """Whether whoever complained in it is answered so, and not in the case where it is decided."""
    return case.merged_into_id is not None and complained_too.is_one(case)


def why_not(case: rows.Case, by: may.Actor) -> str:
    """Why they cannot be answered now; empty where they can."""
    there = merging.worked_on_in(case)
    decision = load.latest_decision(there.pk)
    if (
        there.state not in complained_too.STANDS
        or decision is None
        or decision.stance == Stance.ASK
    ):
        return "It is not decided yet: decide the case that this one was merged into first."
    if complained_too.answer_to(case):
        return "They have been answered."
    return "" if may_leave(decision, by) else "The decision needs its approval first."


def draft_answer_too(case: rows.Case, by: may.Actor, now: datetime) -> Letter:
    """What was found of the matter, and what of it is owed to them. Raises NotReady."""
    return draft_final(case, _ready(case, by), by, now)


@sending
def answer_too(
    case_id: CaseId, decision_id: int | None, letter: Letter, by: may.Actor, now: datetime
) -> None:
    """Sends their answer, to the decision that was read: the one in the case where it is decided.

    Raises StaleDecision, NotReady, LetterBlocked, WrongState or NotAllowed."""
    case, *way = in_order.way(case_id)
    may.check("answer_too", by, case.state)
    if not is_for(case):
        raise NotReady("nobody is answered here: answer in the case where it is decided")
    decision = _ready(case, by)
    check_latest(decision, decision_id)
    keeps_it = _keeper(case, way[-1])
    send_now(case, LetterKind.FINAL, letter, decision, by, now)
    if keeps_it:
        save.assigned(case, keeps_it, by.name, now)
    save.moved(case, CaseState(case.state), now)


def _keeper(case: rows.Case, worked_on_in: rows.Case) -> rows.Person | None:
    """Who keeps what the letter promises, where nobody who may still work on it has the case."""
    if case.owner is not None and still_works(case.owner.pk):
        return None
    owner = worked_on_in.owner
    return still_works(owner.pk) if owner else None


def _ready(case: rows.Case, by: may.Actor) -> rows.Decision:
    if reason := why_not(case, by):
        raise NotReady(reason)
    decision = load.latest_decision(merging.worked_on_in(case).pk)
    assert decision is not None
    return decision
