"""What comes before a parting, the proposal on its way, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from upheld.core.event_kinds import EventKind
from upheld.core.parting import FOLLOWED, Burden, Gate, PartingState, Tried
from upheld.store import models as rows
from upheld.store.merged import as_one
from upheld.store.record import events
from upheld.store.record.events import Act


def cause_raised(customer_id: int, burden: Burden, by: str, now: datetime) -> bool:
    """Asks for our own cause, unless it is asked for already; whether it was new."""
    told = {"contacts": burden.firm, "of_contacts": burden.all}
    if _asked_for(customer_id).exists():
        return False
    row, new = rows.CauseLook.objects.get_or_create(
        customer_id=customer_id, looked_at=None,
        defaults={**told, "raised_at": now, "raised_by": by},
    )  # fmt: skip
    if new:
        _about(customer_id, None, EventKind.CAUSE_RAISED, by, now, {"look": row.pk, **told})
    return new


def cause_looked_for(
    customer_id: int, burden: Burden, cause: str, found: str, by: str, now: datetime
) -> rows.CauseLook:
    """What somebody found, in the place of what was asked for where it was; the newest of these."""
    anew = rows.CauseLook(
        customer_id=customer_id, contacts=burden.firm, of_contacts=burden.all, raised_at=now,
        raised_by=by,
    )  # fmt: skip
    for row in list(_asked_for(customer_id).order_by("pk")) or [anew]:
        row.found, row.cause, row.looked_at, row.looked_by = found, cause, now, by
        row.save()
        told = {"look": row.pk, "found": found, "cause": cause}
        _about(row.customer_id, None, EventKind.CAUSE_LOOKED_FOR, by, now, told)
    return row


def _asked_for(customer_id: int) -> "QuerySet[rows.CauseLook]":
    """What is asked of any row of the person: each may have been, before they were merged."""
    theirs = as_one.family(customer_id).values("pk")
    return rows.CauseLook.objects.filter(customer__in=theirs, looked_at=None)


def way_tried(customer_id: int, what: str, tried: Tried, by: str, now: datetime) -> rows.WayTried:
    row = rows.WayTried.objects.create(
        customer_id=customer_id, way=tried.way, what=what, tried_on=tried.on,
        came_of_it=tried.came_of_it, at=now, by=by,
    )  # fmt: skip
    told = {"tried": row.pk, "way": row.way, "what": what, "came_of_it": tried.came_of_it}
    _about(customer_id, None, EventKind.WAY_TRIED, by, now, told)
    return row


def proposed(
    case: rows.Case,
    reasons: str,
    alternatives: str,
    gates: Sequence[Gate],
    person: rows.Person | None,
    by: str,
    now: datetime,
) -> rows.Parting:
    row = rows.Parting.objects.create(
        customer_id=case.customer_id, case=case, reasons=reasons, alternatives=alternatives,
        gates=[asdict(gate) for gate in gates], at=now, by=by, proposed_by=person,
    )  # fmt: skip
    about_parting(row, EventKind.PARTING_PROPOSED, by, now, {"reasons": reasons})
    return row


def approved(row: rows.Parting, person: rows.Person | None, by: str, now: datetime) -> None:
    row.state, row.approved_at = PartingState.APPROVED, now
    row.approved_by, row.approved_by_name = person, by
    row.save(update_fields=["state", "approved_at", "approved_by", "approved_by_name"])
    about_parting(row, EventKind.PARTING_APPROVED, by, now, {})


def reviewed(row: rows.Parting, person: rows.Person | None, by: str, now: datetime) -> None:
    row.state, row.reviewed_at = PartingState.REVIEWED, now
    row.reviewed_by, row.reviewed_by_name = person, by
    row.save(update_fields=["state", "reviewed_at", "reviewed_by", "reviewed_by_name"])
    about_parting(row, EventKind.PARTING_REVIEWED, by, now, {})


def withdrawn(row: rows.Parting, why: str, by: str, now: datetime) -> None:
    row.state, row.ended_why = PartingState.WITHDRAWN, why
    row.save(update_fields=["state", "ended_why"])
    about_parting(row, EventKind.PARTING_WITHDRAWN, by, now, {"why": why})


def parted(row: rows.Parting, letter: rows.Letter, last_day: date, by: str, now: datetime) -> None:
    """The letter leaves; on the days that follow somebody is asked what came of it."""
    row.state, row.letter, row.last_day = PartingState.PARTED, letter, last_day
    row.save(update_fields=["state", "letter", "last_day"])
    rows.PartingAfter.objects.bulk_create(
        rows.PartingAfter(parting=row, due_on=last_day + timedelta(days=each)) for each in FOLLOWED
    )
    about_parting(row, EventKind.PARTED, by, now, {"last_day": last_day.isoformat()})


def followed(
    row: rows.PartingAfter, told: Mapping[str, bool | None], words: str, by: str, now: datetime
) -> None:
    for name, value in told.items():
        setattr(row, name, value)
    row.words, row.told_at, row.told_by = words, now, by
    row.save()
    asked = {"after": row.pk, "words": words, **told}
    about_parting(row.parting, EventKind.PARTING_FOLLOWED, by, now, asked)


def about_parting(
    row: rows.Parting, kind: EventKind, by: str, now: datetime, told: Mapping[str, Any]
) -> None:
    about = {"parting": row.pk, **told}
    _about(row.customer_id, row.case_id, kind, by, now, about)


def handed_over(customer_id: int, by: str, now: datetime) -> None:
    """All that we hold of a customer left as a file."""
    theirs = rows.Parting.objects.filter(customer__in=as_one.family(customer_id).values("pk"))
    theirs.filter(handed_over_at=None).update(handed_over_at=now)
    _about(customer_id, None, EventKind.DATA_HANDED_OVER, by, now, {})


def _about(
    customer_id: int,
    case_id: int | None,
    kind: EventKind,
    by: str,
    now: datetime,
    told: Mapping[str, Any],
) -> None:
    events.append(Act(case_id, kind, by, now, {"customer": customer_id, **told}))
