"""Files that came with a form before anything rests on them.

A form that is amiss comes back with its files kept, so that nobody sends them twice. Which were
kept so is written down before they are: whatever ends in between, the row says what is to go.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.base import File as DjangoFile
from django.db import transaction

from upheld.core.evidence import File

from . import files
from .models import LooseFile

# A form gives its files back within this time, and what it does with them is over long before
# they go.
GIVEN_BACK = timedelta(hours=20)
_KEPT = timedelta(days=1)


def keep(given: "DjangoFile[Any]", now: datetime) -> File:
    """Keeps a file, as `files.keep`, for a form that may not be sent. Raises FileRefused."""
    return files.keep(given, partial(_written_down, now=now))


def forget(now: datetime) -> int:
    """Deletes what came more than a day ago and nothing rests on; how many were looked at."""
    old = LooseFile.objects.filter(at__lte=now - _KEPT)
    return sum(_forget(pk, now) for pk in list(old.values_list("pk", flat=True)))


@transaction.atomic
def _written_down(sha256: str, now: datetime) -> None:
    """Waits for whoever deletes the same file now, and comes after them."""
    LooseFile.objects.update_or_create(sha256=sha256, defaults={"at": now})


@transaction.atomic
def _forget(pk: int, now: datetime) -> bool:
    """Holds the row until the file is gone: who brings the same file meanwhile waits for it."""
    held = LooseFile.objects.select_for_update()
    row = held.filter(pk=pk, at__lte=now - _KEPT).first()
    if row is None:
        return False
    if not files.still_named(row.sha256):
        files.forget(row.sha256)
    row.delete()
    return True
