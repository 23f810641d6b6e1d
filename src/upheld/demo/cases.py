"""A simulated complaint as the rows and the document that it would have become."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from upheld.core.deadlines import Deadline
from upheld.core.intake import Complainant, Complaint
from upheld.core.words import AllegationKind, CaseState, Outcome
from upheld.demo.simulate import company as simulated
from upheld.demo.simulate import words
from upheld.store import documents, policies, save
from upheld.store import models as rows
from upheld.store.policies import Rules

RULES = Rules("iso-10002")


def complaint(one: simulated.Complaint) -> Complaint:
    return Complaint(
        text=one.text,
        received_at=one.received_at,
        complainant=Complainant(),
        subject=one.subject,
        channel=one.channel,
        demand=one.demand,
        topic=one.topic.replace("_", " "),
    )


def new_case(
    one: simulated.Complaint, customer: rows.Customer, deadlines: tuple[Deadline, ...]
) -> rows.Case:
    """The case of a simulated complaint under its own number, not yet saved."""
    case = save.new_case(complaint(one), customer, RULES, "GBP", deadlines)
    case.pk, case.order_id = one.id, one.order_id
    case.in_scope = one.outcome != Outcome.OUT_OF_SCOPE
    case.withdrawn = one.outcome == Outcome.WITHDRAWN
    return case


def facts(one: simulated.Complaint) -> dict[str, Any]:
    """The facts as JSON, exact amounts as text; a closed complaint's money was assessed."""
    known = {name: _plain(value) for name, value in one.facts.items()}
    return {**_assessed(one), **known} if one.state is CaseState.CLOSED else known


_ASSESSED = {
    AllegationKind.OTHER: "fair_reduction",
    AllegationKind.WRONG_AMOUNT: "amount_overcharged",
}


def _assessed(one: simulated.Complaint) -> dict[str, Any]:
    name = _ASSESSED.get(one.kind)
    return {name: str(one.paid_owed.amount)} if name else {}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def document(
    one: simulated.Complaint, customer: rows.Customer, finding: str | None, lot: str
) -> dict[str, Any]:
    """The document that the store would keep for the case of this complaint; `lot` is the case's
    reference, by which a hold-out draws."""
    allegation = {
        "id": f"a{one.id}",
        "kind": one.kind,
        "statement": one.statement,
        "facts": facts(one),
        "finding": finding,
    }
    circumstances = {
        "withdrawn": one.outcome == Outcome.WITHDRAWN,
        "in_scope": one.outcome != Outcome.OUT_OF_SCOPE,
        "explained_before": False,
    }
    return {
        "received_on": one.received_at.date().isoformat(),
        "currency": "GBP",
        "allegations": [allegation],
        "circumstances": circumstances,
        "customer": documents.customer_told(customer, open_complaints=0),
        "similar_a_year": None,
        "lot": lot,
    }


@dataclass(frozen=True, slots=True)
class ToldCause:
    """A cause of the past as the policy's list has it, with what the firm wrote down then."""

    key: str
    lesson: str
    misunderstood: str


def told_cause(cause: str | None) -> ToldCause:
    """Raises KeyError for a cause that words/causes.yaml does not know."""
    if cause is None:
        return ToldCause("not_found", "", "")
    key = _keys()[cause]
    asks = next(each.needs_promise for each in policies.causes() if each.key == key)
    return ToldCause(key, "" if asks else f"{cause}.", cause if asks else "")


@cache
def _keys() -> dict[str, str]:
    return {cause: key for key, causes in words.read("causes").items() for cause in causes}


def evidence(order: simulated.Order) -> str:
    """What anybody can read off the order, as one line of evidence."""
    told = f"Order LL-{order.id} of {_day(order.placed_on)}: {order.item}, {order.amount}"
    told += f", promised for {_day(order.promised_on)}"
    if order.delivered_on:
        told += f", with the customer on {_day(order.delivered_on)}"
    return told


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
