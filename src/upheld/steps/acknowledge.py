"""Acknowledge: received, who, by when, what happens next. The answer comes after."""

from datetime import date, datetime, timedelta

from django.db import transaction

from upheld.core import reply
from upheld.core.obligations import ANSWERS, End, ObligationKind
from upheld.core.reply import Letter
from upheld.core.words import CaseId, CaseState, LetterKind
from upheld.store import clocks, load, policies, save
from upheld.store import models as rows

from . import may
from .letters import required_of, send_now


def draft_acknowledgement(case: rows.Case, by: may.Actor, now: datetime) -> Letter:
    """The letter that the firm's voice gives, for a person to read before it goes."""
    to = load.addressed(case, by.name)
    wanted = required_of(case, LetterKind.ACKNOWLEDGEMENT)
    return reply.acknowledgement(to, _answer_by(case, now), policies.voice(case.regime), wanted)


# What reaches the complainant by its day where nothing says when the answer does.
_LETTERS = {
    ObligationKind.HOLDING_RESPONSE, ObligationKind.DELAY_NOTICE, ObligationKind.ADR_LETTER,
}  # fmt: skip


def _answer_by(case: rows.Case, now: datetime) -> date:
    """The first day on which an answer is due and still can be; a week ahead when all are past."""
    ahead = [clock for clock in case.clocks.all() if clock.due > now]
    answers = [clock.due_on for clock in ahead if clock.kind in ANSWERS]
    letters = [clock.due_on for clock in ahead if clock.kind in _LETTERS]
    there = now.astimezone(policies.zone(case.regime))
    return min(answers or letters, default=(there + timedelta(days=7)).date())


@transaction.atomic
def acknowledge(case_id: CaseId, letter: Letter, by: may.Actor, now: datetime) -> None:
    """Sends an acknowledgement; a case that was nobody's is then theirs who sent it.

    Raises LetterBlocked when it says more than it may."""
    case = load.case(case_id)
    may.check("acknowledge", by, case.state)
    send_now(case, LetterKind.ACKNOWLEDGEMENT, letter, None, by, now)
    if case.owner_id is None and (person := load.signed_in(by)):
        save.assigned(case, person, by.name, now)
    clocks.met(case, End.ACKNOWLEDGEMENT, now)
    save.moved(case, CaseState.ACKNOWLEDGED, now)
