"""Dishonesty: proposed on named evidence, confirmed by a second person, withdrawn or reviewed.

What is owed, the outcome and the letters know nothing of it.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from upheld.core import dishonesty as core
from upheld.core.as_seen import is_blank
from upheld.core.dishonesty import DishonestyError, DishonestyState
from upheld.core.words import CaseId
from upheld.store import load, statements
from upheld.store import models as rows

from . import may
from .investigate import allegation_of
from .letters import today_of

_OPEN = (DishonestyState.PROPOSED, DishonestyState.CONFIRMED)


@transaction.atomic
def propose(
    case_id: CaseId,
    allegation_id: int,
    statement: str,
    evidence: Collection[int],
    review_due: date | None,
    by: may.Actor,
    now: datetime,
) -> None:
    """Proposes that a statement was knowingly untrue. Raises DishonestyError without evidence."""
    case = load.case(case_id)
    may.check("propose_dishonesty", by, case.state)
    allegation = allegation_of(case, allegation_id)
    known = allegation.evidence.values_list("pk", flat=True)
    told = core.proposed(statement, evidence, known, review_due, today_of(case, now))
    before = _of(allegation)
    if before and before.state in _OPEN:
        raise DishonestyError(f"this was {before.state} before: withdraw that first")
    statements.dishonesty_proposed(allegation, told, load.signed_in(by), by.name, now)


@transaction.atomic
def confirm(case_id: CaseId, allegation_id: int, read: str, by: may.Actor, now: datetime) -> None:
    """A second person, a lead, looked at the evidence and agrees. `read` is the statement that they
    read. Raises DishonestyError."""
    found = _standing(case_id, allegation_id, "confirm_dishonesty", by, DishonestyState.PROPOSED)
    if proposed_by(found, by):
        raise DishonestyError("a second person must confirm this: you proposed it yourself")
    if read.split() != found.statement.split():
        raise DishonestyError("it was proposed anew while you read: read the statement again")
    statements.dishonesty_confirmed(found, load.signed_in(by), by.name, now)


@transaction.atomic
def withdraw(case_id: CaseId, allegation_id: int, why: str, by: may.Actor, now: datetime) -> None:
    """Takes it back, with the reason. What was confirmed only a lead takes back."""
    found = _standing(case_id, allegation_id, "withdraw_dishonesty", by, *_OPEN)
    if found.state == DishonestyState.CONFIRMED and not may.leads(by):
        raise may.NotAllowed("this was confirmed: ask a lead to withdraw it")
    if is_blank(why):
        raise DishonestyError("say why it is withdrawn")
    statements.dishonesty_withdrawn(found, why.strip(), by.name, now)


@transaction.atomic
def review(
    case_id: CaseId,
    allegation_id: int,
    why: str,
    upheld: bool,
    review_due: date | None,
    by: may.Actor,
    now: datetime,
) -> None:
    """Looks at a confirmed one anew: it stands until the next review, or is withdrawn."""
    found = _standing(case_id, allegation_id, "review_dishonesty", by, DishonestyState.CONFIRMED)
    today = today_of(found.allegation.case, now)
    due = core.reviewed(why, upheld, review_due, today)
    statements.dishonesty_reviewed(found, why.strip(), due, by.name, now)


def proposed_by(found: rows.Dishonesty, by: may.Actor) -> bool:
    """Whether `by` proposed it: the same person, whatever the name; the command line by its."""
    person = load.signed_in(by)
    if person or found.proposed_by_id:
        return person is not None and found.proposed_by_id == person.pk
    return found.by == by.name


def _standing(
    case_id: CaseId, allegation_id: int, step: str, by: may.Actor, *states: DishonestyState
) -> rows.Dishonesty:
    case = load.case(case_id)
    may.check(step, by, case.state)
    found = _of(allegation_of(case, allegation_id))
    if found is None or found.state not in states:
        told = " or ".join(states)
        raise DishonestyError(f"nothing of this kind is {told} on this allegation")
    return found


def _of(allegation: rows.Allegation) -> rows.Dishonesty | None:
    return getattr(allegation, "dishonesty", None)
