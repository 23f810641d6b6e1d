"""Part: last of all, by people, after all that is owed, and never because of a complaint."""

from datetime import datetime, timedelta

from django.db import transaction

from upheld.core import reply
from upheld.core.reply import End, Letter
from upheld.core.words import CaseId, EventKind, LetterKind, Stance
from upheld.store import load, policies, save
from upheld.store import models as rows

from . import may
from .answer import NotReady
from .decide import made_by
from .letters import send_now, today_of

# Our own aim: so long they may look for another, and we go on as before.
NOTICE = timedelta(days=28)


def why_not(case: rows.Case, by: may.Actor) -> str:
    """Why nobody, or not `by`, may end it now; empty when the letter may leave."""
    decision = next(iter(case.decisions.all()), None)
    if decision is None or decision.stance != Stance.PART:
        return "The decision is not to part."
    if not decision.approved_at:
        return "A second person must approve the decision to part first."
    if made_by(decision, by):
        return "You made the decision yourself: another lead sends this letter."
    return ""


def draft_parting(case: rows.Case, end: End, by: may.Actor) -> Letter:
    """Notice, alternatives, their data. Raises NotReady where it is not decided and approved."""
    decision = _decided(case, by)
    to, voice = load.addressed(case, by.name), policies.voice(case.regime)
    return reply.parting(to, load.recalled(decision), end, voice)


def approver(case: rows.Case) -> str:
    """The named person who approved that it ends."""
    decision = next(iter(case.decisions.all()), None)
    return decision.approved_by if decision else ""


@transaction.atomic
def part(
    case_id: CaseId, end: End, settled: bool, letter: Letter, by: may.Actor, now: datetime
) -> None:
    """Sends the letter; `settled` says that all that was owed has been paid or done.

    Raises NotReady, LetterBlocked, WrongState or NotAllowed."""
    case = load.case(case_id)
    may.check("part", by, case.state)
    decision = _decided(case, by)
    if not settled:
        raise NotReady("settle first what is owed: a letter that parts leaves after it")
    first = today_of(case, now) + NOTICE
    if end.last_day < first:
        raise NotReady(f"give notice: the last day is {reply.told_day(first)} or later")
    send_now(case, LetterKind.PARTING, letter, decision, by, now)
    told = {"decision": decision.pk, "last_day": end.last_day.isoformat()}
    save.act(case, EventKind.PARTED, by.name, now, told)


def _decided(case: rows.Case, by: may.Actor) -> rows.Decision:
    if reason := why_not(case, by):
        raise NotReady(reason)
    decision: rows.Decision = next(iter(case.decisions.all()))
    return decision
