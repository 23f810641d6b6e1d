"""The case itself: received, mended, paused, moved on, closed; and who has it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import CharField, QuerySet, Value

from upheld.core.deadlines import Deadline
from upheld.core.event_kinds import EventKind
from upheld.core.intake import Complainant, Complaint
from upheld.core.lessons import Closing
from upheld.core.obligations import HEAR, KEEP, Force, next_due, next_step
from upheld.core.portal import phone_in
from upheld.core.promises.commitments import CommitmentState
from upheld.core.words import CaseId, CaseState, Channel
from upheld.store import came_last, clocks, policies, search
from upheld.store import models as rows
from upheld.store.called import is_disowned
from upheld.store.policies import Rules
from upheld.store.record import events
from upheld.store.record.events import Act
from upheld.store.sql.asked_again import AskedAgain

from .act import act, plain
from .customers import called_as, not_called_as


def received(
    complaint: Complaint,
    who: rows.Customer,
    rules: Rules,
    currency: str,
    by: str,
    now: datetime,
    theirs: bool | None = None,
) -> rows.Case:
    """A new case with its clocks. `theirs`: whether it is known to be from `who`."""
    deadlines = rules.deadlines(complaint.received_at)
    case = new_case(complaint, who, rules, currency, deadlines)
    case.known_to_be_theirs = theirs
    case.save()
    rows.Clock.objects.bulk_create(clocks.new(case, deadlines))
    search.index([case.pk])
    events.append(Act(case.pk, EventKind.RECEIVED, by, now, {"channel": complaint.channel}))
    return case


def new_case(
    complaint: Complaint,
    who: rows.Customer,
    rules: Rules,
    currency: str,
    deadlines: Sequence[Deadline],
) -> rows.Case:
    """The row of a complaint just received, not yet saved."""
    state = CaseState.RECEIVED
    return rows.Case(
        customer=who,
        subject=complaint.subject,
        text=complaint.text,
        demand=complaint.demand,
        channel=complaint.channel,
        topic=complaint.topic,
        received_at=complaint.received_at,
        regime=rules.regime,
        complaint_kind=rules.complaint_kind,
        zone=str(policies.zone(rules.regime)),
        currency=currency,
        state=state,
        next_step=next_step(state),
        next_due=next_due(state, clocks.pressing(deadlines), complaint.received_at),
    )


def mended(case: rows.Case, changes: Mapping[str, Any], by: str, now: datetime) -> None:
    before = {name: plain(getattr(case, name)) for name in changes}
    for name, value in changes.items():
        setattr(case, name, value)
    case.save(update_fields=list(changes))
    after = {name: plain(value) for name, value in changes.items()}
    act(case, EventKind.CASE_MENDED, by, now, {"before": before, "after": after})


def paused(case: rows.Case, why: str, by: str, now: datetime) -> None:
    case.paused_since, case.paused_why = now, why
    case.save(update_fields=["paused_since", "paused_why"])
    act(case, EventKind.PAUSED, by, now, {"why": why})
    moved(case, CaseState(case.state), now)


def resumed(case: rows.Case, by: str, now: datetime) -> None:
    """A pause, if there is one, is over: our own targets are later by the business time of it."""
    if case.paused_since is None:
        return
    case.pauses.create(since=case.paused_since, until=now, why=case.paused_why)
    why, case.paused_since, case.paused_why = case.paused_why, None, ""
    case.save(update_fields=["paused_since", "paused_why"])
    clocks.move_targets(case)
    act(case, EventKind.RESUMED, by, now, {"why": why})
    moved(case, CaseState(case.state), now)


def moved(case: rows.Case, state: CaseState, now: datetime) -> None:
    """The case in its new state, with the next step and by when it is due."""
    paused = {Force.OWN} if case.paused_since else set[Force]()
    dues = _DUES(case.pk, case.pk)
    waiting = [due for due, force in dues if force != _PROMISE and force not in paused]
    promised = [due for due, force in dues if force == _PROMISE]
    was_closed = case.state == CaseState.CLOSED
    if state == CaseState.CLOSED and not was_closed:
        case.erased_at = None  # what came into it since is to be erased as well, when it is due
    wrote = came_last.unheard(case) if state == CaseState.ANSWERED else None
    case.state, case.next_step = state, HEAR if wrote else next_step(state)
    case.next_due = next_due(state, waiting, now, promised, wrote)
    if case.next_due in promised:
        case.next_step = KEEP
    case.save(update_fields=["state", "next_step", "next_due", "erased_at"])
    if was_closed != (state == CaseState.CLOSED):
        search.moved(case)


def _dues(clocks_of: CaseId, promised_in: CaseId) -> "QuerySet[rows.Clock, Any]":
    """When each clock that waits is due, with its force, and each open promise."""
    waiting = rows.Clock.objects.filter(case=clocks_of, met_at=None).exclude(force=Force.CHANCE)
    kept = rows.Commitment.objects.filter(case=promised_in, state=CommitmentState.OPEN)
    promised = kept.order_by().values_list("due", Value(_PROMISE, CharField()))
    return waiting.order_by().values_list("due", "force").union(promised, all=True)


_PROMISE = "promise"
_DUES = AskedAgain(_dues)


def known_to_be_theirs(case: rows.Case, by: str, now: datetime, *, settled: bool = False) -> bool:
    """It is, from now on, with what they call themselves; whether that was unknown until now. Where
    whoever has the address said that it is not from them, somebody of staff has `settled` it."""
    if case.known_to_be_theirs is not False or (is_disowned(case) and not settled):
        return False
    case.known_to_be_theirs = True
    case.save(update_fields=["known_to_be_theirs"])
    need: rows.Need | None = getattr(case, "need", None)
    told = Complainant(need.name, phone=phone_in(need.reach)) if need else Complainant()
    called_as(case, told, by, now)
    return True


def disowned(case: rows.Case, by: str, now: datetime) -> None:
    """Whoever has the address says that it is not from them, and are not called as it says."""
    case.known_to_be_theirs = False
    case.save(update_fields=["known_to_be_theirs"])
    act(case, EventKind.DISOWNED, by, now, {})
    not_called_as(case, by, now)


def not_known_to_be_theirs(who: rows.Customer) -> None:
    """What came from them by a form and says nothing of it, as all did once without an address."""
    filed = rows.Case.everything.filter(customer=who, known_to_be_theirs=None)
    filed.filter(filings__isnull=False).update(known_to_be_theirs=False)


def order_linked(
    case: rows.Case, order: rows.Order | None, reference: str, by: str, now: datetime
) -> None:
    """The order that a case is about; an order that is not kept here by its reference alone."""
    before = case.about_order
    case.order, case.order_reference = order, "" if order else reference
    case.save(update_fields=["order", "order_reference"])
    act(case, EventKind.ORDER_LINKED, by, now, {"order": reference, "before": before})


def topic_chosen(case: rows.Case, topic: str, by: str, now: datetime) -> None:
    """What the case is about, as the firm calls it; nothing where nobody says."""
    told = {"topic": topic, "before": case.topic}
    case.topic = topic
    case.save(update_fields=["topic"])
    act(case, EventKind.TOPIC_CHOSEN, by, now, told)


def circumstances(case: rows.Case, told: Mapping[str, bool], by: str, now: datetime) -> None:
    for name, value in told.items():
        setattr(case, name, value)
    case.save(update_fields=list(told))
    act(case, EventKind.CIRCUMSTANCES_RECORDED, by, now, told)


def heard(
    case: rows.Case, accepted: bool, words: str, channel: Channel | None, by: str, now: datetime
) -> None:
    case.acceptances.create(accepted=accepted, words=words, at=now, by=by)
    kind = EventKind.ACCEPTED if accepted else EventKind.CONTESTED
    how = {"channel": channel.value} if channel else {}
    act(case, kind, by, now, {"words": words, **how})


def closed(
    case: rows.Case, closing: Closing, by: str, now: datetime, *, was_read: bool = False
) -> None:
    """`was_read`: whoever closes it says so of what they wrote since our answer."""
    told = {
        "cause": closing.cause,
        "lesson": closing.lesson,
        "misunderstood": closing.misunderstood,
        "resolved": closing.resolved,
    }
    case.closings.create(at=now, by=by, **told)
    act(case, EventKind.CLOSED, by, now, told | ({"was_read": True} if was_read else {}))


def reopened(case: rows.Case, why: str, by: str, now: datetime) -> None:
    case.closings.filter(reopened_at=None).update(reopened_at=now)
    act(case, EventKind.REOPENED, by, now, {"why": why})


def assigned(case: rows.Case, owner: rows.Person | None, by: str, now: datetime) -> None:
    case.owner = owner
    case.save(update_fields=["owner"])
    act(case, EventKind.ASSIGNED, by, now, {"owner": owner.name if owner else ""})


def all_assigned(
    cases: "QuerySet[rows.Case]", owner: rows.Person | None, by: str, now: datetime
) -> None:
    """The same of many, which nobody else changes meanwhile: two statements and their events."""
    numbers = list(cases.order_by("pk").values_list("pk", flat=True))
    cases.update(owner=owner)
    told = {"owner": owner.name if owner else ""}
    events.append(*(Act(pk, EventKind.ASSIGNED, by, now, told) for pk in numbers))


def calendar_addressed(person: rows.Person, secret: str, now: datetime) -> rows.CalendarAddress:
    """Another secret for the person's calendar. The record keeps that it changed, not to what."""
    row, _ = rows.CalendarAddress.objects.update_or_create(
        person=person, defaults={"secret": secret, "made_at": now}
    )
    told = {"person": person.pk}
    events.append(Act(None, EventKind.CALENDAR_ADDRESSED, person.name, now, told))
    return row
