"""The store written down as Parquet in one consistent moment, never more than a part in memory."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db import connection, transaction

from .sources import SOURCES, Reading, Row, Source
from .written import Written, size_of

# Rows in one file: some ten megabytes in memory.
_PART = 100_000


def export(folder: Path, now: datetime) -> list[Written]:
    """Every source, each a folder of Parquet files, as the store stood at one moment."""
    with one_moment():
        reading = Reading(now)
        return [_write(each, reading, folder / each.name) for each in SOURCES]


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read in the block is as it was at its first statement, whatever others write
    meanwhile; nobody waits for it. A transaction that was begun before is such a block already."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _reader():
            yield
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


@contextmanager
def _reader() -> Iterator[None]:
    """A transaction of our own: those of Django would keep every writer out (settings.py)."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def _write(source: Source, of: Reading, folder: Path) -> Written:
    folder.mkdir(parents=True)
    count = 0
    for at, part in enumerate(_parts(source.read(of))):
        frame = frame_of(source, part)
        frame.write_parquet(folder / f"part-{at:05}.parquet")
        count += frame.height
    return Written(source.name, count, size_of(folder))


def _parts(told: Iterable[Row]) -> Iterator[list[Row]]:
    """At least one, which may be empty: a table without rows still has its columns."""
    rows = iter(told)
    yield list(islice(rows, _PART))
    while part := list(islice(rows, _PART)):
        yield part


def frame_of(source: Source, part: list[Row]) -> pl.DataFrame:
    """Moments in UTC and whole seconds, in which every engine counts alike."""
    frame = pl.DataFrame(part, schema=source.schema, orient="row")
    zone = settings.TIME_ZONE
    days = {
        name: pl.col(moment).dt.convert_time_zone(zone).dt.date()
        for name, moment in source.days.items()
    }
    moments: Any = pl.col(pl.Datetime("us", "UTC"))
    return frame.with_columns(**days).with_columns(
        moments.dt.truncate("1s").dt.replace_time_zone(None)
    )
