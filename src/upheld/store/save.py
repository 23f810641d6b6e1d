"""Core to rows: each act writes its rows, its event and the search index together."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from upheld.core import facts as core_facts
from upheld.core import record
from upheld.core.deadlines import Deadline
from upheld.core.decision import Decision
from upheld.core.evidence import File, Particulars
from upheld.core.floor import LawOnPoint
from upheld.core.intake import Complainant, Complaint
from upheld.core.lessons import Closing
from upheld.core.obligations import STAND_INS, Force, ObligationKind, next_due, next_step
from upheld.core.reply import Letter
from upheld.core.spans import Span
from upheld.core.words import CaseState, EventKind, FindingResult, LetterState

from . import clocks, events, fired, policies, search, statements
from . import models as rows
from .events import Act
from .policies import Rules


def customer(complainant: Complainant) -> rows.Customer:
    """The customer with this e-mail address, or a new one: nobody is merged by name alone."""
    email = complainant.email.strip().lower()
    known = rows.Customer.objects.filter(email=email).first() if email else None
    return known or rows.Customer.objects.create(
        name=complainant.name.strip(), email=email, phone=complainant.phone.strip()
    )


def customer_changed(
    who: rows.Customer,
    kind: EventKind,
    changes: Mapping[str, Any],
    open_cases: Sequence[rows.Case],
    by: str,
    now: datetime,
) -> None:
    """What we know of a customer, in the record of each open case, or of none when none is open."""
    before = {name: _told(getattr(who, name)) for name in changes}
    for name, value in changes.items():
        setattr(who, name, value)
    who.save(update_fields=list(changes))
    told = {"customer": who.pk, "before": before}
    told["after"] = {name: _told(value) for name, value in changes.items()}
    search.index(who.cases.values_list("pk", flat=True))
    on: list[int | None] = [case.pk for case in open_cases] or [None]
    events.append(*(Act(case_id, kind, by, now, told) for case_id in on))


def _told(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal | datetime) else value


def received(
    complaint: Complaint,
    who: rows.Customer,
    rules: Rules,
    currency: str,
    by: str,
    now: datetime,
) -> rows.Case:
    """A new case with its clocks."""
    deadlines = rules.deadlines(complaint.received_at)
    case = new_case(complaint, who, rules, currency, deadlines)
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
    before = {name: _told(getattr(case, name)) for name in changes}
    for name, value in changes.items():
        setattr(case, name, value)
    case.save(update_fields=list(changes))
    after = {name: _told(value) for name, value in changes.items()}
    _act(case, EventKind.CASE_MENDED, by, now, {"before": before, "after": after})


def paused(case: rows.Case, why: str, by: str, now: datetime) -> None:
    case.paused_since, case.paused_why = now, why
    case.save(update_fields=["paused_since", "paused_why"])
    _act(case, EventKind.PAUSED, by, now, {"why": why})
    moved(case, CaseState(case.state), now)


def resumed(case: rows.Case, by: str, now: datetime) -> None:
    """A pause, if there is one, is over: our own targets are later by the business time of it."""
    if case.paused_since is None:
        return
    case.pauses.create(since=case.paused_since, until=now, why=case.paused_why)
    why, case.paused_since, case.paused_why = case.paused_why, None, ""
    case.save(update_fields=["paused_since", "paused_why"])
    clocks.move_targets(case)
    _act(case, EventKind.RESUMED, by, now, {"why": why})
    moved(case, CaseState(case.state), now)


def letter_recorded(clock: rows.Clock, sent_at: datetime, by: str, now: datetime) -> None:
    """A letter that left another way meets its clock, and what it stands in for."""
    ended = Q(pk=clock.pk)
    if clock.kind in STAND_INS and sent_at <= clock.due:
        ended |= Q(kind=ObligationKind.FINAL_RESPONSE, due=clock.due)
    clock.case.clocks.filter(ended, met_at=None).update(met_at=sent_at)
    told = {"obligation": clock.kind, "clock": clock.obligation, "sent_at": sent_at.isoformat()}
    _act(clock.case, EventKind.LETTER_RECORDED, by, now, told)
    moved(clock.case, CaseState(clock.case.state), now)


def moved(case: rows.Case, state: CaseState, now: datetime) -> None:
    """The case in its new state, with the next step and by when it is due."""
    waiting = case.clocks.filter(met_at=None).exclude(force=Force.CHANCE)
    if case.paused_since:
        waiting = waiting.exclude(force=Force.OWN)
    case.state, case.next_step = state, next_step(state)
    case.next_due = next_due(state, waiting.values_list("due", flat=True), now)
    case.save(update_fields=["state", "next_step", "next_due"])


def alleged(
    case: rows.Case,
    kind: str,
    statement: str,
    facts: Mapping[str, Any],
    by: str,
    now: datetime,
    spans: Sequence[Span] = (),
) -> rows.Allegation:
    places = statements.places(spans)
    row = case.allegations.create(
        kind=kind,
        statement=statement,
        facts=dict(facts),
        provenance=core_facts.recorded(facts, {}, {}, by, now),
        spans=places,
    )
    told = {"allegation": row.pk, "kind": kind, "statement": statement, "facts": dict(facts)}
    told |= {"spans": places} if places else {}
    _act(case, EventKind.ALLEGED, by, now, told)
    return row


def facts_recorded(
    allegation: rows.Allegation, facts: Mapping[str, Any], by: str, now: datetime
) -> None:
    before, came = allegation.facts, allegation.provenance
    _facts(allegation, facts, core_facts.recorded(facts, before, came, by, now))
    told = {"allegation": allegation.pk, "facts": dict(facts), "before": before}
    _act(allegation.case, EventKind.FACTS_RECORDED, by, now, told)


def facts_pulled(
    allegation: rows.Allegation,
    facts: Mapping[str, Any],
    provenance: Mapping[str, Any],
    by: str,
    now: datetime,
) -> bool:
    """Keeps what the records said and whence it came; whether any fact is another than before."""
    before = allegation.facts
    changed: bool = before != facts
    _facts(allegation, facts, provenance)
    told = {"allegation": allegation.pk, "facts": dict(facts), "provenance": dict(provenance)}
    kind = EventKind.FACTS_PULLED if changed else EventKind.RECORDS_ASKED
    _act(allegation.case, kind, by, now, {**told, "before": before})
    return changed


def _facts(
    allegation: rows.Allegation, facts: Mapping[str, Any], provenance: Mapping[str, Any]
) -> None:
    if allegation.facts != facts:
        # The table found from the facts as they were: it finds again from these.
        rows.Finding.objects.filter(allegation=allegation, by_table=True).delete()
    allegation.facts, allegation.provenance = dict(facts), dict(provenance)
    allegation.save(update_fields=["facts", "provenance"])


def order_linked(
    case: rows.Case, order: rows.Order | None, reference: str, by: str, now: datetime
) -> None:
    """The order that a case is about; an order that is not kept here by its reference alone."""
    before = case.about_order
    case.order, case.order_reference = order, "" if order else reference
    case.save(update_fields=["order", "order_reference"])
    _act(case, EventKind.ORDER_LINKED, by, now, {"order": reference, "before": before})


def evidence_added(
    case: rows.Case,
    allegation_id: int | None,
    kind: str,
    text: str,
    particulars: Particulars,
    file: File | None,
    by: str,
    now: datetime,
) -> rows.Evidence:
    row: rows.Evidence = case.evidence.create(
        allegation_id=allegation_id,
        kind=kind,
        text=text,
        at=now,
        by=by,
        happened_at=particulars.happened_at,
        with_whom=particulars.with_whom,
        relied_on_by=particulars.relied_on_by,
        filename=file.name if file else "",
        size=file.size if file else None,
        sha256=file.sha256 if file else "",
    )
    told: dict[str, Any] = {"evidence": row.pk, "text": text}
    told |= {"file": file.name, "sha256": file.sha256} if file else {}
    _act(case, EventKind.EVIDENCE_ADDED, by, now, told)
    return row


def found(
    allegation: rows.Allegation,
    result: FindingResult,
    because: str,
    by: str,
    now: datetime,
    *,
    by_table: bool = False,
) -> None:
    rows.Finding.objects.update_or_create(
        allegation=allegation,
        defaults={
            "result": result, "because": because, "at": now, "by": by, "by_table": by_table,
        },
    )  # fmt: skip
    told = {"allegation": allegation.pk, "result": result, "because": because}
    _act(allegation.case, EventKind.FOUND, by, now, told)


def circumstances(case: rows.Case, told: Mapping[str, bool], by: str, now: datetime) -> None:
    for name, value in told.items():
        setattr(case, name, value)
    case.save(update_fields=list(told))
    _act(case, EventKind.CIRCUMSTANCES_RECORDED, by, now, told)


def decided(
    case: rows.Case,
    document: dict[str, Any],
    decision: Decision,
    law: Sequence[LawOnPoint],
    by: str,
    person: rows.Person | None = None,
) -> rows.Decision:
    """What was decided, from what, and what the law gave beside it."""
    row = new_decision(case, document, decision, by)
    row.record, row.decided_by = record.keep(decision, law), person
    row.save()
    fired.keep(row)
    told: dict[str, Any] = {
        "decision": row.pk,
        "outcome": decision.outcome,
        "stance": decision.stance,
    }
    told |= {"owed": str(decision.owed), "goodwill": str(decision.goodwill.money)}
    told |= {"policy_version": decision.policy_version}
    _act(case, EventKind.DECIDED, by, decision.decided_at, told)
    return row


def new_decision(
    case: rows.Case, document: dict[str, Any], decision: Decision, by: str
) -> rows.Decision:
    """The row of a decision, not yet saved."""
    return rows.Decision(
        case=case,
        at=decision.decided_at,
        by=by,
        policy_version=decision.policy_version,
        outcome=decision.outcome or "",
        stance=decision.stance,
        owed=decision.owed.amount,
        goodwill=decision.goodwill.amount,
        currency=decision.currency,
        needs_role=decision.authority.role,
        needs_second_person=decision.authority.second_person,
        same_facts=record.same_facts_key(document["allegations"]),
        document=document,
        record=record.keep(decision),
    )


def approved(decision: rows.Decision, by: str, now: datetime) -> None:
    decision.approved_by, decision.approved_at = by, now
    decision.save(update_fields=["approved_by", "approved_at"])
    _act(decision.case, EventKind.APPROVED, by, now, {"decision": decision.pk})


def drafted(
    case: rows.Case, letter: Letter, decision: rows.Decision | None, by: str, now: datetime
) -> rows.Letter:
    """The one draft of its kind on a case: a new draft takes the place of the old."""
    row, _ = rows.Letter.objects.update_or_create(
        case=case,
        kind=letter.kind,
        state=LetterState.DRAFT,
        defaults={
            "subject": letter.subject,
            "body": letter.body,
            "decision": decision,
            "to": case.customer.email,
            "by": by,
            "at": now,
        },
    )
    _act(case, EventKind.DRAFTED, by, now, {"letter": row.pk, "kind": letter.kind})
    return row


def queued(letter: rows.Letter, by: str, now: datetime) -> None:
    """The letter leaves with this transaction or not at all: its row is the job."""
    letter.state, letter.queued_at, letter.by = LetterState.QUEUED, now, by
    letter.save(update_fields=["state", "queued_at", "by"])
    told = {"letter": letter.pk, "kind": letter.kind, "subject": letter.subject}
    told |= {"body": letter.body}
    _act(letter.case, EventKind.QUEUED, by, now, told)


def posted(letter: rows.Letter, by: str, now: datetime) -> None:
    letter.state, letter.sent_at, letter.error = LetterState.SENT, now, ""
    letter.save(update_fields=["state", "sent_at", "error"])
    told = {"letter": letter.pk, "kind": letter.kind, "state": "posted"}
    _act(letter.case, EventKind.SENT, by, now, told)


def heard(case: rows.Case, accepted: bool, words: str, by: str, now: datetime) -> None:
    case.acceptances.create(accepted=accepted, words=words, at=now, by=by)
    kind = EventKind.ACCEPTED if accepted else EventKind.CONTESTED
    _act(case, kind, by, now, {"words": words})


def closed(case: rows.Case, closing: Closing, by: str, now: datetime) -> None:
    told = {
        "cause": closing.cause,
        "lesson": closing.lesson,
        "misunderstood": closing.misunderstood,
        "resolved": closing.resolved,
    }
    case.closings.create(at=now, by=by, **told)
    _act(case, EventKind.CLOSED, by, now, told)


def reopened(case: rows.Case, why: str, by: str, now: datetime) -> None:
    case.closings.filter(reopened_at=None).update(reopened_at=now)
    _act(case, EventKind.REOPENED, by, now, {"why": why})


def assigned(case: rows.Case, owner: rows.Person | None, by: str, now: datetime) -> None:
    case.owner = owner
    case.save(update_fields=["owner"])
    _act(case, EventKind.ASSIGNED, by, now, {"owner": owner.name if owner else ""})


def calendar_addressed(person: rows.Person, secret: str, now: datetime) -> rows.CalendarAddress:
    """Another secret for the person's calendar. The record keeps that it changed, not to what."""
    row, _ = rows.CalendarAddress.objects.update_or_create(
        person=person, defaults={"secret": secret, "made_at": now}
    )
    told = {"person": person.pk}
    events.append(Act(None, EventKind.CALENDAR_ADDRESSED, person.name, now, told))
    return row


def _act(case: rows.Case, kind: EventKind, by: str, now: datetime, told: Mapping[str, Any]) -> None:
    search.index([case.pk])
    events.append(Act(case.pk, kind, by, now, told))
