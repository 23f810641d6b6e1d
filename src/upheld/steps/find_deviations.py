"""Find exceptions in history: goodwill that was given where the policy would have given less.

Each past decision is asked again, by the policy that was in force on the day of receipt; where
none was, by the one in force today. What went beyond it is recorded as an exception. Run twice, it
finds nothing twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from upheld.core.decision import DecisionError, decide
from upheld.core.deviations import DeviationState
from upheld.core.document import DocumentError, read_case
from upheld.core.event_kinds import EventKind
from upheld.core.goodwill import DeviationKind
from upheld.core.words import Role
from upheld.store import models as rows
from upheld.store import policies
from upheld.store.merged import merging
from upheld.store.policies import PolicyMissing
from upheld.store.record import events
from upheld.store.record.events import Act
from upheld.store.sight import seen
from upheld.tables import HitError, Policy

from . import may

_AT_ONCE = 500


@dataclass(slots=True)
class Found:
    """How many decisions gave goodwill, how many of them beyond the policy, and those that no
    policy can be asked about."""

    looked_at: int = 0
    exceptions: int = 0
    unasked: list[str] = field(default_factory=list)


@seen.whole()
@transaction.atomic
def find_deviations(by: may.Actor, now: datetime) -> Found:
    """Goes through the latest decision of each case that gave goodwill. Raises NotAllowed."""
    may.check("find_deviations", by)
    found = Found()
    in_force = _by_day(now)
    made = _not_there(list(_beyond(in_force, found)))
    found.exceptions = len(made)
    rows.Deviation.objects.bulk_create(made, batch_size=_AT_ONCE)
    if made:
        told = {"count": len(made), "looked_at": found.looked_at}
        events.append(Act(None, EventKind.DEVIATIONS_FOUND, by.name, now, told))
    return found


def _not_there(made: list[rows.Deviation]) -> list[rows.Deviation]:
    """Those that nobody else found meanwhile; from here on nobody finds any until these are kept.

    Looking takes its time, and holds nobody up."""
    events.hold()
    by_decision = [each.decision_id for each in made]
    there = rows.Deviation.objects.filter(found=True, decision__in=by_decision)
    known = set(there.values_list("decision", flat=True))
    return [each for each in made if each.decision_id not in known]


def _by_day(now: datetime) -> Callable[[date], Policy]:
    policy_on = policies.by_day()

    def in_force(day: date) -> Policy:
        try:
            return policy_on(day)
        except PolicyMissing:
            return policy_on(timezone.localdate(now))

    return in_force


def _beyond(in_force: Callable[[date], Policy], found: Found) -> Iterator[rows.Deviation]:
    for row in _gave().iterator(chunk_size=_AT_ONCE):
        found.looked_at += 1
        policy = in_force(date.fromisoformat(row.document["received_on"]))
        if row.policy_version == policy.version:
            continue  # it is the policy's own answer
        try:
            more = row.goodwill - _by_policy(row, policy)
        except (DecisionError, DocumentError, HitError):
            found.unasked.append(row.case.reference)
            continue
        if more > 0:
            yield _row(row, more, policy)


def _gave() -> "QuerySet[rows.Decision]":
    latest = rows.Decision.objects.order_by().values("case").annotate(last=Max("pk"))
    gave = rows.Decision.objects.filter(pk__in=latest.values("last"), goodwill__gt=0)
    gave = gave.exclude(case__in=merging.parts()).exclude(deviations__found=True)
    return gave.select_related("case__customer").order_by("pk")


def _by_policy(row: rows.Decision, policy: Policy) -> Decimal:
    """What the policy gives beyond the owed on the same facts."""
    return decide(read_case(row.document, policy), policy, row.at).goodwill.amount


def _row(row: rows.Decision, more: Decimal, policy: Policy) -> rows.Deviation:
    """As the record tells it: nobody wrote an end, so it ended on the day. Who the customer is to
    us is as it is known today."""
    kept, customer = row.record["goodwill"], row.case.customer
    known = set(DeviationKind)
    day = policies.day_at(row.case.regime, row.approved_at or row.at)
    facts = (row.document.get("allegations") or [{}])[0].get("facts") or {}
    return rows.Deviation(
        case=row.case,
        decision=row,
        customer=customer,
        persona=customer.persona,
        touchpoint=str(facts.get("touchpoint") or ""),
        band=(row.record.get("fit") or {}).get("band", ""),
        situation=row.situation,
        kind=kept["kind"] if kept["kind"] in known else DeviationKind.REFUND,
        amount=more,
        currency=row.currency,
        reason=kept["because"] or "No reason was recorded.",
        state=DeviationState.KEPT,
        at=row.at,
        by=row.by,
        proposed_by=row.decided_by,
        needs_role=Role.HANDLER,
        granted_at=row.approved_at or row.at,
        approved_by=row.approved_by or row.by,
        expires_on=day,
        told_at=row.at,
        policy_version=policy.version,
        found=True,
    )
