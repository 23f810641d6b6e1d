"""Who a customer is: orders, complaints, contacts; fit only once nothing open lacks a finding."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse

from upheld.core.case import Customer
from upheld.core.fit import fit
from upheld.core.forecast import NOTHING_KNOWN
from upheld.core.money import Money
from upheld.core.words import CaseState
from upheld.desk.forms.customer import CustomerForm
from upheld.desk.reads import contacts_by_cause, waiting_for_findings
from upheld.steps import may
from upheld.store import models as rows
from upheld.store import policies

from .chapters import FitPart, fit_part
from .exceptions import of_customer
from .folds import Fold
from .inbox import as_rows

_CAUSES = (
    ("firm", "Caused by us", "1"),
    ("customer", "Caused by the customer", ".55"),
    ("neutral", "Neither", ".3"),
)


@dataclass(frozen=True, slots=True)
class OrderLine:
    row: rows.Order
    amount: Money
    days_late: int


@dataclass(frozen=True, slots=True)
class Share:
    label: str
    count: int
    width: int
    opacity: str


def customer_page(
    customer: rows.Customer, by: may.Actor, now: datetime, sent: CustomerForm | None = None
) -> dict[str, Any]:
    """Everything that the customer page shows to `by`; `sent` is the form to mend."""
    cases = list(customer.cases.select_related("customer", "owner").order_by("-received_at"))
    waiting = waiting_for_findings(customer)
    return {
        "customer": customer,
        "cases": as_rows(cases, by, now, NOTHING_KNOWN),
        "open_cases": sum(case.state != CaseState.CLOSED for case in cases),
        "orders": [_order(row) for row in customer.orders.all()],
        "waiting": waiting,
        "fit": None if waiting else _fit(customer, now),
        "shares": _shares(customer),
        "exceptions": of_customer(customer),
        "folds": _folds(customer, by, sent),
        "now": now,
    }


def _folds(customer: rows.Customer, by: may.Actor, sent: CustomerForm | None) -> list[Fold]:
    if not may.allowed("know", by, CaseState.RECEIVED):
        return []
    form = sent or customer_form(customer)
    action = reverse("desk:known", args=[customer.pk])
    return [Fold("known", "Mend what we know", "Keep it", action, form, sent is not None)]


def customer_form(customer: rows.Customer, data: Any = None) -> CustomerForm:
    withheld = waiting_for_findings(customer) > 0
    return CustomerForm(data, key="known", customer=customer, withheld=withheld)


def _fit(customer: rows.Customer, now: datetime) -> FitPart:
    axes = {
        "fit.values_what": customer.values_what,
        "fit.values_how": customer.values_how,
        "fit.mutual_value": customer.mutual_value,
        "fit.evidence": Decimal(len(customer.fit_evidence)),
    }
    known = Customer(customer.name, axes, tuple(customer.fit_evidence))
    return fit_part(customer, fit(known, policies.policy_in_force(now.date())))


def _order(row: rows.Order) -> OrderLine:
    return OrderLine(
        row, Money(row.amount, row.currency), _days_late(row.promised_on, row.delivered_on)
    )


def _days_late(promised: date | None, delivered: date | None) -> int:
    return max((delivered - promised).days, 0) if promised and delivered else 0


def _shares(customer: rows.Customer) -> list[Share]:
    counts = contacts_by_cause(customer)
    most = max(counts.values(), default=0)
    return [
        Share(label, counts.get(key, 0), round(100 * counts.get(key, 0) / most), opacity)
        for key, label, opacity in _CAUSES
        if most
    ]
