"""Resolve: they were satisfied at once, and a short letter stands for the answer (DISP 1.5)."""

from datetime import datetime

from upheld.core import reply
from upheld.core.as_seen import is_blank
from upheld.core.obligations import End, ObligationKind
from upheld.core.reply import Accepted, Letter
from upheld.core.words import CaseId, CaseState, LetterKind, Stance
from upheld.store import clocks, load, policies, save
from upheld.store import models as rows
from upheld.store.merged import their_part

from . import may
from .answer import NotReady, check_others, may_leave
from .decide import check_latest
from .letters import required_of, send_now, sending, today_of


def why_not(case: rows.Case, by: may.Actor, now: datetime) -> str:
    """Why no short letter can stand for the answer now; empty when one can."""
    window = next(iter(windows(case)), None)
    if window is None:
        return "The rules of this case know no short letter in place of the answer."
    if window.due < now:
        return f"The time for it was over on {reply.told_day(window.due_on)}."
    decision = next(iter(case.decisions.all()), None)
    if decision is None or decision.stance == Stance.ASK:
        return "Decide first: it tells what was found and what we do."
    return "" if may_leave(decision, by) else "The decision needs its approval first."


def windows(case: rows.Case) -> list[rows.Clock]:
    """The chances of this case to be resolved early."""
    return [c for c in case.clocks.all() if c.kind == ObligationKind.SUMMARY_RESOLUTION]


def draft_resolution(case: rows.Case, words: str, by: may.Actor, now: datetime) -> Letter:
    """What they accepted, in the place of the answer. Raises NotReady where none may be sent."""
    decision = _ready(case, by, now)
    return reply.summary_resolution(
        load.addressed(case, by.name),
        their_part.told(decision, case),
        Accepted(today_of(case, now), words),
        policies.voice(case.regime),
        now.astimezone(policies.zone(case.regime)),
        required_of(case, LetterKind.SUMMARY_RESOLUTION, decision),
    )


@sending
def resolve(
    case_id: CaseId,
    decision_id: int | None,
    letter: Letter,
    words: str,
    by: may.Actor,
    now: datetime,
) -> None:
    """Records in their `words` that they are satisfied, and sends the summary of it.

    Raises NotReady, StaleDecision, LetterBlocked, WrongState or NotAllowed."""
    case = load.case(case_id)
    may.check("resolve", by, case.state)
    decision = _ready(case, by, now)
    check_latest(decision, decision_id)
    if is_blank(words):
        raise NotReady("write what they said: only they can say that they are satisfied")
    check_others(case)
    send_now(case, LetterKind.SUMMARY_RESOLUTION, letter, decision, by, now)
    save.resumed(case, by.name, now)
    save.heard(case, True, words.strip(), None, by.name, now)
    clocks.met(case, End.ACCEPTANCE, now)
    clocks.met(case, End.ANSWER, now)
    save.moved(case, CaseState.ANSWERED, now)


def _ready(case: rows.Case, by: may.Actor, now: datetime) -> rows.Decision:
    if reason := why_not(case, by, now):
        raise NotReady(reason)
    decision: rows.Decision = next(iter(case.decisions.all()))
    return decision
