"""Who a customer is: what is open, who they are to us, and their time with us as a line. Fit is
told only once nothing open lacks a finding."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from upheld.core.case import Customer
from upheld.core.fit import fit
from upheld.core.forecast import NOTHING_KNOWN
from upheld.core.words import CaseState
from upheld.desk.forms.customer import CustomerForm
from upheld.steps import may
from upheld.store import beside_customer, policies, sources_named
from upheld.store import models as rows
from upheld.store.merged import as_one
from upheld.store.sight.withheld import told_waiting, waiting_for_findings

from . import legal_holds, rows_behind
from .chapters import FitPart, fit_part
from .conduct import conduct_part
from .customer_value import value_part
from .exceptions import of_customer
from .fit import fit_assessed, folds_of
from .fold import Fold, Opened, fold
from .inbox import as_rows
from .life import life_part
from .matches import one_person
from .promises import lines

_SHUT = Opened()


def customer_page(
    customer: rows.Customer,
    by: may.Actor,
    now: datetime,
    query: QueryDict,
    sent: CustomerForm | None = None,
    opened: Opened = _SHUT,
) -> dict[str, Any]:
    """Everything that the customer page shows to `by`; `query` says which part of the line is
    looked at, `sent` is the form to mend, `opened` which other one stands open."""
    told = beside_customer.read(customer)
    waiting = told_waiting(customer, told.waiting)
    line = life_part(customer, query)
    cases = told.cases
    assessed = None if waiting else fit_assessed(customer, told, by, now, opened)
    of_fit = folds_of(assessed)
    known = _folds(customer, by, bool(waiting), sent, opened)
    conduct = conduct_part(customer, told, by, opened, cases)
    return {
        "section": "customers",
        "customer": customer,
        "came_by": sources_named.name(customer.came_by),
        "cases": as_rows(cases, by, now, NOTHING_KNOWN),
        "open_cases": sum(case.state != CaseState.CLOSED for case in cases),
        "all_cases": line.whole.complaints,
        "complaints_url": rows_behind.complaints({"customer": str(customer.pk)}),
        "promises": lines(told.promises, now),
        "waiting": waiting,
        "fit": None if waiting else _fit(customer, now),
        "assessed": assessed,
        "error_outside": None if any(fold.open for fold in of_fit) else opened.form,
        **value_part(customer, told.value, now, withheld=bool(waiting)),
        "one_person": one_person(customer, told, by),
        "folds": known,
        "conduct": conduct,
        "exceptions": of_customer(told.exceptions),
        "all_folds": [*known, *of_fit, *conduct.all_folds],
        "vulnerable": bool(customer.vulnerable or told.needs),
        "life": line,
        "may_hand_over": may.allowed_any("hand_over", by),
        "may_erase": may.allowed_any("erase", by),
        "legal_holds": legal_holds.of(told.legal_holds, timezone.localdate(now)),
        "may_hold_legally": may.allowed_any("keep_legal_holds", by),
        "may_see_readings": may.allowed_any("see_readings", by),
        "now": now,
    }


def _folds(
    customer: rows.Customer,
    by: may.Actor,
    withheld: bool,
    sent: CustomerForm | None,
    opened: Opened,
) -> list[Fold]:
    if not may.allowed("know", by, CaseState.RECEIVED):
        return []
    action, page = (reverse(f"desk:{name}", args=[customer.pk]) for name in ("known", "customer"))
    here = replace(opened, key="known", form=sent) if sent else opened
    return [
        fold(
            here, "known", "Mend what we know", "Keep it", action,
            lambda _: _form(customer, withheld), page,
        )
    ]  # fmt: skip


def customer_form(customer: rows.Customer, data: Any = None) -> CustomerForm:
    return _form(customer, bool(waiting_for_findings(customer)), data)


def _form(customer: rows.Customer, withheld: bool, data: Any = None) -> CustomerForm:
    return CustomerForm(data, key="known", customer=customer, withheld=withheld)


def _fit(customer: rows.Customer, now: datetime) -> FitPart:
    customer = as_one.shown_as(customer)
    axes = {
        "fit.values_what": customer.values_what,
        "fit.values_how": customer.values_how,
        "fit.mutual_value": customer.mutual_value,
        "fit.evidence": Decimal(len(customer.fit_evidence)),
    }
    known = Customer(customer.name, axes, tuple(customer.fit_evidence))
    return fit_part(customer, fit(known, policies.policy_in_force(timezone.localdate(now))))
