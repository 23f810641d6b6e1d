"""Cases at each point of the story, made by the real steps and told in plain calls."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from upheld.core.intake import Complainant, Complaint
from upheld.core.words import AllegationKind, CaseId, FindingResult
from upheld.steps import acknowledge, answer, close, commit, decide, investigate, may, receive
from upheld.store import load
from upheld.store import models as rows

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
SHELVES_LATE: Mapping[str, Any] = {
    "touchpoint": "product",
    "price_paid": "240.00",
    "delivery_paid": "12.50",
    "days_late": 9,
    "impact": "medium",
}


def a_complaint(
    text: str = "My shelves arrived nine days late and nobody told me.",
    name: str = "Sally Hart",
    email: str = "sally@example.org",
    **told: Any,
) -> Complaint:
    complainant = Complainant(name, email)
    return Complaint(**{"text": text, "received_at": NOW, "complainant": complainant, **told})


def a_received_case(by: may.Actor, now: datetime = NOW, **told: Any) -> CaseId:
    return receive.receive(a_complaint(**{"received_at": now, **told}), by, now)


def an_open_case(by: may.Actor, now: datetime = NOW, **told: Any) -> CaseId:
    """Received and acknowledged."""
    case = a_received_case(by, now, **told)
    acknowledge.acknowledge(
        case, acknowledge.draft_acknowledgement(load.page(case), by, now), by, now
    )
    return case


def an_allegation(
    case: CaseId,
    by: may.Actor,
    now: datetime = NOW,
    kind: AllegationKind = AllegationKind.LATE,
    statement: str = "The shelves came nine days late.",
    facts: Mapping[str, Any] = SHELVES_LATE,
) -> int:
    return investigate.allege(case, kind, statement, facts, by, now)


def a_finding(
    case: CaseId,
    allegation: int,
    by: may.Actor,
    now: datetime = NOW,
    result: FindingResult = FindingResult.SUBSTANTIATED,
    because: str = "The carrier's record shows that they came nine days after the promised day.",
) -> None:
    investigate.record_finding(case, allegation, result, because, by, now)


def an_investigated_case(by: may.Actor, now: datetime = NOW, **told: Any) -> CaseId:
    """One allegation, with its evidence and a person's finding."""
    case = an_open_case(by, now, **told)
    allegation = an_allegation(case, by, now)
    investigate.add_evidence(case, allegation, "record", "Carrier scan of 30 October", by, now)
    a_finding(case, allegation, by, now)
    return case


def a_decided_case(by: may.Actor, now: datetime = NOW, **told: Any) -> CaseId:
    case = an_investigated_case(by, now, **told)
    decide.decide(case, by, now)
    return case


def the_decision(case: CaseId) -> int:
    """The latest decision of a case, as its page shows it."""
    return rows.Decision.objects.filter(case=case).latest("pk").pk


def an_answered_case(by: may.Actor, now: datetime = NOW, **told: Any) -> CaseId:
    case = a_decided_case(by, now, **told)
    answer.answer(case, the_decision(case), answer.draft_reply(load.page(case), by, now), by, now)
    return case


def a_closed_case(by: may.Actor, now: datetime = NOW, **told: Any) -> CaseId:
    """Answered, accepted by the customer and closed."""
    case = an_answered_case(by, now, **told)
    close.hear(case, True, "Thank you.", by, now)
    promises_kept(case, by, now)
    close.close(case, "carrier_delay", "Ring the carrier on the second day.", "", by, now)
    return case


def promises_kept(case: CaseId, by: may.Actor, now: datetime = NOW) -> None:
    for row in rows.Commitment.objects.filter(case=case, state="open"):
        commit.settle(case, row.pk, True, "Paid, receipt 7.", by, now)


def told_about(case: CaseId, what: str, how: str, mutual: str, lines: int = 3) -> None:
    """What we know of the customer of a case: the three axes of fit and how many lines show it."""
    rows.Customer.objects.filter(cases=case).update(
        values_what=Decimal(what),
        values_how=Decimal(how),
        mutual_value=Decimal(mutual),
        fit_evidence=[f"Line {number}" for number in range(1, lines + 1)],
    )


def days(count: float) -> timedelta:
    return timedelta(days=count)
