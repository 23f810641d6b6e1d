"""The record: every act is an event, chained to the one before it by a hash."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from upheld.core.words import EventKind

from . import webhooks
from .models import Event

_FIRST = "0" * 64
_CHAIN_LOCK = 8_453_321
# What an event says when a program acted as the person that it names.
BY_KEY = "by_key"
_KEY: ContextVar[str] = ContextVar("key", default="")


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be recorded: on which case, what, by whom, when (aware)."""

    case_id: int | None
    kind: EventKind
    by: str
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold, and how it shows."""

    number: int
    message: str


@contextmanager
def acted_by_key(prefix: str) -> Iterator[None]:
    """Each event from here to the end of the block says beside the person which key acted."""
    before = _KEY.set(prefix)
    try:
        yield
    finally:
        _KEY.reset(before)


def append(*acts: Act) -> None:
    """Records acts at the end of the chain, inside the caller's transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("an event shares the transaction of the act that it records")
    hold()
    number, previous = head()
    events = []
    for number, act in enumerate(acts, number + 1):  # noqa: B020
        event = _event(number, previous, act)
        previous = event.hash
        events.append(event)
    Event.objects.bulk_create(events, batch_size=500)
    webhooks.told_of(events)


def hold() -> None:
    """PostgreSQL lets many write at once: from here to the end of the transaction one does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])


def head() -> tuple[int, str]:
    """The number and the hash of the newest event; 0 and zeros before the first."""
    last = Event.objects.order_by("-number").values_list("number", "hash").first()
    return last or (0, _FIRST)


def _event(number: int, previous: str, act: Act) -> Event:
    event = Event(
        number=number,
        case_id=act.case_id,
        at=act.at,
        by=act.by,
        kind=act.kind,
        data={**act.data, **({BY_KEY: _KEY.get()} if _KEY.get() else {})},
        previous=previous,
    )
    event.hash = hash_of(event)
    return event


def hash_of(event: Event) -> str:
    """SHA-256 over all that an event says and the hash of the one before it."""
    told = [event.number, event.case_id, event.at.astimezone(UTC).isoformat(), event.by]
    told += [event.kind, event.data, event.previous]
    plain = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def breaks() -> Iterator[Break]:
    """Where the chain was changed: an event altered, taken out, or put in."""
    expected, previous = 1, _FIRST
    with transaction.atomic():
        for event in Event.objects.order_by("number").iterator(chunk_size=2000):
            yield from _breaks_at(event, expected, previous)
            expected, previous = event.number + 1, event.hash


def _breaks_at(event: Event, expected: int, previous: str) -> Iterable[Break]:
    if event.number < expected:
        yield Break(event.number, f"event {event.number} was put in before event {expected}")
    elif event.number > expected:
        missing = (
            f"{expected}" if event.number == expected + 1 else f"{expected}-{event.number - 1}"
        )
        yield Break(event.number, f"event {missing} is missing before event {event.number}")
    elif event.previous != previous:
        yield Break(event.number, f"event {event.number} does not follow event {expected - 1}")
    if event.hash != hash_of(event):
        yield Break(event.number, f"event {event.number} was changed after it was written")
