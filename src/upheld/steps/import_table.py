"""Import customers or orders: many lines by columns, each customer and each order once."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from upheld.core.imports.tables import Sorted
from upheld.core.words import ImportState
from upheld.store import import_runs, import_tables, policies
from upheld.store import models as rows

from . import may

_CHUNK = 10_000


def take(
    row: rows.Import, found: Sorted, currency: str, by: may.Actor, now: datetime
) -> Iterator[int]:
    """Writes what is not here yet, chunk by chunk, and tells how many each had.

    What is killed goes on with the next run: what is here already is known by its number.
    """
    may.check("import", by)
    _begin(row, found, now)
    money = currency or policies.read_policy(policies.folder()).currency
    for chunk in found.taken.iter_slices(_CHUNK):
        if not row.dry:
            _write(row, chunk.to_dicts(), money)
        yield chunk.height
    _end(row, found, by, now)


@transaction.atomic
def _begin(row: rows.Import, found: Sorted, now: datetime) -> None:
    held = import_runs.found(row.pk)
    import_runs.emptied(held)
    held.state, held.began_at = ImportState.RUNNING, now
    held.rows, held.rejected = found.lines, found.refused.height
    held.reasons, held.ignored = found.reasons, dict(found.told)
    held.save()
    import_tables.refused(held, found.refused)


@transaction.atomic
def _write(row: rows.Import, chunk: list[dict[str, Any]], currency: str) -> None:
    numbers = import_tables.customers(row, _people(row, chunk))
    if row.kind == "orders":
        import_tables.orders(row, chunk, numbers, currency)


def _people(row: rows.Import, chunk: list[dict[str, Any]]) -> list[Mapping[str, Any]]:
    """Who stands in a chunk; of an order no more is known of its customer than number and area."""
    if row.kind == "customers":
        return list(chunk)
    return [{"customer": each["customer"], "area": each["area"]} for each in chunk]


@transaction.atomic
def _end(row: rows.Import, found: Sorted, by: may.Actor, now: datetime) -> None:
    held = import_runs.found(row.pk)
    held.done = held.rows or 0
    held.taken = 0 if row.dry else import_tables.counted_here(held)
    held.already_there = 0 if row.dry else found.taken.height - held.taken
    held.save()
    import_runs.ended(held, by.name, now)
    row.refresh_from_db()
