"""Assign: whose case this is."""

from datetime import datetime

from django.db import transaction

from upheld.core.words import CaseId
from upheld.store import load, save
from upheld.store import models as rows
from upheld.store.rows import people

from . import free_cases, may


class HasLeft(may.WrongState):
    """Nobody who works here no more has anything to do; the message says what to do instead."""


@transaction.atomic
def assign(case_id: CaseId, owner: rows.Person | None, by: may.Actor, now: datetime) -> None:
    """Gives the case to `owner`, or to nobody. The owner must be one who may investigate.
    Raises CaseMissing, NotAllowed or WrongState."""
    case = load.case(case_id)
    may.check("assign", by, case.state)
    if owner is not None:
        owner = _here(owner)
        may.check("investigate", owner)
    save.assigned(case, owner, by.name, now)


def begin_with(case: rows.Case, owner: rows.Person | None, by: may.Actor, now: datetime) -> None:
    """What comes out of the case that `owner` has begins with them, where theirs is a private team:
    nobody's case is everybody's to see."""
    if people.private_team(owner):
        save.assigned(case, owner, by.name, now)


def still_works(number: int) -> rows.Person | None:
    """The person, held as they are now, where they are here and may work on a case."""
    person = people.still_here(number)
    return person if person and person.role in free_cases.HANDS.cases else None


def _here(owner: rows.Person) -> rows.Person:
    """As they are now, and stay until the case is theirs."""
    if (here := people.still_here(owner.pk)) is None:
        raise HasLeft(f"{owner} has left: give the case to somebody else")
    return here
