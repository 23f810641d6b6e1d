"""Undo an import: what nobody worked on since is taken back, and the rest stays and is told. What
is under a legal hold is evidence: it stays too, and is not hidden."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from upheld.core.words import ImportState
from upheld.store import load
from upheld.store import models as rows
from upheld.store.imports import runs as import_runs
from upheld.store.imports import tables as import_tables
from upheld.store.imports import undone as import_undone
from upheld.store.record import events
from upheld.store.sight import seen

from . import may, still
from .run_import import NotNow

_CHUNK = 500
_UNDOABLE = (ImportState.DONE, ImportState.FAILED, ImportState.RUNNING, ImportState.UNDOING)


@seen.whole()
@transaction.atomic
def begin_undo(import_id: int, by: may.Actor) -> None:
    """From here on it is being taken back. Raises NotNow, ImportMissing or NotAllowed."""
    may.check("import", by)
    row = import_runs.found(import_id)
    if row.state not in _UNDOABLE:
        raise NotNow(f"import {row.pk} is {row.state}: there is nothing to undo")
    row.state, row.error, row.claimed_at = ImportState.UNDOING, "", None
    row.asked_by = load.signed_in(by)
    row.save(update_fields=["state", "error", "claimed_at", "asked_by"])
    events.beside()


def take_back(import_id: int, by: may.Actor, now: datetime) -> Iterator[int]:
    """Takes it back chunk by chunk, and tells how many each had of what the import counts. Safe to
    begin again.

    Raises NotAllowed from when whoever it runs for may not import any more."""
    still.check("import", by)
    while (count := _chunk(import_id, by, now)) is not None:
        yield count
        still.check("import", by)
    for kind in import_undone.KINDS:
        for some in import_undone.parts(import_id, kind):
            yield _part(import_id, kind, some, now)
            still.check("import", by)
    for some in import_undone.named(import_id):
        _names(import_id, some, by, now)
        still.check("import", by)
    _end(import_id, by, now)


@seen.whole()
@transaction.atomic
def _chunk(import_id: int, by: may.Actor, now: datetime) -> int | None:
    """How many cases went; none once there is none that may."""
    if (row := _being_undone(import_id)) is None:
        return None
    free = import_runs.untouched(row).order_by("pk")
    if not (held := import_runs.hold(free[:_CHUNK])):
        return None
    # Of what somebody worked on, or placed a legal hold on, until now.
    cases = list(free.filter(pk__in=held).values_list("pk", flat=True))
    import_runs.take_back(row, cases, by.name, now)
    return len(cases)


@seen.whole()
@transaction.atomic
def _part(import_id: int, kind: str, some: Sequence[int], now: datetime) -> int:
    if (row := _being_undone(import_id)) is None:
        return 0
    return import_undone.take_back(row, kind, some, now)


@seen.whole()
@transaction.atomic
def _names(import_id: int, some: Sequence[int], by: may.Actor, now: datetime) -> None:
    if (row := _being_undone(import_id)) is not None:
        import_undone.take_names_back(row, some, by.name, now)


@seen.whole()
@transaction.atomic
def _end(import_id: int, by: may.Actor, now: datetime) -> None:
    if (row := _being_undone(import_id)) is None:
        return
    row.kept_back = import_tables.counted_here(row)
    import_runs.undone(row, by.name, now)


def _being_undone(import_id: int) -> rows.Import | None:
    """None where a job, or the command, was done with it first."""
    row = import_runs.found(import_id)
    if row.state == ImportState.UNDONE:
        return None
    if row.state != ImportState.UNDOING:
        raise NotNow(f"import {row.pk} is {row.state}: it is not being undone")
    return row
