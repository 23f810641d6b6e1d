"""Past complaints, decided from their facts and written in bulk with all their events."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects

from upheld.core import reply
from upheld.core.decision import Decision, decide
from upheld.core.deviations import DeviationState
from upheld.core.document import read_case
from upheld.core.event_kinds import EventKind
from upheld.core.goodwill import DeviationKind, Granted
from upheld.core.obligations import ObligationKind
from upheld.core.words import CaseState, FindingResult, LetterState, Outcome, Role
from upheld.demo import cases
from upheld.demo.history_told import Answered, Found, left
from upheld.demo.simulate import Company, Complaint, Order
from upheld.steps.acknowledge import draft_acknowledgement
from upheld.steps.may import Operator
from upheld.store import clocks, load, policies, save, search
from upheld.store import models as rows
from upheld.store.record import events, kept_policies
from upheld.store.record.events import Act
from upheld.store.rows import fired
from upheld.tables import Policy

_RECORDED = {
    Outcome.UPHELD: FindingResult.SUBSTANTIATED,
    Outcome.ALREADY_PUT_RIGHT: FindingResult.SUBSTANTIATED,
    Outcome.PARTLY_UPHELD: FindingResult.PARTLY,
    Outcome.NOT_UPHELD: FindingResult.NOT_SUBSTANTIATED,
}
_HABIT = "house habit, no rule was written down"


@dataclass(frozen=True, slots=True)
class _Past:
    """One past complaint on its way into the store, with the moments of its steps."""

    said: Complaint
    order: Order | None
    case: rows.Case
    document: dict[str, Any]
    decision: Decision
    acknowledged: datetime
    answered: datetime
    closed: datetime

    @property
    def told(self) -> Decision:
        """The decision as the answer told it, with what was given beside it."""
        return replace(self.decision, exceptions=self.exceptions)

    @property
    def exceptions(self) -> tuple[Granted, ...]:
        """The policy gave a mistaken customer nothing, and somebody paid all the same."""
        paid = self.said.paid_goodwill
        by_habit = self.decision.policy_version == _HABIT
        if by_habit or not paid.amount or self.decision.outcome is not Outcome.NOT_UPHELD:
            return ()
        return (Granted(DeviationKind.REFUND, paid.amount, paid.currency),)


def write(company: Company, past: Sequence[Complaint], by: str) -> None:
    """Writes closed cases with clocks, findings, decisions, answers, closings and events."""
    customers = {row.pk: row for row in rows.Customer.objects.all()}
    orders = {order.id: order for order in company.orders}
    in_force = policies.by_day()
    told = [
        _past(one, customers[one.customer_id], orders, in_force(one.received_at.date()), company)
        for one in past
    ]
    rows.Case.objects.bulk_create([one.case for one in told], batch_size=500)
    _write_clocks(told)
    acknowledged = _write_acknowledgements(told, by)
    found, answered = _write_findings(told, by), _write_answers(told, by)
    rows.Closing.objects.bulk_create([_closing(one, by) for one in told])
    search.index([one.case.pk for one in told])
    parts = zip(told, acknowledged, found, answered, strict=True)
    acts = (act for each in parts for act in _acts(*each, by))
    events.append(*sorted(acts, key=lambda act: act.at))


def _past(
    said: Complaint,
    customer: rows.Customer,
    orders: dict[int, Order],
    policy: Policy,
    company: Company,
) -> _Past:
    case = cases.new_case(said, customer, ())
    case.state, case.next_step, case.next_due = CaseState.CLOSED, "", None
    case.ever_merged = False  # type: ignore[attr-defined]  # its letters need not ask
    finding = _RECORDED.get(said.outcome) if said.outcome else None
    document = cases.document(said, customer, finding, case.reference)
    answered = said.answered_at or said.received_at
    decision = decide(read_case(document, policy), policy, answered)
    if said.received_at.date() < company.truths.paid_for_asking_twice.ends_on:
        decision = _by_habit(decision, said)
    return _Past(
        said=said,
        order=orders.get(said.order_id or 0),
        case=case,
        document=document,
        decision=decision,
        acknowledged=said.acknowledged_at or said.received_at,
        answered=answered,
        closed=said.closed_at or answered,
    )


def _by_habit(decision: Decision, said: Complaint) -> Decision:
    """Before the policy was in use, goodwill followed habit: what was paid is what is recorded."""
    paid = said.paid_goodwill
    goodwill = replace(
        decision.goodwill,
        kind="refund" if paid.amount else "none",
        amount=paid.amount,
        because="Given as was usual then." if paid.amount else "Nothing was given.",
        source=_HABIT,
    )
    return replace(decision, goodwill=goodwill, policy_version=_HABIT)


def _write_clocks(told: Sequence[_Past]) -> None:
    made = []
    for one in told:
        deadlines = cases.RULES.deadlines(one.said.received_at)
        for clock in clocks.new(one.case, deadlines):
            first = clock.kind == ObligationKind.ACKNOWLEDGEMENT
            clock.met_at = one.acknowledged if first else one.answered
            made.append(clock)
    rows.Clock.objects.bulk_create(made, batch_size=1000)


def _write_acknowledgements(told: Sequence[_Past], by: str) -> list[rows.Letter]:
    prefetch_related_objects([one.case for one in told], "clocks")
    who = Operator(by)
    drafts = [draft_acknowledgement(one.case, who, one.acknowledged) for one in told]
    pairs = zip(told, drafts, strict=True)
    letters = [_letter(one, draft, by, one.acknowledged) for one, draft in pairs]
    return rows.Letter.objects.bulk_create(letters, batch_size=500)


def _write_findings(told: Sequence[_Past], by: str) -> list[Found]:
    allegations = [
        rows.Allegation(
            case=one.case, kind=one.said.kind, statement=one.said.statement,
            facts=cases.facts(one.said),
        )
        for one in told
    ]  # fmt: skip
    rows.Allegation.objects.bulk_create(allegations, batch_size=500)
    pairs = list(zip(told, allegations, strict=True))
    shown = [_evidence(one, row, one.order, by) if one.order else None for one, row in pairs]
    found = [_finding(one, row, by) for one, row in pairs]
    rows.Evidence.objects.bulk_create([each for each in shown if each], batch_size=1000)
    rows.Finding.objects.bulk_create([each for each in found if each], batch_size=1000)
    return [Found(*each) for each in zip(allegations, shown, found, strict=True)]


def _evidence(one: _Past, row: rows.Allegation, order: Order, by: str) -> rows.Evidence:
    text = cases.evidence(order)
    return rows.Evidence(
        case=one.case, allegation=row, kind="record", text=text, at=one.acknowledged, by=by
    )


def _finding(one: _Past, row: rows.Allegation, by: str) -> rows.Finding | None:
    if "finding" not in one.document["allegations"][0]:
        return None
    found = one.decision.findings[0]
    return rows.Finding(
        allegation=row, result=found.result, because=found.because, at=one.answered, by=by
    )


def _write_answers(told: Sequence[_Past], by: str) -> list[Answered]:
    decisions = [save.new_decision(one.case, one.document, one.decision, by) for one in told]
    for row in decisions:
        row.approved_at, row.approved_by = row.at, by
    rows.Decision.objects.bulk_create(decisions, batch_size=500)
    fired.keep_all(row for row in decisions if row.policy_version != _HABIT)
    for version, at in {row.policy_version: row.at for row in decisions}.items():
        kept_policies.keep(version, at)
    pairs = list(zip(told, decisions, strict=True))
    beyond = [[_exception(one, row, each, by) for each in one.exceptions] for one, row in pairs]
    rows.Deviation.objects.bulk_create([each for of_one in beyond for each in of_one])
    letters = [_answer(one, row, by) for one, row in pairs]
    rows.Letter.objects.bulk_create(letters, batch_size=500)
    heard = [_acceptance(one, by) for one in told if one.said.accepted is not None]
    rows.Acceptance.objects.bulk_create(heard)
    return [Answered(*each) for each in zip(decisions, letters, beyond, strict=True)]


_REASON = "Paid to have an end of it: they said that they would not let it rest."


def _exception(one: _Past, row: rows.Decision, granted: Granted, by: str) -> rows.Deviation:
    customer, day = one.case.customer, one.answered
    return rows.Deviation(
        case=one.case,
        decision=row,
        customer=customer,
        persona=customer.persona,
        touchpoint=one.order.touchpoint if one.order else "",
        band=one.decision.fit.band,
        situation=row.situation,
        kind=granted.kind,
        amount=granted.amount,
        currency=granted.currency,
        reason=_REASON,
        state=DeviationState.KEPT,
        at=day,
        by=by,
        needs_role=Role.HANDLER,
        granted_at=day,
        approved_by=by,
        expires_on=day.date(),
        told_at=day,
        policy_version=row.policy_version,
        budget_on=day.date(),
    )


def _answer(one: _Past, decision: rows.Decision, by: str) -> rows.Letter:
    to = load.addressed(one.case, by)
    draft = reply.final(to, one.told, policies.voice(), one.answered)
    letter = _letter(one, draft, by, one.answered)
    letter.decision = decision
    return letter


def _letter(one: _Past, draft: reply.Letter, by: str, at: datetime) -> rows.Letter:
    return rows.Letter(
        case=one.case,
        kind=draft.kind,
        subject=draft.subject,
        body=draft.body,
        to=one.case.customer.email,
        state=LetterState.SENT,
        by=by,
        at=at,
        queued_at=at,
        sent_at=at,
    )


def _acceptance(one: _Past, by: str) -> rows.Acceptance:
    words = one.said.praise or ""
    return rows.Acceptance(
        case=one.case, accepted=bool(one.said.accepted), words=words, at=one.closed, by=by
    )


def _closing(one: _Past, by: str) -> rows.Closing:
    told = cases.told_cause(one.said.cause)
    return rows.Closing(
        case=one.case,
        cause=told.key,
        lesson=" ".join(filter(None, (told.lesson, one.said.idea))),
        misunderstood=told.misunderstood,
        resolved=one.said.accepted is True,
        at=one.closed,
        by=by,
    )


def _acts(
    one: _Past, acknowledgement: rows.Letter, found: Found, answered: Answered, by: str
) -> Iterator[Act]:
    case = one.case.pk
    yield Act(case, EventKind.RECEIVED, by, one.said.received_at, {"channel": one.said.channel})
    yield from left(acknowledgement, by)
    yield from found.acts(by, one.acknowledged)
    yield from answered.decided(by)
    yield from answered.granted(by)
    yield from left(answered.letter, by)
    if one.said.accepted is not None:
        kind = EventKind.ACCEPTED if one.said.accepted else EventKind.CONTESTED
        yield Act(case, kind, by, one.closed)
    cause = cases.told_cause(one.said.cause).key
    yield Act(case, EventKind.CLOSED, by, one.closed, {"cause": cause})
