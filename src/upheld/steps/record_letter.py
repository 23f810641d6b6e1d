"""Record a letter that left another way: a holding response, a notice of delay, an ADR letter."""

from datetime import datetime

from django.db import transaction

from upheld.core.obligations import RECORDED
from upheld.core.words import CaseId
from upheld.store import load, save

from . import may


class NothingToRecord(ValueError):
    """No such letter is waited for, or it cannot have left then."""


@transaction.atomic
def record_letter(
    case_id: CaseId, clock_id: int, sent_at: datetime, by: may.Actor, now: datetime
) -> None:
    """The clock that waited for this letter is met at the aware `sent_at`.

    Raises NothingToRecord, NotAllowed or WrongState."""
    case = load.case(case_id)
    may.check("record", by, case.state)
    clock = case.clocks.filter(pk=clock_id, kind__in=RECORDED, met_at=None).first()
    if clock is None:
        raise NothingToRecord("no clock of this case waits for such a letter: look at it again")
    if not case.received_at <= sent_at <= now:
        raise NothingToRecord("it left between the complaint and now: mend the day")
    clock.case = case
    save.letter_recorded(clock, sent_at, by.name, now)
