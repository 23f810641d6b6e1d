"""Link an order: which purchase of the customer a complaint is about."""

from datetime import datetime

from django.db import transaction

from upheld.core.words import CaseId
from upheld.store import in_order, load, save
from upheld.store import models as rows
from upheld.store.merged import as_one

from . import may

_LONGEST = 40


class OrderError(ValueError):
    """A reference that cannot be linked as it stands; the message says what to mend."""


@transaction.atomic
def link_order(case_id: CaseId, reference: str, by: may.Actor, now: datetime) -> bool:
    """Links the order of this reference, or none when it is empty; whether that is a change.

    An order that is not kept here is linked by its reference alone. Raises OrderError,
    CaseMissing, NotAllowed or WrongState.
    """
    case = load.case(case_id)
    may.check("investigate", by, case.state)
    told = " ".join(reference.split())
    if len(told) > _LONGEST or not told.isprintable():
        raise OrderError(f"a reference has at most {_LONGEST} characters: mend it")
    # An order is taken back by whoever holds its customer (store/imports/undone.py).
    in_order.hold(as_one.family(case.customer))
    order = _order_of(case, told) if told else None
    if told == case.about_order and order == case.order:
        return False
    save.order_linked(case, order, told, by.name, now)
    return True


def _order_of(case: rows.Case, reference: str) -> rows.Order | None:
    found = list(rows.Order.objects.filter(reference=reference))
    person = as_one.ids(case.customer) if found else set()
    theirs = [order for order in found if order.customer_id in person]
    if found and not theirs:
        raise OrderError(f"order {reference} is another customer's: choose one of theirs")
    if len(theirs) > 1:
        raise OrderError(f"{len(theirs)} orders of theirs are called {reference}: mend the orders")
    return theirs[0] if theirs else None
