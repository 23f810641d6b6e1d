"""What an outside body, such as an ombudsman, made of an answer of ours."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId
from upheld.store import load, save
from upheld.store import models as rows

from . import may
from .letters import today_of

_LONGEST_BODY = 120


class OutsideError(ValueError):
    """A ruling that cannot be kept so; the message says what to mend."""


@transaction.atomic
def record_outside(
    case_id: CaseId,
    body: str,
    ruled_on: date,
    changed: bool,
    words: str,
    by: may.Actor,
    now: datetime,
) -> rows.OutsideRuling:
    """Records that `body` ruled on our answer, and whether it `changed` it. Nothing of the case
    moves: to follow it, the case is opened again.

    Raises OutsideError, WrongState or NotAllowed."""
    case = load.case(case_id)
    may.check("record_outside", by, case.state)
    body, words = " ".join(body.split()), words.strip()
    _check(case, body, ruled_on, now)
    told = {"body": body, "ruled_on": ruled_on, "changed": changed, "words": words}
    try:
        with transaction.atomic():
            row = rows.OutsideRuling.objects.create(case=case, at=now, by=by.name, **told)
    except IntegrityError:
        raise OutsideError(f"what {body} ruled on {ruled_on} is on record already") from None
    said = {"whom": body, "ruled_on": ruled_on.isoformat(), "changed": changed, "words": words}
    save.act(case, EventKind.OUTSIDE_RULED, by.name, now, said)
    return row


def _check(case: rows.Case, body: str, ruled_on: date, now: datetime) -> None:
    if not body or len(body) > _LONGEST_BODY:
        raise OutsideError(f"write who ruled, in at most {_LONGEST_BODY} characters")
    if ruled_on > today_of(case, now):
        raise OutsideError(f"{ruled_on} is to come: write the day of the ruling")
    if ruled_on < today_of(case, case.received_at):
        raise OutsideError(f"{ruled_on} is before the complaint came: write the day of the ruling")
