"""What complaints of one kind cost in a year while nothing is done about them."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from upheld.core.money import Money
from upheld.core.serving import Rates
from upheld.store.counted import cases_counted
from upheld.store.policy_files.costs_file import CostsMissing, rates
from upheld.store.policy_files.data_files import BadData

# Of fewer days a year cannot be told.
_SHORTEST = 21.0
_YEAR = 365.0


def declared() -> Rates | None:
    """What serving somebody costs, where the firm has declared it."""
    try:
        return rates()
    except (BadData, CostsMissing):
        return None


def a_year(amount: Decimal, currency: str, days: float) -> Money | None:
    """An amount of so many days, as it would be in a year; None of too few days or of nothing."""
    if days < _SHORTEST or not amount:
        return None
    return Money(amount * Decimal(_YEAR / days), currency)


def of_cases(cases: "QuerySet[Any]", days: float) -> Money | None:
    """What these complaints of so many days came to: what was given in them, and the work on each
    where it is declared; in the currency of most of them. Two statements."""
    given = cases_counted.latest_decisions(cases).order_by().values_list("currency")
    sums = given.annotate(n=Count("pk"), owed=Sum("owed"), goodwill=Sum("goodwill"))
    _, currency, amount = max(
        ((n, code, owed + goodwill) for code, n, owed, goodwill in sums),
        default=(0, "", Decimal(0)),
    )
    known = declared()
    if known and currency in ("", known.currency):
        currency = known.currency
        amount += cases.order_by().count() * known.complaint_minutes * known.minute
    return a_year(Decimal(amount), currency, days) if currency else None
