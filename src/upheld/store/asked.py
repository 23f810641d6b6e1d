"""Who was asked kindly, by person: what says whether somebody may be asked, and each asking."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from upheld.core.kindly import AskedAnswer, Standing, why_not
from upheld.core.parting import PartingState
from upheld.core.reply import Letter
from upheld.core.restriction import RestrictionState
from upheld.core.words import CaseState, EventKind, LetterState

from . import as_one, events, hit
from . import models as rows
from .events import Act
from .hit import Hit

# So long a kind letter can be answered with a click; by mail it can be for ever.
OPEN_FOR = timedelta(days=90)
_PERSON = Coalesce("merged_into", "pk")


class NotAsked(ValueError):
    """Somebody who may not be asked now; the message says why."""


class AskedMissing(LookupError):
    """No such letter was sent."""


def every() -> timedelta:
    """How long a person is not asked again."""
    return timedelta(days=settings.ASK_EVERY_DAYS)


def standings(hits: Collection[Hit]) -> dict[int, Standing]:
    """What is known of each of these people, by number: a fixed number of statements."""
    people, orders = {each.person for each in hits}, {each.order for each in hits}
    theirs = rows.Customer.everything.annotate(person=_PERSON).filter(person__in=people)
    reach, vulnerable = _reachable(theirs)
    asked, said = _asked(people), _complained(hits)
    about = set(rows.Asked.objects.filter(order__in=orders).values_list("order", flat=True))
    open_now = _people(rows.Case.objects.exclude(state=CaseState.CLOSED), people)
    restricted = _people(rows.Restriction.objects.filter(state=RestrictionState.IN_FORCE), people)
    parted = rows.Parting.objects.filter(state__in=(PartingState.REVIEWED, PartingState.PARTED))
    gone = _people(parted, people)
    return {
        each.person: Standing(
            reachable=each.person in reach,
            asked_on=asked.get(each.person, (None, False))[0],
            about=each.order in about,
            wants_none=asked.get(each.person, (None, False))[1],
            has_complained=each.person in said,
            open_complaint=each.person in open_now,
            restricted=each.person in restricted,
            parted=each.person in gone,
            vulnerable=each.person in vulnerable,
        )
        for each in hits
    }


def _complained(hits: Collection[Hit]) -> set[int]:
    """Who of them complained of that order, or since they placed it of one that is not named."""
    orders = {each.order: each.person for each in hits}
    named = rows.Case.objects.filter(order__in=orders).values_list("order", flat=True)
    said = {orders[order] for order in named if order}
    placed = dict(rows.Order.objects.filter(pk__in=orders).values_list("pk", "placed_on"))
    last = hit.nameless(orders.values())
    return said | {
        each.person for each in hits if last.get(each.person, date.min) >= placed[each.order]
    }


def _reachable(theirs: "QuerySet[Any]") -> tuple[set[int], set[int]]:
    """Whom mail reaches, and who is known to be vulnerable by any of their rows."""
    reach, vulnerable = set(), set()
    told = theirs.values_list("pk", "person", "email", "returned_email", "vulnerable")
    for pk, person, email, returned, is_vulnerable in told:
        if pk == person and email and email.lower() != returned:
            reach.add(person)
        if is_vulnerable:
            vulnerable.add(person)
    return reach, vulnerable


def _asked(people: Collection[int]) -> dict[int, tuple[date | None, bool]]:
    """The day of the last letter to each, and whether they want none."""
    found: Any = rows.Asked.objects.order_by().annotate(person=as_one.person_of())
    told = found.filter(person__in=people).values_list("person").annotate(
        last=Max("at"), no=Max("pk", filter=Q(answer=AskedAnswer.NO_MORE))
    )  # fmt: skip
    return {person: (timezone.localdate(last), no is not None) for person, last, no in told}


def _people(found: "QuerySet[Any]", people: Collection[int]) -> set[int]:
    whose = found.order_by().annotate(person=as_one.person_of())
    return set(whose.filter(person__in=people).values_list("person", flat=True))


def keep(
    customer: rows.Customer, hurt: Hit, fault: str, letter: Letter, site: str, alone: bool,
    by: str, now: datetime,
) -> rows.Asked:  # fmt: skip
    """Queues a kind letter with its event. Raises NotAsked for whoever may not be asked: looked at
    while nobody else can write, so that of two who ask at once one is refused."""
    events.hold()
    standing = standings([hurt])[hurt.person]
    if why := why_not(standing, timezone.localdate(now), every(), alone):
        raise NotAsked(f"{customer}: {why}")
    row = rows.Asked.objects.create(
        customer=customer, order_id=hurt.order, fault=fault, site=site, subject=letter.subject,
        body=letter.body, to=customer.email, state=LetterState.QUEUED, by=by, at=now,
        queued_at=now,
    )  # fmt: skip
    told = {"asked": row.pk, "customer": customer.pk, "order": hurt.order, "fault": fault}
    told |= {"subject": letter.subject, "body": letter.body}
    events.append(Act(None, EventKind.ASKED_KINDLY, by, now, told))
    return row


def open_to(asked_id: int, now: datetime) -> rows.Asked | None:
    """The letter, while it can be answered with a click."""
    found = rows.Asked.objects.filter(pk=asked_id, at__gt=now - OPEN_FOR)
    return found.select_related("order").first()


def of(asked_id: int) -> rows.Asked:
    """The letter, held against other writers until the transaction ends. Raises AskedMissing."""
    found = rows.Asked.objects.select_for_update(of=("self",)).select_related("customer", "order")
    try:
        return found.get(pk=asked_id)
    except rows.Asked.DoesNotExist:
        raise AskedMissing(f"there is no kind letter {asked_id}") from None


def answered(
    row: rows.Asked, answer: AskedAnswer, case_id: int | None, by: str, now: datetime
) -> None:
    """What they said. A later answer takes the place of an earlier one, and a wish to be asked no
    more is never taken back by another."""
    if row.answer != AskedAnswer.NO_MORE:
        row.answer = answer
    row.answered_at, row.case_id = now, case_id or row.case_id
    row.save(update_fields=["answer", "answered_at", "case"])
    told = {"asked": row.pk, "customer": row.customer_id, "answer": answer}
    events.append(Act(case_id, EventKind.KIND_LETTER_ANSWERED, by, now, told))


def so_far() -> dict[str, dict[str, int]]:
    """By fault: how many were asked, and how many of them answered what ("" is not yet)."""
    counted: dict[str, dict[str, int]] = {}
    told = rows.Asked.objects.order_by().values_list("fault", "answer")
    for fault, answer, number in told.annotate(number=Count("pk")):
        counted.setdefault(fault, {})[answer] = number
    return counted
