"""Follow: a decision that was found to be unfair is no precedent, until a lead says otherwise.

Nothing changes for the customer of that case: what was decided there is for its own steps.
"""

from datetime import datetime

from django.db import transaction

from upheld.core.as_seen import is_blank
from upheld.core.words import CaseId
from upheld.store import like_cases, load
from upheld.store import models as rows

from . import may


class NotToFollow(ValueError):
    """A mark that is there already or is not there, or one without its reason."""


@transaction.atomic
def do_not_follow(case_id: CaseId, why: str, by: may.Actor, now: datetime) -> None:
    """The case's latest decision weighs nothing any more, and is shown so.

    Raises NotToFollow, NotAllowed or WrongState."""
    decision = _latest(case_id, by)
    if is_blank(why):
        raise NotToFollow("say what was unfair in it")
    if not like_cases.followed(decision):
        raise NotToFollow("it is marked already: look at the record")
    like_cases.not_followed(decision, why.strip(), load.signed_in(by), by.name, now)


@transaction.atomic
def follow_again(case_id: CaseId, why: str, by: may.Actor, now: datetime) -> None:
    """It is a precedent as before. Raises NotToFollow, NotAllowed or WrongState."""
    decision = _latest(case_id, by)
    if is_blank(why):
        raise NotToFollow("say why it may be followed again")
    if like_cases.followed(decision):
        raise NotToFollow("it is followed: there is no mark to end")
    like_cases.followed_again(decision, why.strip(), by.name, now)


def _latest(case_id: CaseId, by: may.Actor) -> rows.Decision:
    case = load.case(case_id)
    may.check("follow", by, case.state)
    decision = load.latest_decision(case.pk)
    if decision is None:
        raise NotToFollow("nothing was decided here")
    return decision
