"""Assign: whose case this is."""

from datetime import datetime

from django.db import transaction

from upheld.core.words import CaseId
from upheld.store import load, save
from upheld.store import models as rows

from . import may


@transaction.atomic
def assign(case_id: CaseId, owner: rows.Person | None, by: may.Actor, now: datetime) -> None:
    """Gives the case to `owner`, or to nobody. The owner must be one who may investigate."""
    case = load.case(case_id)
    may.check("assign", by, case.state)
    if owner is not None:
        may.check("investigate", owner)
    save.assigned(case, owner, by.name, now)
