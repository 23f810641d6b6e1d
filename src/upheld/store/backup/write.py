"""A backup: one moment of the whole store, taken while everybody goes on working."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from upheld.store.one_moment import one_moment
from upheld.store.record import events

from . import tables
from .archive import FILES, TABLES, Manifest, Writer, new

Tell = Callable[[str], None]


def write(path: Path, now: datetime, recipients: tuple[str, ...], tell: Tell) -> Manifest:
    """Writes everything of one moment to a new file, sealed where `recipients` names public keys.

    `tell` is called with a sentence as each part begins. Raises FileExistsError, SealError, and
    RuntimeError inside a transaction, where the moment would be somebody else's."""
    if connection.in_atomic_block:
        raise RuntimeError("a backup is taken outside of any transaction")
    with new(path, recipients) as archive:
        with one_moment():
            counts = _tables(archive, tell)
            manifest = Manifest(
                made_at=now.astimezone(UTC).isoformat(),
                migrations=migrations(),
                head=events.head(),
                counts=counts,
                parts=archive.parts,
            )
        # A file is kept before the row that names it, so that every row of the moment has its own.
        tell("Files of evidence and mail")
        for name in stored(""):
            _file(archive, name)
        archive.end(manifest)
    return manifest


def migrations() -> dict[str, list[str]]:
    """What has been applied to the tables, by app."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def stored(folder: str) -> Iterator[str]:
    """Every file of the storage by its path."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever kept; a bucket tells of no folders
        return
    at = f"{folder}/" if folder else ""
    yield from (f"{at}{name}" for name in sorted(files))
    for name in sorted(folders):
        yield from stored(f"{at}{name}")


def _tables(archive: Writer, tell: Tell) -> dict[str, int]:
    counts = {}
    for model in tables.all_of(apps):
        name = model._meta.db_table
        tell(name)
        counts[name] = 0
        for number, (count, content) in enumerate(tables.told(model), 1):
            archive.part(f"{TABLES}{name}/{number:06}.jsonl", content)
            counts[name] += count
    return counts


def _file(archive: Writer, name: str) -> None:
    try:
        with default_storage.open(name) as file:
            archive.stream(f"{FILES}{name}", file, file.size)
    except FileNotFoundError:
        pass  # forgotten since it was listed, which the record says
