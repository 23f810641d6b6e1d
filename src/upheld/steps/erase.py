"""Erase: what names a person, or anybody in a case, goes; what must be kept by law stays.

One person proposes it, another approves it: only then it happens. The record goes on, and says that
it happened.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from upheld.core.erasing import ErasureError, ErasureState, ErasureWhy, Stays
from upheld.core.event_kinds import EventKind
from upheld.core.references import reference
from upheld.core.restriction import STANDING
from upheld.core.words import CaseId
from upheld.store import legal_holds, load, questions, retention
from upheld.store import models as rows
from upheld.store.erased import again as erased_again
from upheld.store.erased import erasing, on_its_way
from upheld.store.erased import files as erased_files
from upheld.store.erased import listed as erased_list
from upheld.store.files import FileAway
from upheld.store.merged import merging
from upheld.store.read_once import ReadOnce
from upheld.store.record.events import Act, append
from upheld.store.sight import withheld

from . import may
from .another import acted


class ErasureMissing(LookupError):
    """No such erasure."""


@dataclass(frozen=True, slots=True)
class Look:
    """What an erasure would do: the rows that go by table, and the cases that stay and why."""

    plan: erasing.Plan
    stays: tuple[Stays, ...]


def look(customer_id: int | None, case_id: CaseId | None, by: may.Actor, now: datetime) -> Look:
    """A dry run. Raises CustomerMissing, CaseMissing, ErasureError or NotAllowed."""
    may.check("erase", by)
    read = _beforehand(customer_id, case_id)
    with transaction.atomic():
        whose = _whose(customer_id, case_id)
        return Look(erasing.plan(whose, read), _stays(whose, now))


@transaction.atomic
def propose(
    customer_id: int | None, case_id: CaseId | None, why: ErasureWhy, by: may.Actor, now: datetime
) -> rows.Erasure:
    """For another person to approve.

    Raises ErasureError with each case that must be kept, until when and by which rule."""
    may.check("erase", by)
    whose = _whose(customer_id, case_id)
    _refuse(whose, now)
    waiting = rows.Erasure.objects.filter(state=ErasureState.PROPOSED)
    if waiting.filter(customer=customer_id, case=case_id).exists():
        raise ErasureError("it is proposed already: another person approves it")
    row = rows.Erasure.objects.create(
        customer_id=customer_id, case_id=case_id, why=why, at=now, by=by.name,
        proposed_by=load.signed_in(by),
    )  # fmt: skip
    _record(row, EventKind.ERASURE_PROPOSED, by, now)
    return row


def approve(erasure_id: int, by: may.Actor, now: datetime) -> rows.Erasure:
    """It happens, in one transaction or not at all. What lies on the disk goes after it
    (store/erased/cleaning.py).

    Raises ErasureError where it must be kept after all, where it is more than was proposed,
    where a letter to them is being sent or more of theirs is written down at this moment, or by
    whoever proposed it."""
    may.check("erase", by)
    asked = rows.Erasure.objects.filter(pk=erasure_id, state=ErasureState.PROPOSED).first()
    read = _beforehand(asked.customer_id, asked.case_id) if asked else ReadOnce()
    with transaction.atomic():
        return _approved(erasure_id, read, by, now)


def _approved(erasure_id: int, read: ReadOnce, by: may.Actor, now: datetime) -> rows.Erasure:
    row = _proposed(erasure_id)
    if acted(row.proposed_by_id, row.by, by):
        raise ErasureError("you proposed it yourself: another person approves it")
    whose = _whose(row.customer_id, CaseId(row.case_id) if row.case_id else None)
    _check_grown(row, whose)
    _refuse(whose, now)
    row.approved_at, row.approved_by_name, row.approved_by = now, by.name, load.signed_in(by)
    return _done(row, whose, read, by.name, now)


@transaction.atomic
def withdraw(erasure_id: int, by: may.Actor, now: datetime) -> None:
    """It is not to be, whoever says so. Raises ErasureError."""
    may.check("erase", by)
    row = _proposed(erasure_id)
    row.state = ErasureState.WITHDRAWN
    row.save(update_fields=["state"])
    _record(row, EventKind.ERASURE_WITHDRAWN, by, now)


@dataclass(frozen=True, slots=True)
class Went:
    """How many cases went by themselves, and why each that was due as well did not, by its
    reference: one that is under a legal hold among them."""

    many: int
    refused: Mapping[str, ErasureError] = field(default_factory=dict)


def erase_due(now: datetime) -> Went:
    """What is due goes by itself, where the firm names who answers for that in UPHELD_ERASE_DUE,
    so many at a time. Each is a transaction of its own: one that is refused holds up no other."""
    if not settings.ERASE_DUE:
        return Went(0)
    many, refused = 0, dict[int, ErasureError]()
    while many < _AT_ONCE and (found := retention.due(now, _AT_ONCE - many, refused)):
        for each in found:
            try:
                _by_itself(each.case.pk, now)
                many += 1
            except ErasureError as error:
                refused[each.case.pk] = error
    for each in retention.held_back(now):
        held = [_under(each.case.reference, hold) for hold in each.holds]
        refused[each.case.pk] = ErasureError(*(hold.words for hold in held), code=held[0].code)
    return Went(many, {reference(case): error for case, error in refused.items()})


_AT_ONCE = 100
_BY_ITSELF = "by itself"


def _by_itself(case_id: int, now: datetime) -> None:
    read = _beforehand(None, case_id)
    with transaction.atomic():
        _gone(case_id, read, now)


def _gone(case_id: int, read: ReadOnce, now: datetime) -> None:
    on_its_way.hold(None, CaseId(case_id))
    whose = _named(None, CaseId(case_id))
    _refuse(whose, now)
    row = rows.Erasure.objects.create(
        case_id=case_id, why=ErasureWhy.PERIOD, at=now, by=_BY_ITSELF, approved_at=now,
        approved_by_name=settings.ERASE_DUE,
    )  # fmt: skip
    _done(row, whose, read, _BY_ITSELF, now)


@transaction.atomic
def erase_again(now: datetime) -> int:
    """After an older backup was put back: whoever was erased since is erased again. How many."""
    many, read = 0, ReadOnce()
    for line, whose in list(erased_list.again()):
        found = erasing.plan(whose, read)
        erasing.apply(found, {"erasure": line.erasure}, "restore", now)
        erased_files.forget(found.files, now)
        questions.wanted("restore", now)
        many += 1
    return many


def _beforehand(customer_id: int | None, case_id: int | None) -> ReadOnce:
    """What stands in the kept files, read while nothing is held and nobody is waited for: on SQLite
    everybody who writes would wait. What is amiss is told to whoever holds it."""
    read = ReadOnce()
    if not connection.in_atomic_block:
        with suppress(FileAway):
            for whose in _unheld(customer_id, case_id):
                erasing.plan(whose, read)
    return read


def _unheld(customer_id: int | None, case_id: int | None) -> Iterator[erasing.Whose]:
    for case in rows.Case.everything.filter(pk=case_id or 0, erased_at=None):
        yield erasing.of_case(case)
    for customer in rows.Customer.everything.filter(pk=customer_id or 0, erased_at=None):
        yield erasing.of_person(customer)


def _done(
    row: rows.Erasure, whose: erasing.Whose, read: ReadOnce, by: str, now: datetime
) -> rows.Erasure:
    found = _planned(whose, read, now)
    line = erased_list.line_of(whose, row.pk, now)
    row.state, row.rows, row.files = ErasureState.DONE, found.counts, list(found.files)
    row.save()
    erasing.apply(found, {"erasure": row.pk, "why": row.why}, by, now)
    erased_list.write(line)
    questions.wanted(by, now)  # the marts have where they live, and when they came
    return row


def _planned(whose: erasing.Whose, read: ReadOnce, now: datetime) -> erasing.Plan:
    """Once nobody sends them anything any more: whoever did wrote down how it went while we waited
    for them. What came meanwhile is held as well."""
    on_its_way.hold_messages(erasing.reached(whose, read), now)
    found = erasing.plan(whose, read)
    on_its_way.hold_messages(found.found, now)
    return found


def _whose(customer_id: int | None, case_id: CaseId | None) -> erasing.Whose:
    """Raises ErasureError where some of it is not for whoever asks to see, nor so to erase."""
    on_its_way.hold(customer_id, case_id)
    whose = _named(customer_id, case_id)
    customer = load.even_an_erased_customer(customer_id) if customer_id else None
    if withheld.keeps_any(customer, whose.cases):
        raise ErasureError("some of it is another team's own: an administrator erases it")
    return whose


def _named(customer_id: int | None, case_id: CaseId | None) -> erasing.Whose:
    if case_id is not None:
        case = load.even_erased(case_id)
        if case.erased_at:
            raise ErasureError(f"{case.reference} was erased on {case.erased_at:%-d %B %Y}")
        if case.merged_into_id is not None:
            raise ErasureError(merging.went_into(case, ": erase that one"))
        return erasing.of_case(case)
    customer = load.even_an_erased_customer(customer_id or 0)
    whose = erasing.of_person(customer)
    if customer.erased_at and not erased_again.has_words(erasing.plan(whose, ReadOnce())):
        raise ErasureError(f"customer {customer.pk} was erased on {customer.erased_at:%-d %B %Y}")
    return whose


def _check_grown(row: rows.Erasure, whose: erasing.Whose) -> None:
    """Nobody and nothing goes that neither of the two saw: who was told to be the same person
    since, and what was merged into the case since."""
    joined = _cases_joined(row, whose) if whose.cases_only else _people_joined(row, whose)
    if grew := [
        f"{what} since {timezone.localdate(at):%-d %B %Y}, after this was proposed: withdraw it "
        "and propose it anew"
        for what, at in joined
    ]:
        raise ErasureError(*grew, code="grown")


def _people_joined(row: rows.Erasure, whose: erasing.Whose) -> Iterator[tuple[str, datetime]]:
    for each in erasing.joined_since(row, whose):
        yield f"customer {each.customer_id} is one person with customer {each.into_id}", each.at


def _cases_joined(row: rows.Erasure, whose: erasing.Whose) -> Iterator[tuple[str, datetime]]:
    for each in erasing.taken_in_since(row, whose):
        case, into = reference(each.case_id), reference(each.into_id)
        yield f"{case} is merged into {into}", each.at


def _refuse(whose: erasing.Whose, now: datetime) -> None:
    if found := _stays(whose, now):
        raise ErasureError(*(each.words for each in found), code=found[0].code)


def _stays(whose: erasing.Whose, now: datetime) -> tuple[Stays, ...]:
    """Each case that must be kept, and whatever else is not over yet, is still to be given or is
    under a legal hold."""
    cases = rows.Case.everything.filter(pk__in=whose.cases, erased_at=None).order_by("pk")
    standing = cases.filter(taken_back_at=None)
    found = (retention.stays(case, now) for case in retention.with_closings(standing))
    owed = retention.owed([case.pk for case in standing])
    also = (*owed, *_restricted(whose))
    return (*_held(whose, cases), *(each for each in found if each), *also)


def _restricted(whose: erasing.Whose) -> Iterator[Stays]:
    """What a restriction was decided for is gone with its case, and so is the way to tell whom it
    binds that it is over. Of a whole person it goes with them."""
    standing = rows.Restriction.objects.filter(case__in=whose.cases, state__in=STANDING)
    for row in standing.select_related("case").order_by("pk") if whose.cases_only else ():
        why = f"restriction {row.pk} was decided in it and stands: end it first"
        yield Stays(row.case.reference, why, None)


def _held(whose: erasing.Whose, cases: Iterable[rows.Case]) -> Iterator[Stays]:
    held = legal_holds.held()
    for case in cases:
        for hold in held.cases.get(case.pk, ()):
            yield _under(case.reference, hold)
    for customer in () if whose.cases_only else sorted(whose.people):
        for hold in held.customers.get(customer, ()):
            yield _under(f"customer {customer}", hold)


def _under(whose: str, hold: rows.LegalHold) -> Stays:
    return Stays(whose, "it is under a legal hold", None, hold=legal_holds.told(hold))


def _proposed(erasure_id: int) -> rows.Erasure:
    found = (
        rows.Erasure.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=erasure_id)
        .first()
    )
    if found is None:
        raise ErasureMissing(f"there is no erasure {erasure_id}")
    if found.state != ErasureState.PROPOSED:
        raise ErasureError(f"this erasure is {found.state} already")
    return found


def _record(row: rows.Erasure, kind: EventKind, by: may.Actor, now: datetime) -> None:
    told = {"erasure": row.pk, "customer": row.customer_id, "why": row.why}
    append(Act(row.case_id, kind, by.name, now, told))
