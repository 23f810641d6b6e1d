"""Imports of the desk: an import's row is the job, and each chunk of it is whole or not there."""

import logging
from datetime import datetime

from django.utils import timezone

from upheld.core.imports import MapError
from upheld.core.imports.table_map import KINDS
from upheld.core.imports.tables import Tally
from upheld.core.words import ImportState
from upheld.steps import import_table, may, run_import, undo_import
from upheld.steps.draw_import import file_of
from upheld.steps.run_import import NotNow
from upheld.store.files import FileRefused
from upheld.store.imports import maps as import_maps
from upheld.store.imports import runs as import_runs
from upheld.store.imports import table_files
from upheld.store.models import Import
from upheld.store.policies import PolicyMissing

_REFUSED = (FileRefused, MapError, PolicyMissing)


def sweep(now: datetime) -> int:
    """Brings in, tries or takes back what waits; returns how many imports were looked at.

    Safe to run twice, and at once. One that fails says so, and the rest go on."""
    return sum(_work_on(import_id, now) for import_id in import_runs.waiting(now))


def _work_on(import_id: int, now: datetime) -> bool:
    if not import_runs.claim(import_id, now):
        return False
    row = Import.objects.select_related("asked_by").get(pk=import_id)
    by = row.asked_by or may.Operator(row.by)
    try:
        _WAYS.get(row.state, _bring_in_table if row.kind in KINDS else _bring_in)(row, by)
    except (import_runs.Overtaken, NotNow):  # another process has it, or was done with it first
        return True
    except _REFUSED as error:
        _fail(row, str(error))
    except may.NotAllowed as error:
        _fail(
            row,
            f"{by.name} asked for it and may not any more ({error}): it stays as far as it came, "
            "and another lead may begin it again or undo it",
        )
    except Exception:  # a stranger's file: whatever it does, the next has its turn
        logging.getLogger(__name__).exception("import %s stopped", import_id)
        _fail(row, "it stopped, and the log says why: nothing that was taken is lost")
    return True


def _bring_in(row: Import, by: may.Actor) -> None:
    sheet = run_import.opened(row, file_of(row))
    run_import.begin(row, sheet.rows, by, timezone.now())
    looked = run_import.looked_at(row, sheet, row.began_at or timezone.now())
    for _ in run_import.take(row, looked, by, timezone.now):
        pass
    run_import.end(row, by, timezone.now())


def _bring_in_table(row: Import, by: may.Actor) -> None:
    table = table_files.read(file_of(row), row.filename, import_maps.table(row))
    for _ in import_table.take(row, table, Tally(), by, timezone.now):
        pass


def _undo(row: Import, by: may.Actor) -> None:
    for _ in undo_import.take_back(row.pk, by, timezone.now()):
        pass


_WAYS = {ImportState.UNDOING.value: _undo}


def _fail(row: Import, why: str) -> None:
    import_runs.failed(Import.objects.get(pk=row.pk), why, timezone.now())
