"""The open cases of the demo company, taken through the real steps as far as they have come."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from upheld.core.case import Allegation
from upheld.core.deadlines import Deadline
from upheld.core.event_kinds import EventKind
from upheld.core.findings import Finding, find
from upheld.core.obligations import ObligationKind
from upheld.core.words import CaseId, CaseState, FindingResult, LetterState
from upheld.demo import cases
from upheld.demo.history_told import arrived
from upheld.demo.simulate import Company, Complaint, Order
from upheld.steps import acknowledge, answer, assign, decide, investigate
from upheld.store import clocks, load, policies, search
from upheld.store import models as rows
from upheld.store.record import events
from upheld.store.record.events import Act

_LOOKED_INTO = (CaseState.INVESTIGATING, CaseState.DECIDED)


def write(
    company: Company, still_open: Sequence[Complaint], handler: rows.Person, now: datetime
) -> None:
    """Each case as far as its state says; the twins are decided with their replies drafted."""
    orders = {order.id: order for order in company.orders}
    twins = (company.truths.twins.sally_complaint_id, company.truths.twins.bob_complaint_id)
    for one in still_open:
        decided = one.state is CaseState.DECIDED or one.id in twins
        _open(one, orders.get(one.order_id or 0), decided, handler, now)
    # Nobody at the demo company has a mailbox: what the past sent has arrived.
    _arrive(rows.Letter.objects.filter(state=LetterState.QUEUED).order_by("pk"))


def _arrive(waiting: "QuerySet[rows.Letter]") -> None:
    events.append(*(arrived(letter, letter.queued_at or letter.at) for letter in waiting))
    waiting.update(state=LetterState.SENT, sent_at=F("queued_at"))


def _open(
    one: Complaint, order: Order | None, decided: bool, handler: rows.Person, now: datetime
) -> None:
    deadlines = cases.RULES.deadlines(one.received_at)
    case_id = _receive(one, deadlines)
    acknowledged_at = one.acknowledged_at or _in_time(one, deadlines, now)
    if acknowledged_at is None:
        return
    assign.assign(case_id, handler, handler, acknowledged_at)
    letter = acknowledge.draft_acknowledgement(load.page(case_id), handler, acknowledged_at)
    acknowledge.acknowledge(case_id, letter, handler, acknowledged_at)
    if one.state not in _LOOKED_INTO:
        return
    next_day = min(acknowledged_at + timedelta(hours=20), now)
    allegation = _investigate(case_id, one, order, handler, next_day)
    if decided:
        _decide(case_id, allegation, one, handler, now)


def _receive(one: Complaint, deadlines: tuple[Deadline, ...]) -> CaseId:
    customer = rows.Customer.objects.get(pk=one.customer_id)
    case = cases.new_case(one, customer, deadlines)
    case.save(force_insert=True)
    rows.Clock.objects.bulk_create(clocks.new(case, deadlines))
    search.index([case.pk])
    told = {"channel": one.channel}
    events.append(Act(case.pk, EventKind.RECEIVED, "demo", one.received_at, told))
    return CaseId(case.pk)


def _in_time(one: Complaint, deadlines: tuple[Deadline, ...], now: datetime) -> datetime | None:
    """When a complaint whose day to be acknowledged is over was: the firm keeps that aim."""
    over = any(
        each.obligation.kind is ObligationKind.ACKNOWLEDGEMENT and each.due < now
        for each in deadlines
    )
    return one.received_at + timedelta(hours=5) if over else None


def _investigate(
    case_id: CaseId, one: Complaint, order: Order | None, handler: rows.Person, at: datetime
) -> int:
    told = cases.facts(one)
    allegation = investigate.allege(case_id, one.kind, one.statement, told, handler, at)
    if order:
        text = cases.evidence(order)
        investigate.add_evidence(case_id, allegation, "record", text, handler, at)
    return allegation


def _decide(
    case_id: CaseId, allegation: int, one: Complaint, handler: rows.Person, now: datetime
) -> None:
    found = _found(one)
    if found.result is FindingResult.UNDETERMINED:
        return
    investigate.record_finding(case_id, allegation, found.result, found.because, handler, now)
    decide.decide(case_id, handler, now)
    letter = answer.draft_reply(load.page(case_id), handler, now)
    answer.keep_draft(case_id, letter, handler, now)


def _found(one: Complaint) -> Finding:
    """What the facts of the records show, as a handler would find it."""
    policy = policies.policy_in_force(one.received_at.date())
    facts = policy.read(cases.facts(one), {"allegation"})
    return find(Allegation("a", one.kind, one.statement, facts), policy)
