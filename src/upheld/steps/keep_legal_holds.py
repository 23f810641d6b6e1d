"""Legal holds: what may be evidence in a dispute is kept until somebody says that it need not be.

Placed on a case or on a customer with a reason and a day of review, reviewed, and lifted with a
reason. What it reaches is in store/legal_holds.py, and that nothing of it goes in steps/erase.py.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from upheld.core import legal_holds as core
from upheld.core.event_kinds import EventKind
from upheld.core.legal_holds import LegalHoldError
from upheld.core.words import CaseId
from upheld.store import in_order, legal_holds, load
from upheld.store import models as rows
from upheld.store.erased import erasing
from upheld.store.merged import as_one, merging
from upheld.store.record.events import Act, append

from . import may


class LegalHoldMissing(LookupError):
    """No such legal hold."""


@transaction.atomic
def place(
    customer_id: int | None,
    case_id: CaseId | None,
    reason: str,
    review_due: date,
    by: may.Actor,
    now: datetime,
) -> rows.LegalHold:
    """Nothing of the case, or of the customer and all their cases, is erased from now on.

    Raises LegalHoldError, CustomerMissing, CaseMissing or NotAllowed."""
    may.check("keep_legal_holds", by)
    said = core.said(reason, "say why it is kept: which dispute, or which request of whom")
    due = core.review_by(review_due, timezone.localdate(now))
    whose = _not_erased(customer_id, case_id)
    return _put(
        customer_id=whose, case_id=case_id, reason=said, review_due=due, at=now, by=by.name,
        placed_by=load.signed_in(by),
    )  # fmt: skip


def _put(**told: Any) -> rows.LegalHold:
    row = rows.LegalHold.objects.create(**told)
    _record(row, EventKind.LEGAL_HOLD_PLACED, row.reason, row.by, row.at)
    return row


def go_along(holds: Iterable[rows.LegalHold], apart: Iterable[int], now: datetime) -> None:
    """Customers who were one person are several again, and each stays under what held them as
    one: whoever placed it meant all of it, and it says so in their name, whoever parts the two.
    In the caller's transaction."""
    for customer in apart:
        family = as_one.ids(rows.Customer.everything.get(pk=customer))
        for hold in holds if _is_here(customer) else ():
            if hold.customer_id not in family:
                _put(
                    customer_id=customer, reason=hold.reason, review_due=hold.review_due, at=now,
                    by=hold.by, placed_by_id=hold.placed_by_id,
                )  # fmt: skip


def _is_here(customer: int) -> bool:
    return rows.Customer.everything.filter(pk=customer, erased_at=None).exists()


def _not_erased(customer_id: int | None, case_id: CaseId | None) -> int:
    """The number of the customer. Holds the rows that an erasure of any of it holds, or the undoing
    of an import that brought it, so that of two who do both at once the second is told."""
    _hold_near(customer_id, case_id)
    if case_id is not None:
        case = load.even_erased(case_id)
        number, whose, erased_at = case.customer_id, case.reference, case.erased_at
    else:
        customer = load.even_an_erased_customer(customer_id or 0)
        number, whose, erased_at = customer.pk, f"customer {customer.pk}", customer.erased_at
    if erased_at:
        raise LegalHoldError(f"{whose} was erased on {erased_at:%-d %B %Y}: nothing is left")
    return number


def _hold_near(customer_id: int | None, case_id: CaseId | None) -> None:
    every = rows.Case.everything
    of = Q(pk=case_id) if case_id else Q(customer__in=as_one.family(customer_id or 0).values("pk"))
    cases = set(every.filter(of).values_list("pk", flat=True))
    in_order.hold(every.filter(pk__in=cases | merging.ever_near(cases)))
    if case_id is None:
        in_order.hold(as_one.family(customer_id or 0))


@transaction.atomic
def review(
    hold_id: int, because: str, review_due: date, by: may.Actor, now: datetime
) -> rows.LegalHold:
    """It was looked at and is still needed, up to the next review. Whoever may not lift it does not
    say so: one review after another would keep for ever what they do not know.

    Raises LegalHoldError, LegalHoldMissing or NotAllowed."""
    may.check("keep_legal_holds", by)
    row = _standing(hold_id)
    _all_theirs_to_see(row, "reviews")
    said = core.said(because, "say why it is still needed")
    row.review_due = core.review_by(review_due, timezone.localdate(now))
    row.save(update_fields=["review_due"])
    _record(row, EventKind.LEGAL_HOLD_REVIEWED, said, by.name, now)
    return row


@transaction.atomic
def lift(hold_id: int, why: str, by: may.Actor, now: datetime) -> rows.LegalHold:
    """It holds nothing any more: what is due may go, and who asks to be erased is. Whoever may not
    erase what it holds, for another team's sake, does not free it either.

    Raises LegalHoldError, LegalHoldMissing or NotAllowed."""
    may.check("keep_legal_holds", by)
    row = _standing(hold_id)
    _all_theirs_to_see(row, "lifts")
    row.lifted_why = core.said(why, "say why it need not be kept any longer")
    row.lifted_at, row.lifted_by_name, row.lifted_by = now, by.name, load.signed_in(by)
    row.save(update_fields=["lifted_at", "lifted_by_name", "lifted_by", "lifted_why"])
    _record(row, EventKind.LEGAL_HOLD_LIFTED, row.lifted_why, by.name, now)
    return row


def _all_theirs_to_see(row: rows.LegalHold, does: str) -> None:
    whose = erasing.of_case(row.case) if row.case else erasing.of_person(row.customer)
    if legal_holds.kept_back(row, whose.cases):
        raise LegalHoldError(f"some of it is another team's own: an administrator {does} it")


def _standing(hold_id: int) -> rows.LegalHold:
    found = (
        rows.LegalHold.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=hold_id)
        .first()
    )
    if found is None:
        raise LegalHoldMissing(f"there is no legal hold {hold_id}")
    whose = found.case if found.case_id else found.customer
    if whose and whose.erased_at:  # an older backup brought it back, and they were erased again
        raise LegalHoldError(f"legal hold {hold_id} holds nothing: what it held was erased")
    if found.lifted_at:
        raise LegalHoldError(f"legal hold {hold_id} was lifted already, by {found.lifted_by_name}")
    return found


def _record(row: rows.LegalHold, kind: EventKind, why: str, by: str, now: datetime) -> None:
    told = {"legal_hold": row.pk, "why": why, "review_due": row.review_due.isoformat()}
    told |= {"lifted": row.lifted_at is not None, "customer": row.customer_id}
    append(Act(row.case_id, kind, by, now, told))
