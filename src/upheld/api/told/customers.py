"""Customers and what came by mail as programs read them."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import Field

from upheld.core.fit_rules import AXES
from upheld.core.words import MailState
from upheld.store import models as rows

from .base import Amount, Moment, Reference, Told, amount
from .evidence import FromWhom


class CustomerTold(Told):
    """A customer, and who they are to us. `vulnerable` is null where it was never checked;
    `email_fails` says that mail to their address came back, and `returned_why` how. While
    `fit_withheld`, a complaint of theirs waits for a finding, and nothing of their fit is told.
    `leads_to` is the customer who is the same person and stays: orders and contacts are told of
    both."""

    id: int
    leads_to: int | None
    version: str = Field(description="The same as the ETag, to be sent back as If-Match.")
    name: str
    email: str
    email_fails: bool
    returned_why: str
    phone: str
    address: str
    persona: str
    values_what: str | None
    values_how: str | None
    mutual_value: str | None
    fit_evidence: list[str]
    fit_withheld: bool
    vulnerable: bool | None


def customer(
    row: rows.Customer, version: str, withheld: bool, leads_to: int | None, away: Collection[str]
) -> CustomerTold:
    """`away` is what shows their fit and is not for whoever looks."""
    told: dict[str, Any] = {name: None if withheld else _axis(getattr(row, name)) for name in AXES}
    told["fit_evidence"] = (
        [] if withheld else [each for each in row.fit_evidence if each not in away]
    )
    told["persona"] = "" if withheld else row.persona
    names = (
        "id", "name", "email", "email_fails", "returned_why", "phone", "address", "vulnerable",
    )  # fmt: skip
    told |= {name: getattr(row, name) for name in names}
    told |= {"fit_withheld": withheld, "leads_to": leads_to}
    return CustomerTold(version=version, **told)


def _axis(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


class OrderTold(Told):
    """What a customer bought; `campaign` is the key of what brought the order, or empty."""

    customer: int
    reference: str
    placed_on: date
    item: str
    touchpoint: str
    amount: Amount
    delivery_paid: Amount
    refunded: Amount
    promised_on: date | None
    delivered_on: date | None
    returned_on: date | None
    campaign: str


def order(row: rows.Order) -> OrderTold:
    plain = (
        "reference", "placed_on", "item", "touchpoint", "promised_on", "delivered_on",
        "returned_on", "campaign",
    )  # fmt: skip
    told: dict[str, Any] = {name: getattr(row, name) for name in plain}
    for name in ("amount", "delivery_paid", "refunded"):
        told[name] = amount(getattr(row, name), row.currency)
    return OrderTold(customer=row.customer_id, **told)


class ContactTold(Told):
    """One communication; what we caused is apart from what the customer caused. `minutes` is what
    it took of our time, null where nobody said."""

    at: Moment
    inbound: bool
    channel: str
    summary: str
    caused_by: str
    topic: str
    minutes: str | None
    case: Reference | None


def contact(row: rows.Contact) -> ContactTold:
    plain = ("at", "inbound", "channel", "summary", "caused_by", "topic")
    told: dict[str, Any] = {name: getattr(row, name) for name in plain}
    told["minutes"] = _axis(row.minutes)
    return ContactTold(case=row.case.reference if row.case else None, **told)


class MessageLine(Told):
    """What came by mail, and where it went or why it is held."""

    id: int
    state: MailState
    reason: str
    kind: str
    came_at: Moment
    came_by: str
    sender: str
    sender_name: str
    subject: str
    size: int
    sha256: str
    case: Reference | None


class FileTold(Told):
    """A file of a message: `number` is where it is read."""

    number: int
    name: str
    type: str
    size: int


class MessageTold(MessageLine, FromWhom):
    """A message in words; `trouble` says why it cannot be read."""

    new: str
    quoted: str
    files: list[FileTold]
    trouble: str


class StuckTold(Told):
    """A message that could not be fetched, by its number in the mailbox."""

    uid: int
    why: str
    tries: int


class MailboxTold(Told):
    """A source of mail. `good_at` is when it was last read without a fault, null for never;
    `silent` says that nothing was read for too long."""

    name: str
    good_at: Moment | None
    fault: str
    silent: bool
    stuck: list[StuckTold]


def message_line(row: rows.Incoming) -> MessageLine:
    names = [name for name in MessageLine.model_fields if name != "case"]
    case = row.case.reference if row.case else None
    return MessageLine(case=case, **{name: getattr(row, name) for name in names})
