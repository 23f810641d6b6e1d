"""Causes, clocks, laws, returns, keys and webhooks as programs read them."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from upheld.core.event_kinds import EventKind
from upheld.core.returns import Return
from upheld.core.words import DeliveryState, JourneyStage, Scope

from .base import Moment, Reference, Told, Versioned, one_of


class CauseTold(Versioned):
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
    rows_amiss: list[str]


class WebhookTold(Told):
    """Where a program is told of events."""

    id: int
    url: str
    kinds: list[EventKind]
    added_at: Moment
    added_by: str
    ended_at: Moment | None
    ended_why: str
    stopped_at: Moment | None = Field(
        description="Since when nothing is told, because whoever answered for it may no longer."
    )
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
    scopes: list[Annotated[str, one_of(Scope)]]
    expires_at: Moment | None
    person: str
    role: str
    requests_a_minute: int
