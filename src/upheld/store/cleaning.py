"""What was deleted is also written over: a database keeps old bytes until it needs the room."""

from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from upheld.core.erasing import ErasureState

from . import erased_files
from . import models as rows


def clean(now: datetime) -> int:
    """Deletes the files of what was erased and writes over what is free; the number of erasures
    that are clean now. Outside of any transaction. Safe to run twice."""
    found = list(_to_clean())
    for row in found:
        erased_files.forget(row.files, now)
    if found:
        write_over()
    for row in found:
        row.files, row.cleaned_at = [], now
        row.save(update_fields=["files", "cleaned_at"])
    if found and connection.vendor == "sqlite":
        _empty_log()  # the names of the files were in it
    return len(found)


def _to_clean() -> "QuerySet[rows.Erasure]":
    return rows.Erasure.objects.filter(state=ErasureState.DONE, cleaned_at=None)


# Of SQLite's, where words that were taken out stand until they are written anew.
_INDEXES = ("case_search", "open_search", "customer_search", "contact_search")


def write_over() -> None:
    """Outside of any transaction. SQLite is written anew as a whole, with its search index and its
    log. PostgreSQL frees the room of old rows, and fills it as it goes on
    (docs/how-to/erase-a-person.md); what it keeps of values to plan by is drawn anew."""
    if connection.in_atomic_block:
        raise RuntimeError("the disk is cleaned outside of any transaction")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for index in _INDEXES:
                cursor.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")
            cursor.execute("VACUUM")
            _empty_log()
        else:
            cursor.execute("VACUUM (ANALYZE)")
            if connection.pg_version >= _CLEARS_STATISTICS:  # type: ignore[attr-defined]
                cursor.execute(_CLEAR_EMPTY)


_CLEARS_STATISTICS = 180_000
# A table without a row is not sampled, and keeps the values of before.
_CLEAR_EMPTY = """
SELECT pg_clear_attribute_stats(s.schemaname, s.tablename, s.attname, s.inherited)
FROM pg_stats s
JOIN pg_class c ON c.relname = s.tablename AND c.relnamespace = s.schemaname::regnamespace
WHERE s.schemaname = current_schema() AND c.relkind = 'r' AND c.reltuples = 0
"""


def _empty_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
