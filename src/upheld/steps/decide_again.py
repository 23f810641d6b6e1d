"""Decide again: what was answered is for somebody else to look at, or for a reason that is kept.

Our letters promise a colleague who has not worked on the complaint. The same decision by the same
person, while nothing happened to the case, is a form or a request that was sent twice.
"""

from datetime import datetime
from itertools import takewhile
from typing import Any

from django.db import transaction

from upheld.core.as_seen import is_blank
from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId
from upheld.store import gifts, load
from upheld.store import models as rows
from upheld.store.record import events
from upheld.store.record.events import Act

from . import may
from .decide import StaleDecision, decide_held
from .work_out import WorkedOut, beforehand

_OF_DECIDING = (EventKind.DECIDED, EventKind.DISTINGUISHED, EventKind.SAME_PERSON_AGAIN)
# What a decision comes to, beside its record. When it was made is no part of that.
_CONTENT = (
    "policy_version", "outcome", "stance", "owed", "goodwill", "currency", "needs_role",
    "needs_second_person", "team_id", "document",
)  # fmt: skip


class SamePerson(ValueError):
    """Whoever decided what was answered decides it again, and does not say why."""


class Repeated(StaleDecision):
    """The same person decided the same, and nothing happened since."""

    def __init__(self, latest: int) -> None:
        told = f"you decided this already (decision {latest}), and nothing has changed since"
        super().__init__(latest, told)


def decide_again(
    case_id: CaseId, why: str, by: may.Actor, now: datetime, why_different: str = ""
) -> rows.Decision:
    """As `decide`; `why` is the reason of somebody who decided what was answered before.

    Raises SamePerson where there is none, Repeated, and as `decide` does."""
    worked = beforehand(case_id, by, now)
    with transaction.atomic():
        return decide_again_held(load.to_decide(case_id), why, by, now, why_different, worked)


def decide_again_held(
    case: rows.Case,
    why: str,
    by: may.Actor,
    now: datetime,
    why_different: str = "",
    worked: WorkedOut | None = None,
) -> rows.Decision:
    """The same of a case that `load.to_decide` gave in the caller's transaction, which is taken
    back with all that is in it where this raises. `worked` is what `beforehand` gave for it."""
    may.check("decide", by, case.state)
    theirs = was_theirs(case, by)
    if theirs and is_blank(why):
        raise SamePerson("you decided what we answered before: say why you do so again")
    before = next(iter(case.decisions.all()), None)
    decision = decide_held(case, by, now, why_different, worked)
    if before and _is_repeat(before, decision):
        raise Repeated(before.pk)
    if theirs:
        told = {"decision": decision.pk, "why": why.strip()}
        events.append(Act(case.pk, EventKind.SAME_PERSON_AGAIN, by.name, now, told))
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


def _is_repeat(before: rows.Decision, decision: rows.Decision) -> bool:
    """Whether the same person decided the same for the same reason, and nothing happened since."""
    return (
        (before.decided_by_id, before.by) == (decision.decided_by_id, decision.by)
        and all(getattr(before, name) == getattr(decision, name) for name in _CONTENT)
        and _said(before) == _said(decision)
        and _why(before) == _why(decision)
        and not _happened_since(before)
    )


def _said(decision: rows.Decision) -> dict[str, Any]:
    return {**decision.record, "decided_at": None}


def _why(decision: rows.Decision) -> str:
    """Why it differs from like cases, where it does and somebody said so."""
    kept = rows.Distinction.objects.filter(decision=decision).first()
    return kept.why if kept else ""


def _happened_since(before: rows.Decision) -> bool:
    """Whether anything but deciding stands in the record of the case behind this decision."""
    told = rows.Event.objects.filter(case=before.case_id)
    made = told.filter(kind=EventKind.DECIDED, data__decision=before.pk).first()
    later = told.exclude(kind__in=_OF_DECIDING)
    return made is None or later.filter(number__gt=made.number).exists()
