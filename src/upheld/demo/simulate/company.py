"""The shape of a demo company: what a store loads. Times are aware UTC, money is exact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from upheld.core.money import Money
from upheld.core.words import (
    AllegationKind,
    CaseState,
    Channel,
    Impact,
    JourneyStage,
    Outcome,
    Touchpoint,
)
from upheld.demo.simulate.truths import Truths

CausedBy = Literal["firm", "customer", "neutral"]


@dataclass(frozen=True, slots=True)
class Customer:
    """Fit axes run 0..1 with two places; None where too little is known about needs and use.

    `left_on` is the day the customer silently or openly stopped being one. Only the simulator
    can know it: a store should not load it as a fact.
    """

    id: int
    name: str
    email: str
    phone: str
    persona: str
    source: str
    joined_on: date
    postcode_area: str
    town: str
    values_what: Decimal | None
    values_how: Decimal | None
    mutual_value: Decimal | None
    fit_evidence: tuple[str, ...]
    fit_notes: tuple[tuple[date, str], ...]
    vulnerable: bool
    left_on: date | None


@dataclass(frozen=True, slots=True)
class Order:
    """A product is delivered, a service is carried out: both on `delivered_on` (None: not yet).

    `promised_on` may lie in the future. `refunded` is what went back outside any complaint.
    """

    id: int
    customer_id: int
    placed_on: date
    item: str
    touchpoint: Touchpoint
    amount: Money
    delivery_paid: Money
    promised_on: date
    delivered_on: date | None
    campaign: str | None
    returned_on: date | None
    refunded: Money | None


@dataclass(frozen=True, slots=True)
class Contact:
    customer_id: int
    complaint_id: int | None
    at: datetime
    channel: Channel
    inbound: bool
    topic: str
    summary: str
    caused_by: CausedBy


@dataclass(frozen=True, slots=True)
class Complaint:
    """What was said, what the records know (`facts`: a missing name is not yet known), what we did.

    `demand` is empty where nothing was asked for. `days_late` and `days_since_delivery` in
    `facts` are as of the day of receipt.
    """

    id: int
    customer_id: int
    order_id: int | None
    received_at: datetime
    channel: Channel
    subject: str
    text: str
    demand: str
    kind: AllegationKind
    statement: str
    facts: Mapping[str, object]
    asked_twice: bool
    impact: Impact
    topic: str
    stage: JourneyStage
    template_id: str | None
    praise: str | None
    idea: str | None
    state: CaseState
    acknowledged_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    outcome: Outcome | None
    paid_goodwill: Money
    paid_owed: Money
    cause: str | None
    accepted: bool | None


@dataclass(frozen=True, slots=True)
class Company:
    """One firm on the day `today`: each tuple in order of id (contacts in order of time)."""

    seed: int
    today: date
    customers: tuple[Customer, ...]
    orders: tuple[Order, ...]
    contacts: tuple[Contact, ...]
    complaints: tuple[Complaint, ...]
    truths: Truths
