"""Feedback: how it was for them, and what they think that we could do better."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from upheld.core.portal import Fairness, Felt, PortalError, checked
from upheld.core.words import CaseId, CaseState
from upheld.store import in_order, load, save
from upheld.store import models as rows
from upheld.store.merged import complained_too

from . import may
from .tell import first_time, short


@transaction.atomic
def rate(case_id: CaseId, felt: Mapping[Fairness, Felt], by: may.Actor, now: datetime) -> None:
    """How the outcome, the process and our manner were for them: said once, and said otherwise
    until the case is closed; beside another's, once they have their answer. No decision reads it.

    Raises PortalError, NotAllowed or WrongState."""
    case = in_order.way(case_id)[0]
    state = complained_too.state_for(case)
    may.check("rate", by, state)
    whole = checked({kind: Felt(each.score, short(each.words)) for kind, each in felt.items()})
    before = _said_before(case)
    if before and state == CaseState.CLOSED:
        if before == whole:
            return  # a form that was sent twice
        raise may.WrongState("the case is closed, and what was said of it stays as it was said")
    save.rated(case, whole, by.name, now)


def _said_before(case: rows.Case) -> dict[Fairness, Felt]:
    said = rows.Satisfaction.objects.filter(case=case).first()
    if said is None:
        return {}
    told = ((kind, getattr(said, kind), getattr(said, f"{kind}_words")) for kind in Fairness)
    return {kind: Felt(score, words) for kind, score, words in told}


@transaction.atomic
def offer_idea(
    case_id: CaseId, text: str, may_tell: bool, mark: str, by: may.Actor, now: datetime
) -> None:
    """Keeps an idea with its case, and whether they want to hear what became of it.

    Raises PortalError or NotAllowed."""
    case = load.case(case_id)
    may.check("offer", by, case.state)
    idea = short(text)
    if not idea:
        raise PortalError("there is no idea yet: write it in a few words")
    if first_time(case, mark, now):
        save.idea_offered(case, idea, may_tell, by.name, now)
