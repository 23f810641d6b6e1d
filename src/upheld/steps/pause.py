"""Pause: while we wait for the customer our own targets stand still, and no obligation does."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from upheld.core.as_seen import is_blank
from upheld.core.words import CaseId
from upheld.store import load, save
from upheld.store import models as rows
from upheld.store.merged import written

from . import may


class PauseError(ValueError):
    """A pause without its reason, a second one, or none to end."""


@transaction.atomic
def pause(case_id: CaseId, why: str, by: may.Actor, now: datetime) -> None:
    """Stops the clocks of our own targets. Raises PauseError, NotAllowed or WrongState."""
    case = load.case(case_id)
    may.check("pause", by, case.state)
    if is_blank(why):
        raise PauseError("a pause needs its reason: write what we wait for")
    if case.paused_since:
        raise PauseError("our targets are paused already: go on with them first")
    save.paused(case, why.strip(), by.name, now)


@transaction.atomic
def resume(case_id: CaseId, by: may.Actor, now: datetime) -> None:
    """The targets go on, later by the business time that passed meanwhile.

    Raises PauseError, NotAllowed or WrongState."""
    case = load.case(case_id)
    may.check("resume", by, case.state)
    if not case.paused_since:
        raise PauseError("nothing is paused here")
    save.resumed(case, by.name, now)


def have(case: rows.Case, question: rows.Letter, by: may.Actor, now: datetime) -> None:
    """What just came answers a question of ours: a pause in which we waited for that is over."""
    if written.is_first_answer(case, question) and _asked_since(case, question):
        save.resumed(case, by.name, now)


def _asked_since(case: rows.Case, question: rows.Letter) -> bool:
    """Whether it was asked since we waited last: an older one is not what we wait for now."""
    over = case.pauses.aggregate(last=Max("until"))["last"]
    return over is None or (question.queued_at is not None and question.queued_at >= over)
