"""What is recorded of a statement: where it is said, and that it was knowingly untrue."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from upheld.core.dishonesty import DishonestyState, Proposal
from upheld.core.event_kinds import EventKind
from upheld.core.spans import Span

from . import models as rows
from .record import events
from .record.events import Act


def places(spans: Sequence[Span]) -> list[list[int]]:
    """Spans as they are kept: a list of starts and ends."""
    return [[span.start, span.end] for span in spans]


def spans_of(allegation: rows.Allegation | rows.Claim) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in allegation.spans)


def marked(
    allegation: rows.Allegation,
    spans: Sequence[Span],
    by: str,
    now: datetime,
    lost: Sequence[str] = (),
) -> None:
    """Keeps where an allegation is said; `lost` is what was marked and is said no longer."""
    allegation.spans = places(spans)
    allegation.save(update_fields=["spans"])
    told = {"allegation": allegation.pk, "spans": allegation.spans, "lost": list(lost)}
    events.append(Act(allegation.case_id, EventKind.MARKED, by, now, told))


def dishonesty_proposed(
    allegation: rows.Allegation,
    told: Proposal,
    person: rows.Person | None,
    by: str,
    now: datetime,
) -> None:
    """A proposal in place of one that was withdrawn; the record keeps that one."""
    values = {"statement": told.statement, "evidence": list(told.evidence)}
    clean = {"confirmed_at": None, "confirmed_by": None, "confirmed_by_name": ""}
    clean |= {"reviewed_at": None, "reviewed_by": "", "review": ""}
    row, _ = rows.Dishonesty.objects.update_or_create(
        allegation=allegation,
        defaults={
            **values, **clean, "state": DishonestyState.PROPOSED, "review_due": told.review_due,
            "at": now, "by": by, "proposed_by": person,
        },
    )  # fmt: skip
    values |= {"review_due": told.review_due.isoformat()}
    _act(row, EventKind.DISHONESTY_PROPOSED, by, now, values)


def dishonesty_confirmed(
    row: rows.Dishonesty, person: rows.Person | None, by: str, now: datetime
) -> None:
    row.state, row.confirmed_at = DishonestyState.CONFIRMED, now
    row.confirmed_by, row.confirmed_by_name = person, by
    row.save(update_fields=["state", "confirmed_at", "confirmed_by", "confirmed_by_name"])
    _act(row, EventKind.DISHONESTY_CONFIRMED, by, now, {})


def dishonesty_withdrawn(row: rows.Dishonesty, why: str, by: str, now: datetime) -> None:
    row.state, row.review = DishonestyState.WITHDRAWN, why
    row.save(update_fields=["state", "review"])
    _act(row, EventKind.DISHONESTY_WITHDRAWN, by, now, {"why": why})


def dishonesty_reviewed(
    row: rows.Dishonesty, why: str, review_due: date | None, by: str, now: datetime
) -> None:
    """Reviewed by `by`: it stands until `review_due`, or is withdrawn where that is None."""
    row.reviewed_at, row.reviewed_by, row.review = now, by, why
    row.review_due = review_due or row.review_due
    row.state = DishonestyState.CONFIRMED if review_due else DishonestyState.WITHDRAWN
    row.save(update_fields=["reviewed_at", "reviewed_by", "review", "review_due", "state"])
    told = {"why": why, "state": row.state, "review_due": row.review_due.isoformat()}
    _act(row, EventKind.DISHONESTY_REVIEWED, by, now, told)


def _act(
    row: rows.Dishonesty, kind: EventKind, by: str, now: datetime, told: Mapping[str, Any]
) -> None:
    about = {"allegation": row.allegation_id, **told}
    events.append(Act(row.allegation.case_id, kind, by, now, about))
