"""Files that came before anything rests on them.

A form of the portal that is amiss comes back with its files kept, so that nobody sends them twice.
What comes to the desk or the API is kept before the act that it came for, since that holds up
others and to keep it may take long; it stays on the disk where the act is undone. Which files these
are is written down before they are kept: whatever ends in between, the row says what is to go.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.base import File as DjangoFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.datastructures import MultiValueDict

from upheld.core.evidence import File

from . import files
from .models import LooseFile

# A form gives its files back within this time, and what it does with them is over long before
# they go.
GIVEN_BACK = timedelta(hours=20)
_KEPT = timedelta(days=1)


def keep(given: "DjangoFile[Any]", now: datetime) -> File:
    """Keeps a file, as `files.keep`, for an act that may not come. Raises FileRefused."""
    return files.keep(given, partial(_written_down, now=now))


def is_here(sha256: str, now: datetime) -> bool:
    """Whether a file that a form gives back was not erased meanwhile, with what else it came to.
    Asked once it is written down: from then on it stays for this form."""
    _written_down(sha256, now)
    return files.is_kept(sha256)


def expected(came: "MultiValueDict[str, UploadedFile[Any]]", now: datetime) -> None:
    """For what an act may keep with `files.keep`: written down before the act, and whatever comes
    of it; where it rests on them, they are loose no more."""
    for _, several in came.lists():
        for given in several:
            _written_down(files.hash_of(given), now)


def forget(now: datetime) -> int:
    """Deletes what came more than a day ago and nothing rests on; how many were looked at."""
    old = LooseFile.objects.filter(at__lte=now - _KEPT)
    return sum(_forget(pk, now) for pk in list(old.values_list("pk", flat=True)))


@transaction.atomic
def let_go(sha256: str, now: datetime) -> None:
    """Deletes what rested on something that was erased, unless it came again since, for an act that
    is under way: then it goes after a day, as what comes before its act. Whoever brings it at this
    moment waits for the row, and keeps it anew."""
    row, new = LooseFile.objects.get_or_create(sha256=sha256, defaults={"at": now})
    if new:
        if not files.still_named(sha256):
            files.forget(sha256)
        row.delete()


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
