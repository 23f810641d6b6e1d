"""Exceptions as they are asked for, granted, told, ended; and what is made of those that repeat."""

from datetime import date, datetime
from typing import Any

from upheld.core.decision import Authority
from upheld.core.deviations import Asked, DeviationState
from upheld.core.event_kinds import EventKind
from upheld.store import models as rows
from upheld.store.granted import Repeated
from upheld.store.record import events
from upheld.store.record.events import Act
from upheld.store.record.said import of_exception

from .act import act


def deviation_proposed(
    decision: rows.Decision,
    told: Asked,
    cost: Repeated,
    authority: Authority,
    touchpoint: str,
    by: str,
    person: rows.Person | None,
    now: datetime,
) -> rows.Deviation:
    """What is asked for, with who the customer is to us at this moment and what it would cost."""
    case, price = decision.case, cost.price
    row = rows.Deviation.objects.create(
        case=case,
        decision=decision,
        customer=case.customer,
        persona=case.customer.persona,
        touchpoint=touchpoint,
        band=(decision.record.get("fit") or {}).get("band", ""),
        situation=decision.situation,
        kind=told.kind,
        amount=told.amount.amount if told.amount else None,
        currency=decision.currency,
        words=told.words,
        reason=told.reason,
        similar=cost.similar,
        price_low=price.low if price else None,
        price_likely=price.likely if price else None,
        price_high=price.high if price else None,
        state=DeviationState.PROPOSED,
        at=now,
        by=by,
        proposed_by=person,
        needs_role=authority.role,
        needs_second_person=authority.second_person,
        expires_on=told.expires_on,
        policy_version=decision.policy_version,
    )
    what = {**of_exception(row), "expires_on": row.expires_on.isoformat(), "why": told.reason}
    act(case, EventKind.DEVIATION_PROPOSED, by, now, what)
    return row


def deviation_granted(
    row: rows.Deviation,
    team: rows.Team | None,
    day: date,
    over_budget: str,
    by: str,
    person: rows.Person | None,
    now: datetime,
) -> None:
    row.state, row.granted_at = DeviationState.GRANTED, now
    row.approved_by, row.approver = by, person
    row.team, row.budget_on, row.over_budget = team, day, over_budget
    row.save()
    told = of_exception(row) | ({"over_budget": over_budget} if over_budget else {})
    act(row.case, EventKind.DEVIATION_GRANTED, by, now, told)


def deviation_ended(row: rows.Deviation, why: str, by: str, now: datetime) -> None:
    """It is not given, and its money is free again."""
    row.state, row.budget_on = DeviationState.ENDED, None
    row.ended_at, row.ended_by, row.ended_why = now, by, why
    row.save()
    act(row.case, EventKind.DEVIATION_ENDED, by, now, {**of_exception(row), "why": why})


def deviation_kept(row: rows.Deviation, by: str, now: datetime) -> None:
    """It was given, its day is over, and it stays the exception that it was."""
    row.state = DeviationState.KEPT
    row.save(update_fields=["state"])
    act(row.case, EventKind.DEVIATION_KEPT, by, now, of_exception(row))


def deviations_told(decision: rows.Decision, now: datetime) -> None:
    """The letter that leaves tells what was granted: from here on it is promised."""
    granted = rows.Deviation.objects.filter(decision=decision, state=DeviationState.GRANTED)
    granted.filter(told_at=None).update(told_at=now)


def situation_ruled(
    situation: str, why: str, draft: rows.PolicyDraft | None, by: str, now: datetime
) -> rows.SituationRuling:
    """Exceptions in the situation are to stop, or became the draft of a rule."""
    row = rows.SituationRuling.objects.create(
        situation=situation, stops=draft is None, why=why, draft=draft, at=now, by=by
    )
    told: dict[str, Any] = {"situation": situation, "why": why}
    told |= {"draft": draft.pk} if draft else {}
    events.append(Act(None, EventKind.DEVIATIONS_RULED, by, now, told))
    if draft is not None:
        given = (DeviationState.GRANTED, DeviationState.KEPT)
        same = rows.Deviation.objects.filter(situation=situation, state__in=given)
        same.exclude(told_at=None).update(state=DeviationState.BECAME_POLICY, draft=draft)
    return row
