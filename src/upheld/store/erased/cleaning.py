"""What was deleted is also written over: a database keeps old bytes until it needs the room."""

import sqlite3
from contextlib import closing
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from upheld.core.erasing import ErasureState
from upheld.store import models as rows

from . import files as erased_files


def clean(now: datetime) -> int:
    """Deletes the files of what was erased and writes over what is free; the number of erasures
    that are clean now: none while somebody keeps SQLite's log. Outside of any transaction. Safe to
    run twice."""
    found = list(_to_clean())
    for row in found:
        erased_files.forget(row.files, now)
        row.files = []
        row.save(update_fields=["files"])  # their names are in the log until it is emptied
    if not found or not write_over():
        return 0
    for row in found:
        row.cleaned_at = now
        row.save(update_fields=["cleaned_at"])
    return len(found)


def _to_clean() -> "QuerySet[rows.Erasure]":
    return rows.Erasure.objects.filter(state=ErasureState.DONE, cleaned_at=None)


_PATIENCE = 20.0  # seconds; whoever exports a large list reads for as long

# Of SQLite's, where words that were taken out stand until they are written anew.
_INDEXES = ("case_search", "open_search", "customer_search", "contact_search")


def write_over() -> bool:
    """Whether nothing of it is left; it is where somebody reads for long what was before. Outside
    of any transaction. SQLite is written anew as a whole, with its search index and its
    log. PostgreSQL frees the room of old rows, and fills it as it goes on
    (docs/how-to/erase-a-person.md); what it keeps of values to plan by is drawn anew."""
    if connection.in_atomic_block:
        raise RuntimeError("the disk is cleaned outside of any transaction")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for index in _INDEXES:
                cursor.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")
            cursor.execute("VACUUM")
            return _empty_log()
        cursor.execute("VACUUM (ANALYZE)")
        if connection.pg_version >= _CLEARS_STATISTICS:  # type: ignore[attr-defined]
            cursor.execute(_CLEAR_EMPTY)
    return True


_CLEARS_STATISTICS = 180_000
# A table without a row is not sampled, and keeps the values of before.
_CLEAR_EMPTY = """
SELECT pg_clear_attribute_stats(s.schemaname, s.tablename, s.attname, s.inherited)
FROM pg_stats s
JOIN pg_class c ON c.relname = s.tablename AND c.relnamespace = s.schemaname::regnamespace
WHERE s.schemaname = current_schema() AND c.relkind = 'r' AND c.reltuples = 0
"""


def _empty_log() -> bool:
    """Whether the log is empty and the file is as it was written anew: both need that nobody reads
    what was before. SQLite waits for them itself, for of those who read without a pause there is
    never none: in a connection of its own, which nobody else may have to wait for
    (project/sqlite/base.py)."""
    name = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(name, timeout=_PATIENCE)) as own:
        busy, _, _ = own.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
