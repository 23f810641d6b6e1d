"""Decide again: what was contested is for somebody else to look at, or for a reason that is kept.

Our letters promise a colleague who has not worked on the complaint.
"""

from datetime import datetime

from django.db import transaction

from upheld.core.words import CaseId, EventKind
from upheld.store import events, load
from upheld.store import models as rows
from upheld.store.events import Act

from . import may
from .decide import decide


class SamePerson(ValueError):
    """Whoever decided what was contested decides it again, and does not say why."""


@transaction.atomic
def decide_again(
    case_id: CaseId, why: str, by: may.Actor, now: datetime, why_different: str = ""
) -> rows.Decision:
    """As `decide`; `why` is the reason of somebody who decided it before it was contested.

    Raises SamePerson where there is none, and as `decide` does."""
    theirs = was_theirs(load.case(case_id), by)
    if theirs and not why.strip():
        raise SamePerson("you decided this before they contested it: say why you do so again")
    decision = decide(case_id, by, now, why_different)
    if theirs:
        told = {"decision": decision.pk, "why": why.strip()}
        events.append(Act(case_id, EventKind.SAME_PERSON_AGAIN, by.name, now, told))
    return decision


def was_theirs(case: rows.Case, by: may.Actor) -> bool:
    """Whether `by` made the decision that was contested last, or that came before a reopening,
    and nobody else has decided since."""
    asked = [each.at for each in case.acceptances.all() if not each.accepted]
    asked += [each.reopened_at for each in case.closings.all() if each.reopened_at]
    person = load.signed_in(by)
    if not asked or person is None:
        return False
    newest_first = list(case.decisions.all())
    before = next((each for each in newest_first if each.at <= max(asked)), None)
    others = [
        each for each in newest_first if each.at > max(asked) and each.decided_by_id != person.pk
    ]
    return before is not None and before.decided_by_id == person.pk and not others
