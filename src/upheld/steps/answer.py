"""Answer: the reply drafted from the decision, edited by a person, checked before it leaves."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from upheld.core import reply
from upheld.core.decision import Decision
from upheld.core.obligations import End
from upheld.core.reply import Letter
from upheld.core.words import CaseId, CaseState, LetterKind, Role, Stance
from upheld.store import clocks, load, policies, save
from upheld.store import models as rows
from upheld.store.merged import complained_too, their_part
from upheld.store.sight import seen

from . import may
from .decide import check_latest, has_authority, preview, waits
from .letters import required_of, send_now, sending


class NotReady(ValueError):
    """The decision is not there, not approved, or asks a question first."""


def draft_reply(case: rows.Case, by: may.Actor, now: datetime) -> Letter:
    """The letter that the decision gives: a question while facts are missing, else the answer."""
    row = _decision(case)
    if row.stance == Stance.ASK:
        return question_of(load.recalled(row), case, by)
    return draft_final(case, row, by, now)


def draft_final(case: rows.Case, decision: rows.Decision, by: may.Actor, now: datetime) -> Letter:
    """The answer to whoever complained in this case, of what is theirs in the decision."""
    to, voice = load.addressed(case, by.name), policies.voice(case.regime)
    there = now.astimezone(policies.zone(case.regime))
    wanted = required_of(case, LetterKind.FINAL, decision)
    return reply.final(to, their_part.told(decision, case), voice, there, wanted)


def draft_question(case: rows.Case, by: may.Actor, now: datetime) -> Letter:
    """What the policy asks of the facts so far, before anything is decided.

    Raises NotReady where it asks nothing, DecisionError, DocumentError or PolicyMissing."""
    _, decision, _ = preview(case, now)
    return question_of(decision, case, by)


def question_of(decision: Decision, case: rows.Case, by: may.Actor) -> Letter:
    """What a decision asks of whoever complained in the case, on points of their own: nobody is
    asked of what another told us. Raises NotReady where that is nothing."""
    of = their_part.together(case)
    theirs = their_part.part_of(decision, of, of.there.pk)
    if theirs.asks_customer:
        to, voice = load.addressed(case, by.name), policies.voice(case.regime)
        return reply.question(to, theirs, voice)
    raise NotReady(
        f"the facts so far leave no question open that they could answer{_who_can(decision, of)}"
    )


def _who_can(decision: Decision, of: their_part.Together) -> str:
    """In which case somebody else who complained of it is asked, without a name: an assistant reads
    it too."""
    cases = [of.there, *complained_too.others(of.there)] if decision.asks_customer else []
    asked = [case for case in cases if _part_of(decision, case, of.there).asks_customer]
    shown = seen.shown(each.pk for each in asked)
    told = [each.reference for each in asked if each.pk in shown]
    told += ["a case that another team keeps"] if len(shown) < len(asked) else []
    if not told:
        return ""
    return f": whoever complained in {' and in '.join(told)} can, in a letter of their own"


def _part_of(decision: Decision, case: rows.Case, there: rows.Case) -> Decision:
    return their_part.part_of(decision, their_part.together(case), there.pk)


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

    Whoever complained of the matter too is answered before (steps/answer_too.py): with this letter
    the clocks of all of them stop. Raises StaleDecision, NotReady, LetterBlocked, WrongState or
    NotAllowed."""
    case = load.case(case_id)
    may.check("answer", by, case.state)
    decision = _decision(case)
    check_latest(decision, decision_id)
    if not may_leave(decision, by):
        whose = "a lead" if decision.needs_role == Role.LEAD else "a colleague"
        another = " who did not make it" if decision.needs_second_person else ""
        raise NotReady(f"this decision needs the approval of {whose}{another} first")
    check_others(case)
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


def check_others(case: rows.Case) -> None:
    """Raises NotReady while somebody whose case was merged into this one has no answer."""
    waiting = complained_too.unanswered(case)
    if not waiting:
        return
    have = "has" if len(waiting) == 1 else "have"
    raise NotReady(
        f"{named(waiting)} complained of it too and {have} no answer: write to them first"
    )


def named(cases: Sequence[rows.Case]) -> str:
    """Whose these cases are, as far as whoever looks may know."""
    shown = seen.shown(each.pk for each in cases)
    named = [f"{each.customer} ({each.reference})" for each in cases if each.pk in shown]
    named += ["somebody whom another team knows"] if len(shown) < len(cases) else []
    return " and ".join(named)


def _decision(case: rows.Case) -> rows.Decision:
    decision = next(iter(case.decisions.all()), None)
    if decision is None:
        raise NotReady("there is no decision yet: decide the case first")
    return decision
