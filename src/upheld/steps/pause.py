"""Pause: while we wait for the customer our own targets stand still, and no obligation does."""

from datetime import datetime

from django.db import transaction

from upheld.core.as_seen import is_blank
from upheld.core.words import CaseId
from upheld.store import load, save

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
