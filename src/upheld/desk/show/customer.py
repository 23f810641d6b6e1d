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
from upheld.desk.reads import contacts_by_cause
from upheld.steps import may
from upheld.store import as_one, policies
from upheld.store import models as rows
from upheld.store.withheld import waiting_for_findings

from .chapters import FitPart, fit_part
from .fit import fit_assessed, folds_of
from .folds import Fold, Opened
from .inbox import as_rows
from .matches import one_person

_CAUSES = (
    ("firm", "Caused by us", "1"),
    ("customer", "Caused by the customer", ".55"),
    ("neutral", "Neither", ".3"),
)


_SHUT = Opened()


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
    customer: rows.Customer,
    by: may.Actor,
    now: datetime,
    sent: CustomerForm | None = None,
    opened: Opened = _SHUT,
) -> dict[str, Any]:
    """Everything that the customer page shows to `by`; `sent` is the form to mend, `opened` the
    fold of the fit that stands open."""
    theirs = as_one.cases(customer).select_related("customer", "owner")
    cases = list(theirs.order_by("-received_at"))
    orders = list(as_one.orders(customer))
    waiting = waiting_for_findings(customer)
    assessed = None if waiting else fit_assessed(customer, orders, cases, by, now, opened)
    shown = any(fold.open for fold in folds_of(assessed))
    return {
        "customer": customer,
        "cases": as_rows(cases, by, now, NOTHING_KNOWN),
        "open_cases": sum(case.state != CaseState.CLOSED for case in cases),
        "orders": [_order(row) for row in orders],
        "waiting": waiting,
        "fit": None if waiting else _fit(customer, now),
        "assessed": assessed,
        "error_outside": None if shown else opened.form,
        "shares": _shares(customer),
        "one_person": one_person(customer, by),
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
    customer = as_one.stays(customer)
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
