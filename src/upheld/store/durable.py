"""What is said to be kept has reached the disk, also when the power fails the moment after."""

import os
from collections.abc import Iterable
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection


def commits() -> None:
    """From here on a commit of this connection is on the disk when it returns. PostgreSQL does so
    unasked; SQLite's log would be written with the next checkpoint."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")


def files(paths: Iterable[str]) -> None:
    """These files of the storage, and their names in their folders, are on the disk."""
    local = [Path(default_storage.path(path)) for path in paths]
    for path in (*local, *{each.parent for each in local}, *{each.parent.parent for each in local}):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
