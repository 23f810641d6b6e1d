"""Mark: where in the complaint's text something is alleged, and what is asked for there."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from upheld.core import spans as core
from upheld.core.intake import Complainant, Complaint, accepted
from upheld.core.spans import Span
from upheld.core.words import CaseId, Channel
from upheld.store import load, save, statements

from . import may
from .investigate import allegation_of


@transaction.atomic
def mark(
    case_id: CaseId, allegation_id: int, spans: Sequence[Span], by: may.Actor, now: datetime
) -> None:
    """Ties an allegation to the words that say it, in place of what was marked before.

    It changes nothing that a decision reads. Raises SpanError, CaseMissing or WrongState."""
    case = load.case(case_id)
    may.check("investigate", by, case.state)
    statements.marked(
        allegation_of(case, allegation_id), core.checked(spans, case.text), by.name, now
    )


@transaction.atomic
def record_demand(case_id: CaseId, demand: str, by: may.Actor, now: datetime) -> None:
    """Keeps what is asked for, apart from what is alleged: recorded, never weighed (promise 2).

    Raises IntakeError or WrongState."""
    case = load.case(case_id)
    may.check("mend", by, case.state)
    told = accepted(
        Complaint(
            text=case.text,
            received_at=case.received_at,
            complainant=Complainant(),
            subject=case.subject,
            channel=Channel(case.channel),
            demand=demand,
        ),
        now,
    )
    if told.demand != case.demand:
        save.mended(case, {"demand": told.demand}, by.name, now)
