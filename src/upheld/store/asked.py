"""Who was asked kindly, by person: what says whether somebody may be asked, and each asking."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from upheld.core.event_kinds import EventKind
from upheld.core.kindly import AskedAnswer, Standing, as_told, why_not
from upheld.core.reply import Letter
from upheld.core.restriction import RestrictionState
from upheld.core.words import CaseState, LetterState

from . import faults, in_order, relations
from . import models as rows
from .hit import Hit
from .merged import as_one
from .record import events, said
from .record.events import Act
from .sight import seen

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
    """What is known of each of these people, by number, as whoever looks is told it: who may be
    asked is the same whoever looks. Three statements, and one more where cases are kept back."""
    people = {each.person for each in hits}
    with seen.whole():
        known, asked, cases = _known(people), _asked(people), _cases(people)
    found = {each.person: _standing(each, known, asked, cases) for each in hits}
    if not seen.hides():
        return found
    shown = _cases(people)
    return {
        each.person: as_told(found[each.person], _standing(each, known, asked, shown))
        for each in hits
    }


def _standing(
    one: Hit, known: "_Known", asked: "_Rows[_Letter]", cases: "_Rows[_Case]"
) -> Standing:
    letters, theirs = asked[one.person], cases[one.person]
    return Standing(
        reachable=one.person in known.reachable,
        asked_on=max((each.on for each in letters), default=None),
        about=any(each.order == one.order for each in letters),
        wants_none=any(each.answer == AskedAnswer.NO_MORE for each in letters),
        has_complained=any(
            each.order == one.order or (each.order is None and each.on >= one.placed_on)
            for each in theirs
        ),
        open_complaint=any(each.state != CaseState.CLOSED for each in theirs),
        restricted=one.person in known.restricted,
        parted=one.person in known.parted,
        vulnerable=one.person in known.vulnerable,
    )


class _Letter(NamedTuple):
    order: int
    on: date
    answer: str


class _Case(NamedTuple):
    order: int | None
    on: date
    state: str


_Row = TypeVar("_Row")
_Rows = defaultdict[int, list[_Row]]


@dataclass(slots=True)
class _Known:
    """Of whom something is so, by any of their rows; mail goes to the row that stays."""

    reachable: set[int] = field(default_factory=set)
    restricted: set[int] = field(default_factory=set)
    parted: set[int] = field(default_factory=set)
    vulnerable: set[int] = field(default_factory=set)


def _known(people: Collection[int]) -> _Known:
    in_force = rows.Restriction.objects.filter(state=RestrictionState.IN_FORCE)
    theirs = rows.Customer.everything.annotate(
        person=_PERSON,
        restricted=Exists(in_force.filter(customer=OuterRef("pk"))),
        parted=Exists(relations.parted().filter(customer=OuterRef("pk"))),
    )
    names = ("pk", "person", "email", "returned_email", "restricted", "parted", "vulnerable")
    known = _Known()
    told = theirs.filter(person__in=people).values_list(*names)
    for pk, person, email, returned, restricted, parted, vulnerable in told:
        if pk == person and email and email.lower() != returned:
            known.reachable.add(person)
        for found, is_so in (
            (known.restricted, restricted),
            (known.parted, parted),
            (known.vulnerable, vulnerable),
        ):
            if is_so:
                found.add(person)
    return known


def _asked(people: Collection[int]) -> "_Rows[_Letter]":
    """A letter that failed on its way to an address that is theirs no more asked nobody."""
    found: Any = rows.Asked.objects.order_by().annotate(person=as_one.person_of())
    found = found.alias(address=Lower("to"))
    failed = found.filter(state=LetterState.FAILED).exclude(address=Lower("customer__email"))
    told = (
        found.exclude(pk__in=failed.values("pk"), answer="")
        .filter(person__in=people)
        .values_list("person", "order", "at", "answer")
    )
    letters: _Rows[_Letter] = defaultdict(list)
    for person, order, at, answer in told:
        letters[person].append(_Letter(order, timezone.localdate(at), answer))
    return letters


def _cases(people: Collection[int]) -> "_Rows[_Case]":
    found: Any = rows.Case.objects.order_by().annotate(person=as_one.person_of())
    told = found.filter(person__in=people).values_list("person", "order", "received_at", "state")
    cases: _Rows[_Case] = defaultdict(list)
    for person, order, at, state in told:
        cases[person].append(_Case(order, timezone.localdate(at), state))
    return cases


def keep(
    customer: rows.Customer, hurt: Hit, fault: str, letter: Letter, site: str, alone: bool,
    by: str, now: datetime,
) -> rows.Asked:  # fmt: skip
    """Queues a kind letter with its event. Raises NotAsked for whoever may not be asked: looked at
    while nobody else can write, so that of two who ask at once one is refused; and for whoever was
    erased, or taken back, and of a fault that was ended, a moment ago."""
    there = rows.Customer.everything.filter(erased_at=None, taken_back_at=None)
    if not in_order.hold(there.filter(pk=customer.pk)):
        raise NotAsked(f"customer {customer.pk} is no longer here")
    events.hold()
    if faults.is_ended(fault):
        raise NotAsked(f"{customer}: the fault was ended at this moment")
    standing = standings([hurt])[hurt.person]
    if why := why_not(standing, timezone.localdate(now), every(), alone):
        raise NotAsked(f"{customer}: {why}")
    row = rows.Asked.objects.create(
        customer=customer, order_id=hurt.order, fault=fault, site=site, subject=letter.subject,
        body=letter.body, to=customer.email, state=LetterState.QUEUED, by=by, at=now,
        queued_at=now,
    )  # fmt: skip
    told = {"customer": customer.pk, "order": hurt.order, "fault": fault, **said.of_letter(row)}
    events.append(Act(None, EventKind.ASKED_KINDLY, by, now, told))
    return row


def open_to(asked_id: int, now: datetime) -> rows.Asked | None:
    """The letter, while it can be answered with a click; by whoever has the address that it went
    to, so while it is theirs."""
    found = rows.Asked.objects.filter(pk=asked_id, at__gt=now - OPEN_FOR, customer__erased_at=None)
    return found.filter(customer__email__iexact=F("to")).select_related("order").first()


def of(asked_id: int) -> rows.Asked:
    """The letter, held against other writers until the transaction ends, with whose it is and
    their address held before it (store/in_order.py). Raises AskedMissing."""
    whose = rows.Asked.objects.filter(pk=asked_id).values("customer")
    for email in rows.Customer.everything.filter(pk__in=whose).values_list("email", flat=True):
        in_order.address(email)
    in_order.hold(rows.Customer.everything.filter(pk__in=whose))
    found = rows.Asked.objects.select_for_update(of=("self",), no_key=True).select_related(
        "customer", "order"
    )
    try:
        return found.get(pk=asked_id, customer__erased_at=None)
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
