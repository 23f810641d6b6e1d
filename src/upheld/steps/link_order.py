"""Link an order: which purchase of the customer a complaint is about."""

from datetime import datetime

from django.db import transaction

from upheld.core.words import CaseId
from upheld.store import load, save
from upheld.store import models as rows

from . import may


class NotTheirOrder(ValueError):
    """An order that is not one of this customer's."""


@transaction.atomic
def link_order(case_id: CaseId, order_id: int | None, by: may.Actor, now: datetime) -> bool:
    """Links an order to the case, or none; whether it is another than before.

    Raises NotTheirOrder, CaseMissing, NotAllowed or WrongState.
    """
    case = load.case(case_id)
    may.check("investigate", by, case.state)
    order = None
    if order_id is not None:
        order = rows.Order.objects.filter(customer=case.customer_id, pk=order_id).first()
        if order is None:
            raise NotTheirOrder("this customer has no such order: choose one of theirs")
    if order_id == case.order_id:
        return False
    save.order_linked(case, order, by.name, now)
    return True
