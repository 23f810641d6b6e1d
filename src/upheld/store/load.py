"""Rows to core: what a step or a page needs, in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from upheld.core import record
from upheld.core.decision import Decision
from upheld.core.document import read_case
from upheld.core.event_kinds import EventKind
from upheld.core.floor import LawOnPoint
from upheld.core.intake import IN_THEIR_WORDS
from upheld.core.money import Money
from upheld.core.references import reference
from upheld.core.reply import Addressed
from upheld.core.states import CaseErased, CustomerErased
from upheld.core.words import CaseId, CaseState
from upheld.tables import Policy

from . import came_last, granted, policies, rare
from . import models as rows
from .called import called, disowning, is_disowned
from .merged import as_one, own_day
from .policy_files import laws
from .sql.asked_again import AskedAgain


class CaseMissing(LookupError):
    """No such case."""


def case(case_id: CaseId) -> rows.Case:
    """The case to work on, held as `even_erased` does. Raises CaseMissing, or CaseErased: what came
    into an erased case would never come due nor be erased again. One that an earlier version opened
    again, or that a backup brought back open, is worked on to its end, and is then as any other."""
    found = even_erased(case_id)
    check_not_erased(found)
    return found


def check_not_erased(found: rows.Case, so: str = "nothing is done in it any more") -> None:
    """Raises CaseErased."""
    if is_erased(found):
        raise CaseErased(f"{found.reference} was erased on {found.erased_at:%-d %B %Y}: {so}")


def is_erased(found: rows.Case) -> bool:
    return found.erased_at is not None and found.state == CaseState.CLOSED


def even_erased(case_id: CaseId) -> rows.Case:
    """The case, held against other writers until the caller's transaction ends.

    A row that leads to it, as an event does, may be written meanwhile (`no_key`): whoever holds the
    end of the record would wait for us, and we for them."""
    found: list[rows.Case] = _HELD(case_id)
    if not found:
        raise CaseMissing(f"there is no case {reference(case_id)}")
    return found[0]


def _held(case_id: CaseId) -> "QuerySet[rows.Case]":
    held = rows.Case.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("customer").filter(pk=case_id)


_HELD = AskedAgain(_held)


def to_decide(case_id: CaseId) -> rows.Case:
    """The case, held as `case` does, with what a decision is made from and what was decided and
    written before. Two statements. Raises CaseMissing."""
    found = case(case_id)
    rare.to_decide(found)
    return found


def to_look_at(case_id: CaseId) -> rows.Case:
    """The same of a case that nobody holds. Raises CaseMissing."""
    found: list[rows.Case] = _READ(case_id)
    if not found:
        raise CaseMissing(f"there is no case {reference(case_id)}")
    rare.to_decide(found[0])
    return found[0]


_READ = AskedAgain(lambda case_id: rows.Case.objects.select_related("customer").filter(pk=case_id))


def is_there(case_id: CaseId) -> bool:
    """Whether there is such a case for whoever looks."""
    return rows.Case.objects.filter(pk=case_id).exists()


class CustomerMissing(LookupError):
    """No such customer."""


def customer(customer_id: int) -> rows.Customer:
    """The customer to write of, held as `even_an_erased_customer` does. Raises CustomerMissing, or
    CustomerErased: what was written of them would name somebody who is to be named nowhere."""
    return check_customer(even_an_erased_customer(customer_id))


def check_customer(found: rows.Customer) -> rows.Customer:
    """The same customer, who is held. Raises CustomerErased."""
    if found.erased_at:
        day = f"{found.erased_at:%-d %B %Y}"
        raise CustomerErased(
            f"customer {found.pk} was erased on {day}: nothing is written of them any more"
        )
    return found


def write_of(people: "QuerySet[Any]") -> None:
    """Holds whose a row is, whoever looks, before the row is held that is to be written in; there
    are none where there is no such row. Raises CustomerErased."""
    for pk in rows.Customer.everything.filter(pk__in=people).values_list("pk", flat=True):
        hold_people(pk)
        check_customer(rows.Customer.everything.get(pk=pk))


def even_an_erased_customer(customer_id: int) -> rows.Customer:
    """The customer, held against other writers with all who are that person until the caller's
    transaction ends.

    Their cases are held before them, as an erasure holds both (store/erased/on_its_way.py): a step
    on what is known of somebody also decides anew."""
    hold_people(customer_id)
    try:
        return rows.Customer.objects.get(pk=customer_id)
    except rows.Customer.DoesNotExist:
        raise CustomerMissing(f"there is no customer {customer_id}") from None


def hold_people(*customers: int) -> None:
    """Holds all the cases of who these are, whoever looks, then all their rows. Where somebody was
    told to be the same person while we waited, or a case of theirs came, they are let go, and held
    anew: an older case that was held after would be waited for in a circle."""
    while not _held_people(customers):
        pass


def _held_people(customers: Sequence[int]) -> bool:
    begun = transaction.savepoint()
    people, cases = found = _people(customers)
    for each in (
        rows.Case.everything.filter(pk__in=cases),
        rows.Customer.everything.filter(pk__in=people),
    ):
        list(each.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    if is_whole := _people(customers) == found:
        transaction.savepoint_commit(begun)
    else:
        transaction.savepoint_rollback(begun)
    return is_whole


def _people(customers: Sequence[int]) -> tuple[set[int], set[int]]:
    """The numbers of all who are these people, and of their cases."""
    theirs = [as_one.family(each).values_list("pk", "cases") for each in customers]
    pairs = [pair for each in theirs for pair in each]
    return {pk for pk, _ in pairs}, {case for _, case in pairs if case}


def latest_decision(case_id: int) -> rows.Decision | None:
    return rows.Decision.objects.filter(case_id=case_id).first()


def recalled(decision: rows.Decision) -> Decision:
    """The decision as it was made, with what people granted beside it since."""
    return replace(decision.made, exceptions=granted.told_with(decision))


def law_on_points(decision: rows.Decision, policy: Policy) -> tuple[LawOnPoint, ...]:
    """What the law gave when it was decided; where that was not kept, what it gives on the same
    document. Raises DocumentError where the policy of today cannot read it."""
    kept = record.recall_law(decision.record)
    if kept is not None:
        return kept
    return laws.on(read_case(decision.document, policy), recalled(decision))


def accepted(found: rows.Case) -> bool | None:
    """Whether the complainant accepts our newest answer; None when they said nothing of it yet."""
    kinds = (*came_last.SAID, EventKind.REOPENED)
    last = found.events.filter(kind__in=kinds).values_list("kind", flat=True).last()
    told = None if last in (None, EventKind.REOPENED) else said(found)
    return None if told is None else told.accepted


def said(found: rows.Case) -> rows.Acceptance | None:
    """What the complainant said of our newest answer; what they said of one before it is over."""
    last = max(found.acceptances.all(), key=lambda row: row.pk, default=None)
    return last if last and came_last.spoken(found) in came_last.SAID else None


def addressed(found: rows.Case, handler: str) -> Addressed:
    """Whom a letter goes to, and what it is about in their words, with their own day
    (store/merged/own_day.py)."""
    return Addressed(
        name=called(found),
        reference=found.reference,
        subject=found.subject if found.channel in IN_THEIR_WORDS else "",
        received_on=policies.day_at(found.regime, own_day.theirs(found)),
        handler=handler,
        disowned=is_disowned(found),
    )


def page(case_id: CaseId) -> rows.Case:
    """One case with all that its page shows. Raises CaseMissing."""
    return pages(case_id)[0]


def pages(*case_ids: CaseId) -> list[rows.Case]:
    """Each of these cases so, in as many statements as one of them. Raises CaseMissing."""
    found = {each.pk: each for each in _PAGES(case_ids)}
    for case_id in case_ids:
        if case_id not in found:
            raise CaseMissing(f"there is no case {reference(case_id)}")
    rare.read(list(found.values()))
    return [found[case_id] for case_id in case_ids]


def _pages(case_ids: Sequence[CaseId]) -> "QuerySet[rows.Case]":
    told_with = (
        "customer__merged_into", "owner__team", "order", "need", "satisfaction", "model_reading",
    )  # fmt: skip
    found = rows.Case.objects.select_related(*told_with).filter(pk__in=case_ids)
    return found.annotate(was_disowned=Exists(disowning(OuterRef("pk"))))


_PAGES = AskedAgain(_pages, by_audience=True)


def paid_before(found: rows.Case) -> tuple[int, Money] | None:
    """Another case that paid on the order of this one, the newest, and what was owed in it, in the
    currency that it was decided in.

    `found` comes from `page`, which reads it in the same statement.
    """
    paid_by, owed = getattr(found, "paid_by", None), getattr(found, "paid_before", None)
    return None if paid_by is None or owed is None else (paid_by, owed)


def calendar_address(person: rows.Person) -> rows.CalendarAddress | None:
    return rows.CalendarAddress.objects.filter(person=person).first()


def signed_in(by: object) -> rows.Person | None:
    """The person who acts; None for the command line."""
    return by if isinstance(by, rows.Person) and by.pk else None
