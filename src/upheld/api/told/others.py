"""Customers, messages, causes, clocks, laws, returns and webhooks as programs read them."""

from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import Field

from upheld.core.returns import Return
from upheld.core.words import DeliveryState, EventKind, JourneyStage, MailState, Scope
from upheld.store import models as rows

from .base import Amount, Moment, Reference, Told, amount


class CustomerTold(Told):
    """A customer, and who they are to us. `vulnerable` is null where it was never checked;
    `email_fails` says that mail to their address came back, and `returned_why` how."""

    id: int
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
    vulnerable: bool | None


def customer(row: rows.Customer, version: str) -> CustomerTold:
    axes = ("values_what", "values_how", "mutual_value")
    told: dict[str, Any] = {name: _axis(getattr(row, name)) for name in axes}
    names = (
        "id", "name", "email", "email_fails", "returned_why", "phone", "address", "persona",
        "fit_evidence", "vulnerable",
    )  # fmt: skip
    told |= {name: getattr(row, name) for name in names}
    return CustomerTold(version=version, **told)


def _axis(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


class OrderTold(Told):
    """What a customer bought."""

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


def order(row: rows.Order) -> OrderTold:
    plain = (
        "reference", "placed_on", "item", "touchpoint", "promised_on", "delivered_on",
        "returned_on",
    )  # fmt: skip
    told: dict[str, Any] = {name: getattr(row, name) for name in plain}
    for name in ("amount", "delivery_paid", "refunded"):
        told[name] = amount(getattr(row, name), row.currency)
    return OrderTold(**told)


class ContactTold(Told):
    """One communication; what we caused is apart from what the customer caused."""

    at: Moment
    inbound: bool
    channel: str
    summary: str
    caused_by: str
    case: Reference | None


def contact(row: rows.Contact) -> ContactTold:
    plain = ("at", "inbound", "channel", "summary", "caused_by")
    case = row.case.reference if row.case else None
    return ContactTold(case=case, **{name: getattr(row, name) for name in plain})


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


class MessageTold(MessageLine):
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


class CauseTold(Told):
    """Why faults come about; a retired one closes no more cases."""

    key: str
    label: str
    stage: JourneyStage
    needs_promise: bool
    retired: bool


class DeadlineTold(Told):
    """What must happen by when, for a complaint received at a moment, and why it is then."""

    regime: str
    obligation: str
    kind: str
    force: str
    starts: str
    ends: str
    due: Moment
    due_on: date
    explanation: str
    clause: str
    source: str
    verified: bool


class WaitingTold(Told):
    """A clock of one's own cases that somebody waits for."""

    case: Reference
    subject: str
    kind: str
    force: str
    due: Moment
    due_on: date
    explanation: str


class LawTold(Told):
    """A law, scheme or contract, and the facts that it asks."""

    name: str
    title: str
    version: str
    facts: list[dict[str, Any]]


class CheckTold(Told):
    """Two sums that must be the same."""

    name: str
    left: dict[str, str | int]
    right: dict[str, str | int]
    holds: bool


class NoteTold(Told):
    """What is to be known of a return; unverified where nobody checked it."""

    about: str
    text: str
    source: str
    verified: bool


class ReturnTold(Told):
    """A return to a regulator, and whether its own sums hold."""

    name: str
    title: str
    first: date
    last: date
    zone: str
    nil: bool
    columns: list[str]
    rows: list[list[str | int]]
    adds_up: bool
    checks: list[CheckTold]
    unanswered: list[str]
    notes: list[NoteTold]


def returned(told: Return) -> ReturnTold:
    return ReturnTold(
        name=told.name,
        title=told.title,
        first=told.period.first,
        last=told.period.last,
        zone=str(told.period.zone),
        nil=told.nil,
        columns=list(told.columns),
        rows=[[_cell(cell) for cell in row] for row in told.rows],
        adds_up=told.adds_up,
        checks=[
            CheckTold(
                name=check.name,
                left={name: _cell(value) for name, value in check.left.items()},
                right={name: _cell(value) for name, value in check.right.items()},
                holds=check.holds,
            )
            for check in told.checks
        ],
        unanswered=list(told.unanswered),
        notes=[NoteTold.model_validate(note) for note in told.notes],
    )


def _cell(cell: str | int | Decimal) -> str | int:
    return f"{cell:.2f}" if isinstance(cell, Decimal) else cell


class VerifyTold(Told):
    """Whether the record is as it was written."""

    intact: bool
    events: int
    number: int = Field(description="The number of the newest event.")
    hash: str
    breaks: list[str]
    files_amiss: list[str]


class WebhookTold(Told):
    """Where a program is told of events."""

    id: int
    url: str
    kinds: list[EventKind]
    added_at: Moment
    added_by: str
    ended_at: Moment | None
    ended_why: str
    failing_since: Moment | None


class WebhookAdded(WebhookTold):
    """A new webhook; its secret is told this once."""

    secret: str


class DeliveryTold(Told):
    """One event and its way to one webhook."""

    id: int
    event_id: int
    state: DeliveryState
    attempts: int
    tried_at: Moment | None
    next_at: Moment
    answer: str


class KeyTold(Told):
    """The key that asks, and as whom."""

    prefix: str
    label: str
    scopes: list[Scope]
    expires_at: Moment | None
    person: str
    role: str
    requests_a_minute: int
