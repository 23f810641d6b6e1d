"""Customers are valued anew each month: safe to run twice, which gives the same values."""

from datetime import datetime

from django.utils import timezone

from upheld.insight.value.of_store import valued_customers
from upheld.steps import may
from upheld.steps.keep_values import keep_values
from upheld.store.models import Order, Valuing
from upheld.store.policy_files.costs_file import CostsMissing
from upheld.store.policy_files.data_files import BadData

_BY = may.Operator("the monthly valuing")


def sweep(now: datetime) -> bool:
    """Values them once in each calendar month of the firm's zone, from the first order on.

    Costs that cannot be read are told on the pages that need them: nothing is valued until then.
    """
    today = timezone.localdate(now)
    last = Valuing.objects.values_list("at", flat=True).first()
    if last and timezone.localdate(last).replace(day=1) >= today.replace(day=1):
        return False
    if not Order.objects.exists():
        return False
    try:
        found = valued_customers(today)
    except (BadData, CostsMissing):
        return False
    keep_values(found.of, found.each, _BY, now)
    return True
