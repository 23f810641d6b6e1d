"""Answer: the reply drafted from the decision, edited by a person, checked before it leaves."""

from datetime import datetime

from django.db import transaction

from upheld.core import reply
from upheld.core.obligations import End
from upheld.core.reply import Letter
from upheld.core.words import CaseId, CaseState, LetterKind, Role, Stance
from upheld.store import clocks, load, policies, save
from upheld.store import models as rows

from . import may
from .decide import check_latest, has_authority, preview, waits
from .letters import required_of, send_now, sending


class NotReady(ValueError):
    """The decision is not there, not approved, or asks a question first."""


def draft_reply(case: rows.Case, by: may.Actor, now: datetime) -> Letter:
    """The letter that the decision gives: a question while facts are missing, else the answer."""
    row = _decision(case)
    decision = load.recalled(row)
    to, voice = load.addressed(case, by.name), policies.voice(case.regime)
    if decision.stance is Stance.ASK:
        return reply.question(to, decision, voice)
    there = now.astimezone(policies.zone(case.regime))
    return reply.final(to, decision, voice, there, required_of(case, LetterKind.FINAL, row))


def draft_question(case: rows.Case, by: may.Actor, now: datetime) -> Letter:
    """What the policy asks of the facts so far, before anything is decided.

    Raises NotReady where it asks nothing, DecisionError, DocumentError or PolicyMissing."""
    _, decision, _ = preview(case, now)
    if not decision.questions:
        raise NotReady("the facts so far leave no question open")
    return reply.question(load.addressed(case, by.name), decision, policies.voice(case.regime))


_SENT_BY = {
    LetterKind.ACKNOWLEDGEMENT: "acknowledge",
    LetterKind.QUESTION: "ask",
    LetterKind.FINAL: "answer",
}


@transaction.atomic
def keep_draft(case_id: CaseId, letter: Letter, by: may.Actor, now: datetime) -> rows.Letter:
    """Keeps what a person wrote so far; nothing is checked and nothing leaves."""
    case = load.case(case_id)
    may.check(_SENT_BY[letter.kind], by, case.state)
    return save.drafted(case, letter, load.latest_decision(case.pk), by.name, now)


@sending
def ask(case_id: CaseId, letter: Letter, by: may.Actor, now: datetime) -> None:
    """Sends a question. The case stays under investigation and its clocks go on.

    It need not wait for a decision: what the policy asks of the facts so far may be asked."""
    case = load.case(case_id)
    may.check("ask", by, case.state)
    send_now(case, LetterKind.QUESTION, letter, load.latest_decision(case.pk), by, now)
    save.moved(case, CaseState.INVESTIGATING, now)


@sending
def answer(
    case_id: CaseId, decision_id: int | None, letter: Letter, by: may.Actor, now: datetime
) -> None:
    """Sends the final answer to the decision that was read.

    Raises StaleDecision, NotReady, LetterBlocked, WrongState or NotAllowed."""
    case = load.case(case_id)
    may.check("answer", by, case.state)
    decision = _decision(case)
    check_latest(decision, decision_id)
    if not may_leave(decision, by):
        whose = "a lead" if decision.needs_role == Role.LEAD else "a colleague"
        another = " who did not make it" if decision.needs_second_person else ""
        raise NotReady(f"this decision needs the approval of {whose}{another} first")
    send_now(case, LetterKind.FINAL, letter, decision, by, now)
    save.resumed(case, by.name, now)
    clocks.met(case, End.ANSWER, now)
    save.moved(case, CaseState.ANSWERED, now)


def may_leave(decision: rows.Decision, by: may.Actor) -> bool:
    """Whether a decision is within the authority of `by`, or was approved by one who has it.

    Goodwill that waits leaves by its approval alone: there limits are looked at, the reason for
    going over a budget is asked, and the budget hears of it."""
    if decision.approved_at:
        return True
    if decision.needs_second_person or (waits(decision) and decision.goodwill):
        return False
    return has_authority(decision, by)


def _decision(case: rows.Case) -> rows.Decision:
    decision = next(iter(case.decisions.all()), None)
    if decision is None:
        raise NotReady("there is no decision yet: decide the case first")
    return decision
