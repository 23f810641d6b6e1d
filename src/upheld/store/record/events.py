"""The record: every act is an event, chained to the one before it by a hash."""

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, QuerySet

from upheld.core.event_kinds import EventKind
from upheld.store import webhooks
from upheld.store.models import Event
from upheld.store.sql.asked_again import AskedAgain

from .read import Marks, read

_FIRST = "0" * 64
_CHAIN_LOCK = 8_453_321
_AT_ONCE = 500
# What an event says when a program acted as the person that it names.
BY_KEY = "by_key"
LEFT = "left"
_KEY: ContextVar[str] = ContextVar("key", default="")
_BESIDE: ContextVar[Callable[[], None] | None] = ContextVar("beside", default=None)
# What of an event names nobody, and so outlives the erasure of whom it was about: numbers of rows,
# codes, amounts and days. A text that is no code goes whatever it is called.
_NAMES_NOBODY = frozenset({
    "accepted", "after", "allegation", "amount", "appeal", "behaviour", "by_key", "by_table",
    "cases", "cause", "channel", "claim", "clock", "commitment", "conduct", "currency", "customer",
    "customers", "decision", "due", "due_on", "evidence", "explained_before", "family",
    "goodwill", "import", "in_scope", "into", "kind", "last_day", "legal_hold", "letter",
    "lifted", "mail", "match", "merge", "needs_role", "needs_second_person", "obligation",
    "one", "other", "outcome", "owed", "parting", "past", "person", "policy_version", "regime",
    "resolved", "restriction", "review_due", "sent_at", "stance", "stands", "state", "theme",
    "way", "withdrawn", "withheld",
})  # fmt: skip
_NUMBER = re.compile(r"[1-9]\d{0,17}", re.ASCII)
_CODE = re.compile(r"[\w.:/+-]{0,60}", re.ASCII)


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


@contextmanager
def with_each(write: Callable[[], None]) -> Iterator[None]:
    """What `write` writes is done with each act from here to the end of the block, or not at all:
    in its transaction, once nobody else records any. An act without an event says so (`beside`)."""
    before = _BESIDE.set(write)
    try:
        yield
    finally:
        _BESIDE.reset(before)


def append(*acts: Act) -> None:
    """Records acts at the end of the chain, inside the caller's transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("an event shares the transaction of the act that it records")
    beside()
    number, previous, listening = _end()
    events = []
    for number, act in enumerate(acts, number + 1):  # noqa: B020
        event = _event(number, previous, act)
        previous = event.hash
        events.append(event)
    Event.objects.bulk_create(events, batch_size=500)
    if listening:
        webhooks.told_of(events)


def beside() -> None:
    """What is to be done with each act is done with this one, in the caller's transaction. For acts
    that have no event: `append` does it for every other."""
    hold()
    if write := _BESIDE.get():
        write()


def hold() -> None:
    """PostgreSQL lets many write at once: from here to the end of the transaction one does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])


def head() -> tuple[int, str]:
    """The number and the hash of the newest event; 0 and zeros before the first."""
    return _end()[:2]


def _end() -> tuple[int, str, bool]:
    """The same, and whether any webhook is told of what follows."""
    newest = _NEWEST()
    return newest[0] if newest else (0, _FIRST, True)


def _newest() -> "QuerySet[Event, Any]":
    listening = Exists(webhooks.listening())
    found = Event.objects.annotate(listening=listening).order_by("-number")
    return found.values_list("number", "hash", "listening")[:1]


_NEWEST = AskedAgain(_newest)


def _event(number: int, previous: str, act: Act) -> Event:
    event = Event(
        number=number,
        case_id=act.case_id,
        at=act.at,
        by=act.by,
        kind=act.kind,
        data={**act.data, **({BY_KEY: _KEY.get()} if _KEY.get() else {})},
        previous=previous,
        key=secrets.token_hex(16),
    )
    event.seal = seal_of(event)
    event.hash = hash_of(event)
    return event


class _Line(NamedTuple):
    """An event as it is checked: a row of the whole record, without a model for each."""

    number: int
    case_id: int | None
    at: datetime
    by: str
    kind: str
    data: Mapping[str, Any]
    previous: str
    hash: str
    key: str
    seal: str
    erased_by: int | None


def seal_of(event: Event | _Line) -> str:
    """What stands for the words of an event in the chain: without its key nobody can tell from it
    what they were, not even by guessing (docs/decisions/006)."""
    return _sha256([event.key, event.data])


def hash_of(event: Event | _Line) -> str:
    """SHA-256 over all that an event says and the hash of the one before it; its words by their
    seal, or as they are where it was written before there were any."""
    told = [event.number, event.case_id, event.at.astimezone(UTC).isoformat(), event.by]
    return _sha256([*told, event.kind, event.seal or event.data, event.previous])


def _sha256(told: Any) -> str:
    return hashlib.sha256(_PLAIN.encode(told).encode("utf-8", "surrogatepass")).hexdigest()


_PLAIN = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def left_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """What stays of an event's words when whom they are about is erased."""
    return {name: value for name, value in data.items() if name in _NAMES_NOBODY and _bare(value)}


def _bare(value: Any) -> bool:
    if isinstance(value, str):
        return _CODE.fullmatch(value) is not None
    if isinstance(value, list):
        return all(isinstance(each, int) for each in value)
    return value is None or isinstance(value, bool | int | float)


def left_hash(event: Event | _Line, left: Mapping[str, Any]) -> str:
    """What the act of an erasure says of each event that it emptied: what is left is still that."""
    told = [event.number, event.case_id, event.at.astimezone(UTC).isoformat(), event.by]
    return _sha256([*told, event.kind, dict(left), event.seal, event.previous, event.hash])


def empty(numbers: Sequence[int], told: Mapping[str, Any], by: str, now: datetime) -> int:
    """Takes the words and the keys out of these events, in the caller's transaction, and records
    that as an act which names each. Returns the number of that act.

    The database lets nothing else of an event change, and only where such an act names it.
    """
    hold()
    waiting = list(Event.objects.filter(number__in=numbers, erased_by=None))
    left = {event.number: left_of(event.data) for event in waiting}
    hashes = {str(event.number): left_hash(event, left[event.number]) for event in waiting}
    append(Act(None, EventKind.ERASED, by, now, {**told, LEFT: hashes}))
    number = head()[0]
    for event in waiting:
        event.data, event.key, event.erased_by = left[event.number], "", number
    Event.objects.bulk_update(waiting, ["data", "key", "erased_by"], batch_size=200)
    return number


def breaks() -> Iterator[Break]:
    """Where the chain was changed: an event altered, taken out, or put in."""
    expected, previous = 1, _FIRST
    with transaction.atomic():
        emptied = _emptied()
        for number, event in _lines(Event.objects.all()):
            yield from _breaks_at(number, event and event.previous, expected, previous)
            if event is None or not _holds(event, emptied):
                yield Break(number, f"event {number} was changed after it was written")
            expected, previous = number + 1, event.hash if event else ""


def _emptied() -> Marks:
    """The events that are as the act of their erasure says that it left them."""
    found = Marks()
    for act in Event.objects.filter(kind=EventKind.ERASED).values_list("number", flat=True):
        for event in _left_by(act):
            found.add(event.number)
    return found


def _left_by(act: int) -> Iterator[_Line]:
    """None of an act that was altered itself, which is told as such."""
    for _, told in read(Event.objects.filter(number=act), ["data"]):
        left = _left(told[0]) if told else {}
        numbers = sorted(left)
        for at in range(0, len(numbers), _AT_ONCE):
            chosen = Event.objects.filter(number__in=numbers[at : at + _AT_ONCE], erased_by=act)
            for number, event in _lines(chosen):
                if event and left[number] == left_hash(event, event.data):
                    yield event


def _left(data: Any) -> dict[int, Any]:
    left = data.get(LEFT) if isinstance(data, dict) else None
    told = left.items() if isinstance(left, dict) else ()
    return {int(number): each for number, each in told if _NUMBER.fullmatch(number)}


def _lines(found: QuerySet[Event]) -> Iterator[tuple[int, _Line | None]]:
    """None for one that cannot be read, or has no moment any more."""
    for number, told in read(found, _Line._fields[1:]):
        event = None if told is None else _Line(number, *told)
        yield number, event if event and event.at else None


def _breaks_at(number: int, follows: str | None, expected: int, previous: str) -> Iterable[Break]:
    """`follows` is the hash of the event before as this one says it, None where it cannot be read,
    `previous` that of the one that is there, empty where that cannot."""
    if number < expected:
        yield Break(number, f"event {number} was put in before event {expected}")
    elif number > expected:
        missing = f"{expected}" if number == expected + 1 else f"{expected}-{number - 1}"
        yield Break(number, f"event {missing} is missing before event {number}")
    elif previous and follows is not None and follows != previous:
        yield Break(number, f"event {number} does not follow event {expected - 1}")


def _holds(event: _Line, emptied: Marks) -> bool:
    """Whether an event is as it was written; an erased one, as the act of its erasure left it."""
    if event.erased_by is None:
        return event.hash == hash_of(event) and event.seal in ("", seal_of(event))
    if event.seal and event.hash != hash_of(event):
        return False
    return not event.key and event.number in emptied
