"""Ask too: whoever complained in a case that was merged into another customer's is asked, in a
letter of their own, what only they can tell of what they told us."""

from datetime import datetime

from upheld.core.reply import Letter
from upheld.core.words import CaseId, CaseState, LetterKind
from upheld.store import in_order, load, save
from upheld.store import models as rows
from upheld.store.merged import merging
from upheld.store.sight import seen

from . import may
from .answer import NotReady, question_of
from .answer_too import is_for
from .decide import preview
from .letters import send_now, sending


def why_not(case: rows.Case, by: may.Actor) -> str:
    """Why they cannot be asked now; empty where they can."""
    there = merging.worked_on_in(case)
    if not seen.shown([there.pk]):
        return f"{merging.went_into(case, '')}."
    if may.allowed("ask", by, there.state):
        return ""
    return "The case that this one was merged into is not being looked into: nothing is asked now."


def draft_question_too(case: rows.Case, by: may.Actor, now: datetime) -> Letter:
    """What the policy asks them of the facts so far, and nothing that it asks another.

    Raises NotReady, DecisionError, DocumentError or PolicyMissing."""
    _check(case, by)
    _, decision, _ = preview(load.to_look_at(CaseId(merging.worked_on_in(case).pk)), now)
    return question_of(decision, case, by)


@sending
def ask_too(case_id: CaseId, letter: Letter, by: may.Actor, now: datetime) -> None:
    """Sends them the question. The work goes on where it is done, under investigation as after any
    question. Raises NotReady, LetterBlocked, WrongState or NotAllowed."""
    case, *way = in_order.way(case_id)
    may.check("ask_too", by, case.state)
    _check(case, by)
    there = way[-1]
    send_now(case, LetterKind.QUESTION, letter, load.latest_decision(there.pk), by, now)
    save.moved(case, CaseState(case.state), now)
    save.moved(there, CaseState.INVESTIGATING, now)


def _check(case: rows.Case, by: may.Actor) -> None:
    if not is_for(case):
        raise NotReady("nobody is asked here: ask in the case where it is looked into")
    if reason := why_not(case, by):
        raise NotReady(reason)
