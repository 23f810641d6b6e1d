"""To read many tables as of one moment, while everybody goes on working."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """Readers of one moment, who hold up no writer: SQLite's log and PostgreSQL's snapshots.

    Within a transaction its own moment counts: whoever needs one for sure begins outside of any."""
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    connection.ensure_connection()  # which sets it
    usual = connection.transaction_mode  # type: ignore[attr-defined]  # IMMEDIATE: for writers
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            yield
    finally:
        connection.transaction_mode = usual  # type: ignore[attr-defined]
