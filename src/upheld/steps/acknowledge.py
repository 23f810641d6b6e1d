"""Acknowledge: received, who, by when, what happens next. The answer comes after."""

from datetime import date, datetime, timedelta

from django.db import transaction

from upheld.core import reply
from upheld.core.obligations import ObligationKind
from upheld.core.reply import Letter
from upheld.core.words import CaseId, CaseState, LetterKind
from upheld.store import load, policies, save
from upheld.store import models as rows

from . import may
from .letters import send_now


def draft_acknowledgement(case: rows.Case, by: may.Actor, now: datetime) -> Letter:
    """The letter that the firm's voice gives, for a person to read before it goes."""
    to = load.addressed(case, by.name)
    return reply.acknowledgement(to, _answer_by(case, now), policies.voice())


def _answer_by(case: rows.Case, now: datetime) -> date:
    """The first day on which an answer is due and still can be; a week ahead when all are past."""
    answers = [c for c in case.clocks.all() if c.kind != ObligationKind.ACKNOWLEDGEMENT]
    ahead = [clock.due_on for clock in answers if clock.due > now]
    there = now.astimezone(policies.zone(case.regime))
    return min(ahead, default=(there + timedelta(days=7)).date())


@transaction.atomic
def acknowledge(case_id: CaseId, letter: Letter, by: may.Actor, now: datetime) -> None:
    """Sends an acknowledgement; a case that was nobody's is then theirs who sent it.

    Raises LetterBlocked when it says more than it may."""
    case = load.case(case_id)
    may.check("acknowledge", by, case.state)
    send_now(case, LetterKind.ACKNOWLEDGEMENT, letter, None, by, now)
    if case.owner_id is None and (person := load.signed_in(by)):
        save.assigned(case, person, by.name, now)
    save.met(case, [ObligationKind.ACKNOWLEDGEMENT], now)
    save.moved(case, CaseState.ACKNOWLEDGED, now)
