"""What takes many seconds and is asked for by whoever looks: one at a time for the whole firm, so
that nobody can keep all others waiting by asking often."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

from django.conf import settings
from django.db import connection

_KIND = 8_453_323  # beside the addresses (store/in_order.py)


@contextmanager
def alone(what: str) -> Iterator[bool]:
    """Whether nobody else does it: False at once where somebody does, in whichever process. The
    system, or PostgreSQL, lets go of a process that ends, however it does."""
    if connection.vendor == "postgresql":
        with _in_postgres(what) as mine:
            yield mine
        return
    with _in_file(what) as mine:
        yield mine


@contextmanager
def _in_file(what: str) -> Iterator[bool]:
    folder = Path(settings.VAR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = crc32(str(connection.settings_dict["NAME"]).encode())  # two may lie in one folder
    with (folder / f".{what}-{store}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def _in_postgres(what: str) -> Iterator[bool]:
    """Of the connection and not of a transaction: what is done begins some of its own."""
    number = crc32(what.encode()) - 2**31
    if not _told("pg_try_advisory_lock", number):
        yield False
        return
    try:
        yield True
    finally:
        _told("pg_advisory_unlock", number)


def _told(function: str, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [_KIND, number])
        return bool(cursor.fetchone()[0])
