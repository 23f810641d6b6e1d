"""The rows beside the record: each still says what the last event of it says, and none is there
that no act made.

The record is read once, from its end, whatever of it is held against which rows; a mark is kept for
each number of a row, and no event.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import Model, Q

from upheld.core.event_kinds import EventKind
from upheld.core.words import LetterState

from . import models as rows
from .record.read import Marks, read
from .record.said import KEPT, Kept, Said, Told

_AT_ONCE = 200
_LEFT = (LetterState.QUEUED, LetterState.SENDING, LetterState.SENT)


def amiss() -> Iterator[str]:
    """Each row that is missing or says something else than its event, a sentence each."""
    held, made = [_Held(kept) for kept in KEPT], [_Made(way) for way in _WAYS]
    kinds = {kind for each in (*KEPT, *_WAYS) for kind in each.kinds}
    for event in _from_the_end(kinds):
        for one in held:
            if event.kind in one.kept.kinds:
                yield from one.hold(event)
        for other in made:
            if event.kind in other.way.kinds:
                other.tells(event)
    for one in held:
        yield from one.rest()
    yield from _put_in(made)


def _from_the_end(kinds: Iterable[EventKind]) -> Iterator[Said]:
    """One that cannot be read, or is no longer what an event is, is told as a break."""
    told = rows.Event.objects.filter(kind__in=kinds)
    names = ("case", "kind", "data", "erased_by", "by", "at")
    for number, columns in read(told, names, newest_first=True):
        if columns is not None and isinstance(columns[2], dict):
            case, kind, data, erased_by, by, at = columns
            yield Said(number, case, kind, {**data, "by": by, "at": at}, erased_by is not None)


class _Held:
    """Rows of one kind, held against the last event of each, some at a time."""

    def __init__(self, kept: Kept) -> None:
        self.kept, self._seen = kept, Marks()
        self._waiting: dict[int, tuple[Said, Told]] = {}

    def hold(self, event: Said) -> Iterator[str]:
        for number, told in event.of(self.kept.named):
            if self._seen.add(number):
                self._waiting.setdefault(number, (event, told))
        if len(self._waiting) >= _AT_ONCE:
            yield from self.rest()

    def rest(self) -> Iterator[str]:
        waiting, self._waiting = self._waiting, {}
        found = self.kept.rows([*waiting])
        there = {getattr(row, self.kept.by): row for row in found}
        for number, (event, told) in waiting.items():
            yield from _beside(self.kept, number, event, told, there.get(number))


def _beside(kept: Kept, number: int, event: Said, told: Told, row: Any) -> Iterator[str]:
    if row is None:
        if not (kept.again or event.erased or kept.may_go(told)):
            yield f"{kept.what} {number}, which event {event.number} tells of, is missing"
        return
    told = told if event.erased else {**kept.unsaid, **told}
    others = [name for name, says in kept.says.items() if name in told and told[name] != says(row)]
    if others:
        names = ", ".join(others)
        yield f"{kept.what} {number} is not what event {event.number} says of it: {names}"


class _Way(NamedTuple):
    """How rows come to be there: `which` of them an event of these kinds made."""

    model: type[Model]
    named: str
    kinds: tuple[EventKind, ...]
    which: Q
    told: str
    by: str = "pk"
    moved: str = ""  # as a merge calls what it takes along


_CAME = (EventKind.EVIDENCE_ADDED, EventKind.MAIL_PLACED, EventKind.WROTE)
_WAYS = (
    _Way(rows.Decision, "decision", (EventKind.DECIDED,), Q(), "decision {} was made by no event"),
    _Way(
        rows.Decision, "decision", (EventKind.APPROVED,), Q(approved_at__isnull=False),
        "decision {} was approved by no event",
    ),
    _Way(
        rows.Letter, "letter", (EventKind.QUEUED, EventKind.SENT), Q(state__in=_LEFT),
        "letter {} was sent by no event", moved="letters",
    ),
    _Way(
        rows.Evidence, "evidence", (*_CAME, EventKind.SPLIT_OFF), Q(),
        "evidence {} was added by no event", moved="evidence",
    ),
    _Way(
        rows.Allegation, "allegation", (EventKind.ALLEGED,), Q(),
        "allegation {} was made by no event", moved="allegations",
    ),
    _Way(
        rows.Commitment, "commitment", (EventKind.COMMITTED,), Q(),
        "promise {} was made by no event", moved="commitments",
    ),
    _Way(
        rows.Commitment, "commitment",
        (EventKind.COMMITMENT_KEPT, EventKind.COMMITMENT_BROKEN, EventKind.COMMITMENT_REPLACED,
         EventKind.COMMITMENT_ENDED),
        Q(settled_at__isnull=False), "promise {} was settled by no event", moved="commitments",
    ),
    _Way(
        rows.Deviation, "deviation", (EventKind.DEVIATION_PROPOSED, EventKind.DEVIATION_GRANTED),
        Q(found=False), "exception {} was asked for by no event",
    ),
    _Way(
        rows.Deviation, "deviation", (EventKind.DEVIATION_GRANTED,),
        Q(found=False, granted_at__isnull=False), "exception {} was granted by no event",
    ),
    _Way(
        rows.Deviation, "deviation", (EventKind.DEVIATION_ENDED,),
        Q(found=False, ended_at__isnull=False),
        "exception {} was ended by no event",
    ),
    _Way(
        rows.Finding, "allegation", (EventKind.FOUND,), Q(),
        "the finding on allegation {} was made by no event", by="allegation", moved="allegations",
    ),
)  # fmt: skip


class _Made:
    """The numbers that events name, and the cases of those that name none: of an older record, of
    an erasure by an earlier version, or of one that tells of many at once, some do not."""

    def __init__(self, way: _Way) -> None:
        self.way, self._numbers = way, Marks()
        self._cases: set[int | None] = set()
        self._moved: set[int] = set()

    def tells(self, event: Said) -> None:
        if self.way.named not in event.data:
            self._cases.add(event.case)
        for number, _ in event.of(self.way.named):
            self._numbers.add(number)

    def knows(self, number: int, case: int) -> bool:
        return number in self._numbers or case in self._cases or number in self._moved

    def follow(self, merges: Iterable[tuple[int, int, Any, Told]]) -> None:
        """What went over out of such a case has a number as little in the case where it is now; nor
        has what was in one until that merge was undone."""
        for case, into, undone_at, moved in merges:
            if case in self._cases or (undone_at and into in self._cases):
                self._moved |= set(moved.get(self.way.moved, ()))


def _put_in(made: Iterable[_Made]) -> Iterator[str]:
    """What stands as made, as approved or as sent, and no event says so."""
    whole = rows.Merge.objects.filter(as_history=False)
    merges = list(whole.values_list("case", "into", "undone_at", "moved"))
    for one in made:
        one.follow(merges)
        way = one.way
        case = "allegation__case" if way.by == "allegation" else "case"
        found = way.model._base_manager.filter(way.which).order_by("pk")
        for number, of in found.values_list(way.by, case).iterator(chunk_size=2_000):
            if not one.knows(number, of):
                yield way.told.format(number)
