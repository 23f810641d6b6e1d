"""Who a customer is: orders, complaints, contacts; fit only once nothing open lacks a finding."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from upheld.core.case import Customer
from upheld.core.fit import fit
from upheld.core.money import Money
from upheld.core.words import CaseState
from upheld.desk.reads import contacts_by_cause, waiting_for_findings
from upheld.steps import may
from upheld.store import models as rows
from upheld.store import policies

from .chapters import FitPart, fit_part
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


def customer_page(customer: rows.Customer, by: may.Actor, now: datetime) -> dict[str, Any]:
    cases = list(customer.cases.select_related("customer", "owner").order_by("-received_at"))
    waiting = waiting_for_findings(customer)
    return {
        "customer": customer,
        "cases": as_rows(cases, by, now),
        "open_cases": sum(case.state != CaseState.CLOSED for case in cases),
        "orders": [_order(row) for row in customer.orders.all()],
        "waiting": waiting,
        "fit": None if waiting else _fit(customer),
        "shares": _shares(customer),
        "now": now,
    }


def _fit(customer: rows.Customer) -> FitPart:
    axes = {
        "fit.values_what": customer.values_what,
        "fit.values_how": customer.values_how,
        "fit.mutual_value": customer.mutual_value,
        "fit.evidence": Decimal(len(customer.fit_evidence)),
    }
    known = Customer(customer.name, axes, tuple(customer.fit_evidence))
    return fit_part(customer, fit(known, policies.read_policy(policies.folder())))


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
