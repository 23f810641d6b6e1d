"""What was done in a contact, and a restriction with each look at it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce

from upheld.core.conduct import Flag
from upheld.core.event_kinds import EventKind
from upheld.core.promises.commitments import CommitmentState
from upheld.core.restriction import Restriction, RestrictionState, last_day
from upheld.core.words import CaseId, CaseState
from upheld.store import load
from upheld.store import models as rows
from upheld.store.record import events
from upheld.store.record.events import Act

from . import cases, commitments


def recorded(
    flag: Flag,
    customer_id: int,
    case_id: int | None,
    contact_id: int | None,
    withheld: bool,
    person: rows.Person | None,
    by: str,
    now: datetime,
) -> rows.Conduct:
    row = rows.Conduct.objects.create(
        customer_id=customer_id, case_id=case_id, contact_id=contact_id, family=flag.family,
        behaviour=flag.behaviour, shown_by=flag.shown_by, withheld=withheld, at=now, by=by,
        recorded_by=person,
    )  # fmt: skip
    # The words stay in the row alone: they may be folded away, and the record is read by all.
    about_conduct(row, EventKind.CONDUCT_RECORDED, by, now, {"behaviour": flag.behaviour})
    return row


def whose(case_id: int | None, contact_id: int | None) -> int:
    """The customer whose case it is in which something happened, or whose contact."""
    if case_id is not None:
        return rows.Case.everything.get(pk=case_id).customer_id
    return rows.Contact.everything.get(pk=contact_id or 0).customer_id


def each_their_own(people: Collection[int]) -> list[int]:
    """Of people who are told apart each gets what happened in a case, or contact, of theirs: an
    earlier version kept it with whoever was asked. The numbers of what was put right; the record
    says of them what it said."""
    whose = Coalesce("case__customer", "contact__customer")
    found = rows.Conduct.objects.alias(whose=whose).filter(customer__in=people, whose__in=people)
    wrong = found.exclude(customer=F("whose")).annotate(own=whose).order_by("pk")
    for row in (put_right := list(wrong)):
        row.customer_id = row.own
        row.save(update_fields=["customer"])
    return [row.pk for row in put_right]


def case_of(row: rows.Conduct) -> rows.Case | None:
    return row.case or (row.contact.case if row.contact else None)


def about_conduct(
    row: rows.Conduct, kind: EventKind, by: str, now: datetime, told: Mapping[str, Any]
) -> None:
    """An act on a record of conduct, in the record of its case where it has one that was not
    erased."""
    case = case_of(row)
    case_id = None if case is None or load.is_erased(case) else case.pk
    about = {"conduct": row.pk, "customer": row.customer_id, **told}
    events.append(Act(case_id, kind, by, now, about))


def restriction_decided(
    restriction: Restriction, case: rows.Case, person: rows.Person | None, by: str, now: datetime
) -> rows.Restriction:
    measure = restriction.measure
    row = rows.Restriction.objects.create(
        customer_id=case.customer_id, case=case, scope=measure.scope,
        detail=measure.detail.strip(), reason=measure.reason.strip(),
        alternatives=measure.alternatives.strip(), vulnerability=measure.vulnerability.strip(),
        at=now, decided_by_name=by, decided_by=person, expires_on=measure.expires_on,
        review_due=restriction.review_due,
    )  # fmt: skip
    row.conduct.set(restriction.conduct)
    told = {"scope": row.scope, "reason": row.reason, "conduct": list(restriction.conduct)}
    told |= {"expires_on": row.expires_on.isoformat(), "review_due": row.review_due.isoformat()}
    about_restriction(row, EventKind.RESTRICTION_DECIDED, by, now, told)
    return row


def restriction_begun(
    row: rows.Restriction, letter: rows.Letter, person: rows.Person | None, by: str, now: datetime
) -> None:
    row.state, row.letter = RestrictionState.IN_FORCE, letter
    row.reviewed_at, row.reviewed_by, row.reviewed_by_name = now, person, by
    row.save(update_fields=["state", "letter", "reviewed_at", "reviewed_by", "reviewed_by_name"])
    about_restriction(row, EventKind.RESTRICTION_BEGUN, by, now, {"letter": letter.pk})


def restriction_over(
    row: rows.Restriction, state: RestrictionState, why: str, by: str, now: datetime
) -> None:
    """Refused before it began, or ended."""
    row.state, row.ended_at, row.ended_why = state, now, why
    row.save(update_fields=["state", "ended_at", "ended_why"])
    refused = state is RestrictionState.REFUSED
    kind = EventKind.RESTRICTION_REFUSED if refused else EventKind.RESTRICTION_ENDED
    about_restriction(row, kind, by, now, {"why": why})
    _look_no_more(row, why, by, now)


def _look_no_more(row: rows.Restriction, why: str, by: str, now: datetime) -> None:
    """What its letter promised to look at again by a day has nothing left to look at. It ends with
    it, and is not kept by that."""
    found = row.letter.commitments.filter(state=CommitmentState.OPEN) if row.letter else ()
    looks = [each for each in found if each.due_on in _days_of(row)]
    if not looks or load.is_erased(case := load.even_erased(CaseId(row.case_id))):
        return
    for promise in looks:
        promise.case = case
        note = f"the restriction is over: {why}"
        commitments.settled(promise, CommitmentState.ENDED, note, by, now)
    cases.moved(case, CaseState(case.state), now)


def _days_of(row: rows.Restriction) -> set[date]:
    """The days that its letter told: of its look and its end."""
    begun = rows.Event.objects.filter(
        kind=EventKind.RESTRICTION_DECIDED, case=row.case_id, data__restriction=row.pk
    )
    told = begun.values_list("data__review_due", flat=True).first()
    look = date.fromisoformat(told) if told else row.review_due
    return {look, last_day(row.expires_on, look)}


def appealed(row: rows.Restriction, words: str, by: str, now: datetime) -> rows.RestrictionLook:
    look = row.looks.create(appeal=words, asked_at=now, asked_by=by)
    about_restriction(row, EventKind.RESTRICTION_APPEALED, by, now, {"words": words})
    return look


def looked_at(
    row: rows.Restriction,
    appeal: rows.RestrictionLook | None,
    stands: bool,
    because: str,
    review_due: date,
    person: rows.Person | None,
    by: str,
    now: datetime,
) -> None:
    """Keeps a look, of our own or at their appeal; one that stands is looked at again."""
    look = appeal or rows.RestrictionLook(restriction=row, asked_at=now, asked_by=by)
    look.at, look.by, look.looked_by = now, by, person
    look.stands, look.because = stands, because
    look.save()
    if stands:
        row.review_due = review_due
        row.save(update_fields=["review_due"])
    told = {"why": because, "stands": stands, "appeal": appeal is not None}
    about_restriction(row, EventKind.RESTRICTION_REVIEWED, by, now, told)


def about_restriction(
    row: rows.Restriction, kind: EventKind, by: str, now: datetime, told: Mapping[str, Any]
) -> None:
    about = {"restriction": row.pk, "customer": row.customer_id, **told}
    events.append(Act(row.case_id, kind, by, now, about))


def ended_by_themselves(found: Sequence[tuple[rows.Restriction, str]], now: datetime) -> None:
    """What came to its end without anybody, with why."""
    for row, why in found:
        restriction_over(row, RestrictionState.ENDED, why, "by itself", now)
