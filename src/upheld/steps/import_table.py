"""Import customers, orders or contacts: many lines by columns, each once."""

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl
from django.db import transaction

from upheld.core.imports.tables import NEW_WITH, NUMBERED, Sorted, Tally, sorted_out
from upheld.core.words import ImportState
from upheld.store import models as rows
from upheld.store import save
from upheld.store.imports import runs as import_runs
from upheld.store.imports import tables as import_tables
from upheld.store.imports.table_files import Table
from upheld.store.imports.trials import Trial
from upheld.store.reached import is_reached

from . import may, still

_CHUNK = 20_000
# While a list of people is written nobody files under an address (store/in_order.py).
_PEOPLE = 2_000


def take(
    row: rows.Import, table: Table, tally: Tally, by: may.Actor, now: Callable[[], datetime]
) -> Iterator[Sorted | int]:
    """Writes what is not here yet, chunk by chunk: tells each part of the lines as it was sorted
    out, and then how many more lines are done. `tally` counts them all.

    What is killed goes on with the next run: what is here already is known by its number.
    Raises MapError, FileRefused, Overtaken where it is being undone, or NotAllowed from when
    whoever it runs for may not import any more.
    """
    still.check("import", by)
    _begin(row, table.rows, tally, now())
    today = now().astimezone(ZoneInfo(table.given.zone)).date()
    trial = Trial(row.source)
    given = import_tables.in_currency(table.given)
    for lines in table.parts():
        part = sorted_out(lines, given, today, is_reached)
        tally.add(part)
        _count(row, part, tally, now())
        yield part
        for chunk in part.taken.iter_slices(_PEOPLE if row.kind == "customers" else _CHUNK):
            still.check("import", by)
            _take(row, chunk, given.currency, tally, trial, by, now())
            yield chunk.height
        yield part.lines - part.taken.height
    _end(row, table, tally, trial, by, now())


@transaction.atomic
def _begin(row: rows.Import, total: int, tally: Tally, now: datetime) -> None:
    """What came in, and whoever got their number, before it was killed is counted still."""
    held = import_runs.found(row.pk)
    if numbered := held.ignored.get(NUMBERED):
        tally.told[NUMBERED] = numbered
    import_runs.emptied(held)
    held.taken = 0 if held.dry else import_tables.counted_here(held)
    held.ignored = dict(tally.told)
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
def _take(
    row: rows.Import,
    chunk: pl.DataFrame,
    currency: str,
    tally: Tally,
    trial: Trial,
    by: may.Actor,
    now: datetime,
) -> None:
    held, people = _held(row), _people(row, chunk)
    if held.dry:
        trial.look(held.kind, people, chunk)
        held.taken = trial.new
    else:
        written = _write(held, people, chunk, currency, tally)
        for who, told in written.met:
            save.called_on_record(who, told, by.name, now, held)
    held.done, held.claimed_at, held.ignored = held.done + chunk.height, now, dict(tally.told)
    held.save(update_fields=["done", "taken", "claimed_at", "ignored"])


def _write(
    held: rows.Import, people: pl.DataFrame, chunk: pl.DataFrame, currency: str, tally: Tally
) -> import_tables.People:
    written = import_tables.customers(held, people)
    if written.numbered:
        tally.told[NUMBERED] += written.numbered
    if held.kind == "orders":
        held.taken += import_tables.orders(held, chunk, written.numbers, currency)
    elif held.kind == "contacts":
        held.taken += import_tables.contacts(held, chunk, written.numbers)
    else:
        held.taken += written.made
    return written


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
def _end(
    row: rows.Import, table: Table, tally: Tally, trial: Trial, by: may.Actor, now: datetime
) -> None:
    held = _held(row)
    held.done, held.watermark = tally.lines, table.newest
    held.already_there = tally.made - held.taken
    tally.told.update(_of_people(held, trial))
    held.ignored = dict(tally.told)
    held.save()
    import_runs.ended(held, by.name, now)
    row.refresh_from_db()


def _of_people(row: rows.Import, trial: Trial) -> dict[str, int]:
    """What an import of orders or contacts comes to of customers, and who would be numbered."""
    with_them = trial.people if row.dry else row.customers.count()
    told = {NEW_WITH: with_them if row.kind != "customers" else 0, NUMBERED: trial.numbered}
    return {name: count for name, count in told.items() if count}
