"""Decide again: what was answered is for somebody else to look at, or for a reason that is kept.

Our letters promise a colleague who has not worked on the complaint.
"""

from datetime import datetime
from itertools import takewhile

from django.db import transaction

from upheld.core.words import CaseId, EventKind
from upheld.store import events, gifts, load
from upheld.store import models as rows
from upheld.store.events import Act

from . import may
from .decide import decide_held


class SamePerson(ValueError):
    """Whoever decided what was answered decides it again, and does not say why."""


@transaction.atomic
def decide_again(
    case_id: CaseId, why: str, by: may.Actor, now: datetime, why_different: str = ""
) -> rows.Decision:
    """As `decide`; `why` is the reason of somebody who decided what was answered before.

    Raises SamePerson where there is none, and as `decide` does."""
    case = load.to_decide(case_id)
    may.check("decide", by, case.state)
    theirs = was_theirs(case, by)
    if theirs and not why.strip():
        raise SamePerson("you decided what we answered before: say why you do so again")
    decision = decide_held(case, by, now, why_different)
    if theirs:
        told = {"decision": decision.pk, "why": why.strip()}
        events.append(Act(case_id, EventKind.SAME_PERSON_AGAIN, by.name, now, told))
    return decision


def was_theirs(case: rows.Case, by: may.Actor) -> bool:
    """Whether `by` made the decision that was answered last, and nobody else has decided since: who
    decides after an answer does so because it was contested, or because the case was opened again.
    """
    person, answered = load.signed_in(by), gifts.told(case)
    if person is None:
        return False
    newest_first = list(case.decisions.all())
    since = list(takewhile(lambda each: each.pk not in answered, newest_first))
    before = next(iter(newest_first[len(since) :]), None)
    others = [each for each in since if each.decided_by_id != person.pk]
    return before is not None and before.decided_by_id == person.pk and not others
