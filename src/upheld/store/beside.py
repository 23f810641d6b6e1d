"""The rows beside the record: each still says what the event of its act says, and none is there
that no act made.

The chain tells that an event was changed. Whoever has the database's password need not touch it: a
letter, a finding or what a decision was made from stands in a row of its own.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import Model

from upheld.core.money import Money
from upheld.core.words import EventKind, LetterState

from . import models as rows

_AT_ONCE = 500
_LEFT = (LetterState.QUEUED, LetterState.SENDING, LetterState.SENT)
Says = Mapping[str, Callable[[Any], Any]]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A kind of row: the name of its number in an event, and what it says by the event's names."""

    model: type[Model]
    named: str
    kinds: tuple[EventKind, ...]
    says: Says
    what: str
    by: str = "pk"  # the column that the event's number is of
    may_go: bool = False


def made_from(decision: rows.Decision) -> str:
    """SHA-256 of all that a decision was made from and of what it says, for its event.

    A number counts by its value: PostgreSQL writes 1e22 in its digits, and no -0."""
    told = json.dumps([decision.document, decision.record])
    plain = json.loads(told, parse_int=_number, parse_float=_number)
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _number(written: str) -> list[str]:
    return [str((Decimal(written) + 0).normalize())]


def _field(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row, name)


def _money(name: str) -> Callable[[Any], str]:
    return lambda row: str(Money(getattr(row, name), row.currency))


_KEPT = (
    _Kept(
        rows.Decision, "decision", (EventKind.DECIDED,),
        {
            "outcome": lambda row: row.outcome or None, "stance": _field("stance"),
            "owed": _money("owed"), "goodwill": _money("goodwill"),
            "policy_version": _field("policy_version"), "made_from": made_from,
        },
        "decision",
    ),
    _Kept(
        rows.Letter, "letter", (EventKind.QUEUED,),
        {"kind": _field("kind"), "subject": _field("subject"), "body": _field("body")}, "letter",
    ),
    _Kept(
        rows.Evidence, "evidence", (EventKind.EVIDENCE_ADDED,),
        {"text": _field("text"), "file": _field("filename"), "sha256": _field("sha256")},
        "evidence",
    ),
    _Kept(
        rows.Finding, "allegation", (EventKind.FOUND,),
        {"result": _field("result"), "because": _field("because")},
        "the finding on allegation", by="allegation_id", may_go=True,  # where facts are others
    ),
    _Kept(
        rows.Allegation, "allegation",
        (EventKind.ALLEGED, EventKind.FACTS_RECORDED, EventKind.FACTS_PULLED,
         EventKind.RECORDS_ASKED),
        {"facts": _field("facts")}, "allegation",
    ),
)  # fmt: skip


def amiss() -> Iterator[str]:
    """Each row that is missing or says something else than its event, a sentence each."""
    for kept in _KEPT:
        yield from _changed(kept)
    yield from _put_in()


def _changed(kept: _Kept) -> Iterator[str]:
    """From the end of the record on: the last event of a row says what it says now."""
    seen: set[int] = set()
    told = rows.Event.objects.filter(kind__in=kept.kinds).order_by("-number")
    waiting = told.iterator(chunk_size=2_000)
    while events := list(islice(waiting, _AT_ONCE)):
        last = {}
        for event in events:
            number = event.data.get(kept.named)
            if isinstance(number, int) and number not in seen:
                seen.add(number)
                last[number] = event
        found = kept.model._base_manager.filter(**{f"{kept.by}__in": list(last)})
        there = {getattr(row, kept.by): row for row in found}
        for number, event in last.items():
            yield from _beside(kept, number, event, there.get(number))


def _beside(kept: _Kept, number: int, event: rows.Event, row: Any) -> Iterator[str]:
    if row is None:
        if not (kept.may_go or event.erased_by):
            yield f"{kept.what} {number}, which event {event.number} tells of, is missing"
        return
    others = [
        name for name, says in kept.says.items()
        if name in event.data and event.data[name] != says(row)
    ]  # fmt: skip
    if others:
        told = ", ".join(others)
        yield f"{kept.what} {number} is not what event {event.number} says of it: {told}"


@dataclass(slots=True)
class _Told:
    """The numbers that events of a kind name, and the cases of those that name none."""

    numbers: set[int] = field(default_factory=set)
    cases: set[int | None] = field(default_factory=set)


def _told(named: str, *kinds: EventKind) -> _Told:
    """Of an older record, or of one that tells of many at once, some events name no row."""
    told = _Told()
    found = rows.Event.objects.filter(kind__in=kinds).values_list("case", "data")
    for case, data in found.iterator(chunk_size=2_000):
        number = data.get(named)
        if isinstance(number, int):
            told.numbers.add(number)
        else:
            told.cases.add(case)
    return told


def _put_in() -> Iterator[str]:
    """What stands as made, as approved or as sent, and no event says so."""
    made = _told("decision", EventKind.DECIDED)
    approved = _told("decision", EventKind.APPROVED)
    for pk, case, at in _columns(rows.Decision, "approved_at"):
        if pk not in made.numbers and case not in made.cases:
            yield f"decision {pk} was made by no event"
        if at and pk not in approved.numbers and case not in approved.cases:
            yield f"decision {pk} was approved by no event"
    sent = _told("letter", EventKind.QUEUED, EventKind.SENT)
    for pk, case, state in _columns(rows.Letter, "state"):
        if state in _LEFT and pk not in sent.numbers and case not in sent.cases:
            yield f"letter {pk} was sent by no event"


def _columns(model: type[Model], name: str) -> Iterator[Sequence[Any]]:
    found = model._base_manager.order_by("pk").values_list("pk", "case", name)
    yield from found.iterator(chunk_size=2_000)
