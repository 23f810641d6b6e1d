"""Import customers, orders or contacts: many lines by columns, each once."""

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl
from django.db import transaction

from upheld.core.imports.tables import Sorted, Tally, sorted_out
from upheld.core.words import ImportState
from upheld.store import import_runs, import_tables, kept_policies
from upheld.store import models as rows
from upheld.store.table_files import Table

from . import may

_CHUNK = 20_000


def take(
    row: rows.Import, table: Table, tally: Tally, by: may.Actor, now: Callable[[], datetime]
) -> Iterator[Sorted | int]:
    """Writes what is not here yet, chunk by chunk: tells each part of the lines as it was sorted
    out, and then how many more lines are done. `tally` counts them all.

    What is killed goes on with the next run: what is here already is known by its number.
    Raises MapError, FileRefused, NotAllowed, or Overtaken where it is being undone.
    """
    may.check("import", by)
    _begin(row, table.rows, now())
    today = now().astimezone(ZoneInfo(table.given.zone)).date()
    money = table.given.currency or kept_policies.of_folder().currency
    for lines in table.parts():
        part = sorted_out(lines, table.given, today)
        tally.add(part)
        _count(row, part, tally, now())
        yield part
        for chunk in part.taken.iter_slices(_CHUNK):
            _write(row, chunk, money, now())
            yield chunk.height
        yield part.lines - part.taken.height
    _end(row, table, tally, by, now())


@transaction.atomic
def _begin(row: rows.Import, total: int, now: datetime) -> None:
    held = import_runs.found(row.pk)
    import_runs.emptied(held)
    held.state, held.began_at, held.rows, held.claimed_at = ImportState.RUNNING, now, total, now
    held.save()


@transaction.atomic
def _count(row: rows.Import, part: Sorted, tally: Tally, now: datetime) -> None:
    """What was left out; of what is taken, lines are done when they are written."""
    held = _held(row)
    held.rejected, held.claimed_at = tally.rejected, now
    held.done += part.lines - part.taken.height
    held.reasons, held.ignored = dict(tally.reasons), dict(tally.told)
    held.save()
    import_tables.refused(held, part.refused)


@transaction.atomic
def _write(row: rows.Import, chunk: pl.DataFrame, currency: str, now: datetime) -> None:
    held = _held(row)
    held.done, held.claimed_at = held.done + chunk.height, now
    held.save(update_fields=["done", "claimed_at"])
    if held.dry:
        return
    numbers = import_tables.customers(held, _people(held, chunk))
    if held.kind == "orders":
        import_tables.orders(held, chunk, numbers, currency)
    elif held.kind == "contacts":
        import_tables.contacts(held, chunk, numbers)


def _held(row: rows.Import) -> rows.Import:
    held = import_runs.found(row.pk)
    if held.state != ImportState.RUNNING:
        raise import_runs.Overtaken(f"import {row.pk} is {held.state}: it goes on no further")
    return held


def _people(row: rows.Import, chunk: pl.DataFrame) -> pl.DataFrame:
    """Who stands in a chunk; of an order or a contact little is known of its customer."""
    if row.kind == "customers":
        return chunk
    told = ("customer", "area") if row.kind == "orders" else ("customer", "email")
    return chunk.select(told).unique("customer", keep="first", maintain_order=True)


@transaction.atomic
def _end(row: rows.Import, table: Table, tally: Tally, by: may.Actor, now: datetime) -> None:
    held = _held(row)
    held.done, held.watermark = tally.lines, table.newest
    held.taken = 0 if row.dry else import_tables.counted_here(held)
    held.already_there = 0 if row.dry else tally.made - held.taken
    held.save()
    import_runs.ended(held, by.name, now)
    row.refresh_from_db()
