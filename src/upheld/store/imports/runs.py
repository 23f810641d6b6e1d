"""An import's row, moved on chunk by chunk: claimed, counted, ended, undone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from upheld.core.event_kinds import EventKind
from upheld.core.imports import Problem
from upheld.core.references import reference
from upheld.core.words import ImportState
from upheld.store import in_order, legal_holds
from upheld.store import models as rows
from upheld.store.record import events
from upheld.store.record.events import Act
from upheld.store.sight import seen

from .lines import Line

LOST_AFTER = timedelta(minutes=1)
# A file of which nothing fits need not be kept a second time; every row is counted all the same.
MOST_PROBLEMS = 20_000
_MOST_REASONS = 200


class ImportMissing(LookupError):
    """No such import."""


class Overtaken(RuntimeError):
    """Another process went on with this import: it has it now."""


@dataclass(slots=True)
class Counts:
    """What one chunk of rows came to."""

    done: int = 0
    taken: int = 0
    past: int = 0
    without_date: int = 0
    already_there: int = 0
    rejected: int = 0
    ignored: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[Line, Sequence[Problem]]] = field(default_factory=list)


def found(import_id: int) -> rows.Import:
    """The import, held against other writers until the caller's transaction ends."""
    try:
        return rows.Import.objects.select_for_update(no_key=True).get(pk=import_id)
    except rows.Import.DoesNotExist:
        raise ImportMissing(f"there is no import {import_id}") from None


def keeps_back(sha256: str) -> bool:
    """Whether something that came with this file, in any import of it, is kept from whoever
    looks: then the file is too."""
    return seen.hides() and any(_hidden(kind, sha256) for kind in _BROUGHT)


_BROUGHT = (rows.Case, rows.Customer, rows.Order, rows.Contact)


def _hidden(kind: Any, sha256: str) -> bool:
    came = kind.everything.filter(brought_by__sha256=sha256, taken_back_at=None)
    theirs = kind.objects.filter(brought_by__sha256=sha256)
    return bool(came.exclude(pk__in=theirs.order_by().values("pk")).exists())


def unfinished(told: Mapping[str, Any]) -> rows.Import | None:
    """The import of the same file in the same way that was begun and not ended."""
    begun = rows.Import.objects.filter(state=ImportState.RUNNING, dry=False, kept=False, **told)
    return begun.first()


def watermark(told: Mapping[str, Any]) -> str:
    """The newest that the same query gave, in an import that was ended and was not undone."""
    ended = rows.Import.objects.filter(state=ImportState.DONE, dry=False, **told)
    newest = ended.exclude(watermark="").values_list("watermark", flat=True)
    return newest.first() or ""


def waiting(now: datetime) -> list[int]:
    """The imports of the desk that nobody works on, the oldest first."""
    return list(_free(now).order_by("pk").values_list("pk", flat=True))


def claim(import_id: int, now: datetime) -> bool:
    """Whether the import is ours to go on with: of two that ask at once, one gets it."""
    return bool(_free(now).filter(pk=import_id).update(claimed_at=now))


def _free(now: datetime) -> "QuerySet[rows.Import]":
    read = Q(state__in=(ImportState.WAITING, ImportState.RUNNING), kept=True)
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - LOST_AFTER)
    # No file is needed to take back what it brought: it may have gone with somebody in it.
    return rows.Import.objects.filter(free, read | Q(state=ImportState.UNDOING))


def begun(row: rows.Import, total: int, now: datetime) -> None:
    """It has so many rows; from here it is under way. An import that goes on is not begun anew."""
    if row.state == ImportState.RUNNING and row.began_at:
        return
    row.state, row.rows, row.began_at, row.error = ImportState.RUNNING, total, now, ""
    row.save(update_fields=["state", "rows", "began_at", "error"])


def counted(row: rows.Import, counts: Counts, now: datetime) -> None:
    """Adds a chunk. `row` is held; where it goes on moves with what was filed, or not at all."""
    for name in ("done", "taken", "past", "without_date", "already_there", "rejected"):
        setattr(row, name, getattr(row, name) + getattr(counts, name))
    row.ignored = dict(Counter(row.ignored) + counts.ignored)
    row.reasons = _reasons(row.reasons, counts)
    row.claimed_at = now
    row.save()
    room = MOST_PROBLEMS - row.problems.count() if counts.refused else 0
    rows.ImportProblem.objects.bulk_create(_problems(row, counts)[: max(room, 0)])


def _reasons(before: Mapping[str, int], counts: Counts) -> dict[str, int]:
    reasons = Counter(before)
    for _, problems in counts.refused:
        column = f"{problems[0].column}: " if problems[0].column else ""
        reason = f"{column}{problems[0].why}"
        reasons[reason if len(reasons) < _MOST_REASONS else "other reasons"] += 1
    return dict(reasons)


def _problems(row: rows.Import, counts: Counts) -> list[rows.ImportProblem]:
    return [
        rows.ImportProblem(
            of=row, row=line.number, column=each.column[:200], value=each.value[:80],
            why=each.why, mend=each.mend, cells=list(line.cells) if first else [],
        )
        for line, problems in counts.refused
        for first, each in zip((True, *[False] * len(problems)), problems, strict=False)
    ]  # fmt: skip


def ended(row: rows.Import, by: str, now: datetime) -> None:
    """Every row was looked at. What changed nothing is no event."""
    row.state = ImportState.DRAFT if row.dry else ImportState.DONE
    row.ended_at, row.claimed_at = now, None
    row.save(update_fields=["state", "ended_at", "claimed_at"])
    if row.taken and not row.dry:
        names = ("sha256", "rows", "taken", "past", "already_there", "rejected")
        told = {name: getattr(row, name) for name in names}
        _record(row, EventKind.IMPORT_ENDED, by, now, told)


def failed(row: rows.Import, why: str, now: datetime) -> None:
    row.state, row.error, row.ended_at, row.claimed_at = ImportState.FAILED, why, now, None
    row.save(update_fields=["state", "error", "ended_at", "claimed_at"])


def emptied(row: rows.Import) -> None:
    """As if no row had been looked at yet: a trial, or an import that begins again."""
    row.problems.all().delete()
    row.reasons, row.ignored, row.error, row.rows, row.watermark = {}, {}, "", None, ""
    for name in ("done", "taken", "past", "without_date", "already_there", "rejected"):
        setattr(row, name, 0)
    row.began_at = row.ended_at = row.claimed_at = None


# Undoing


def untouched(row: rows.Import) -> "QuerySet[rows.Case]":
    """The cases that it brought and that nobody worked on since, of nobody who is under a legal
    hold: the record has nothing of them but that they came."""
    found = rows.Case.objects.filter(~Exists(_work()), brought_by=row)
    return found.exclude(customer__in=legal_holds.customers())


def hold(cases: "QuerySet[rows.Case]") -> list[int]:
    """Holds these cases against whoever works on one, or places a legal hold, until the caller's
    transaction ends."""
    numbers = list(cases.values_list("pk", flat=True))
    return in_order.hold(rows.Case.everything.filter(pk__in=numbers))


def _work() -> "QuerySet[rows.Event]":
    """That an import told what they are called is nobody's work."""
    named = Q(kind=EventKind.CUSTOMER_MENDED, data__has_key="import")
    told = rows.Event.objects.filter(case=OuterRef("pk"))
    return told.exclude(named).exclude(kind=EventKind.RECEIVED)


@dataclass(frozen=True, slots=True)
class Kept:
    """A case that stays, and the first thing that somebody did in it; nothing where it stayed for
    a legal hold alone."""

    case: int
    subject: str
    what: str
    by: str

    @property
    def reference(self) -> str:
        return reference(self.case)


def kept(row: rows.Import) -> list[Kept]:
    """The cases that an import brought and that its undoing left."""
    first = _work().order_by("number")
    kind, by = (Coalesce(Subquery(first.values(name)[:1]), Value("")) for name in ("kind", "by"))
    found = rows.Case.objects.filter(brought_by=row).order_by("pk")
    return [Kept(*each) for each in found.values_list("pk", "subject", kind, by)]


def take_back(row: rows.Import, cases: Sequence[int], by: str, now: datetime) -> None:
    """Nobody sees these cases any more, nor what was said in them; their events stay."""
    rows.Case.objects.filter(pk__in=cases).update(taken_back_at=now)
    rows.Contact.objects.filter(case__in=cases).update(taken_back_at=now)
    went_back(row, len(cases), now)
    told = {"import": row.pk}
    events.append(*(Act(case, EventKind.TAKEN_BACK, by, now, told) for case in cases))


def went_back(row: rows.Import, many: int, now: datetime) -> None:
    """Counts a part, and whoever works on it has it still."""
    row.taken_back = F("taken_back") + many
    row.claimed_at = now
    row.save(update_fields=["taken_back", "claimed_at"])
    row.refresh_from_db(fields=["taken_back"])


def undone(row: rows.Import, by: str, now: datetime) -> None:
    row.state, row.claimed_at, row.ended_at = ImportState.UNDONE, None, now
    row.save(update_fields=["state", "claimed_at", "ended_at", "kept_back"])
    told = {"taken_back": row.taken_back, "kept": row.kept_back}
    _record(row, EventKind.IMPORT_UNDONE, by, now, told)


def _record(
    row: rows.Import, kind: EventKind, by: str, now: datetime, told: Mapping[str, Any]
) -> None:
    events.append(Act(None, kind, by, now, {"import": row.pk, "file": row.filename, **told}))
