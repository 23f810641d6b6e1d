"""What is said to be kept has reached the disk, also when the power fails the moment after."""

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection

_AT_ONCE = 16


def commits() -> None:
    """From here on a commit of this connection is on the disk when it returns. PostgreSQL does so
    unasked; SQLite's log would be written with the next checkpoint."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")


def files(paths: Iterable[str]) -> None:
    """These files of the storage, and their names in their folders, are on the disk.

    Asked for all at once, because a file system writes its journal once for all who wait. What a
    bucket has taken is kept when it says so."""
    if not isinstance(default_storage, FileSystemStorage):
        return
    local = [Path(default_storage.path(path)) for path in paths]
    folders = {folder for path in local for folder in path.parents[:2]}
    if len(local) <= 1:
        for path in (*local, *folders):
            _to_disk(path)
        return
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(_to_disk, (*local, *folders)))


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
