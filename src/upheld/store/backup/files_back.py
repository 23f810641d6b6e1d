"""The files of a backup on their way back: none lies where it is looked for before it is whole.

A store keeps each file under the hash of its bytes. So what a backup holds under another name was
never kept, and what lies under the same name with other bytes is not ours to write over.
"""

import io
import os
import shutil
from collections.abc import Iterable, Set
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from django.core.files.base import File as DjangoFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import models

from upheld.store import durable, files

from .archive import FILES, Archive, Manifest

# Beside the files of the store: to move one from there to its place is one act of the disk.
_ASIDE = "coming-back"
_TOLD = 5


class RestoreError(ValueError):
    """A backup that cannot be put back here, or is not whole there; nothing was lost."""


@dataclass(frozen=True, slots=True)
class Brought:
    """How many files are back, and the paths of those that stay in the backup: `unlike` are not
    what their name says, though a row names them; `unnamed` are of no row."""

    files: int
    unlike: tuple[str, ...]
    unnamed: tuple[str, ...]


def there_already(manifest: Manifest) -> int:
    """How many files lie there as the backup holds them. Raises RestoreError where one has other
    bytes: whose it is, or what happened to it, is for a person to say."""
    there = [path for path in _sound(manifest) if default_storage.exists(path)]
    if other := [path for path in there if not _is_what_it_says(path)]:
        named = ", ".join(other[:_TOLD])
        raise RestoreError(
            f"files are there already with other bytes ({len(other)}: {named}): name a new place "
            "by UPHELD_VAR or UPHELD_FILES, or move them away where they are what a crash left"
        )
    return len(there)


def bring(archive: Archive, manifest: Manifest, made: Iterable[type[models.Model]]) -> Brought:
    """Every file that a row names, once all rows are back; what is there already stays as it is."""
    paths = {name.removeprefix(FILES) for name in manifest.parts if name.startswith(FILES)}
    named = {path for sha256 in _hashes(made) if (path := files.stored_path(sha256)) in paths}
    wanted = named & _sound(manifest)
    _bring(archive, {path for path in wanted if not default_storage.exists(path)})
    return Brought(len(wanted), tuple(sorted(named - wanted)), tuple(sorted(paths - named)))


def _sound(manifest: Manifest) -> set[str]:
    """The paths of the files that lie under the hash of their bytes."""
    paths = ((name, files.stored_path(sha256)) for name, sha256 in manifest.parts.items())
    return {path for name, path in paths if name == f"{FILES}{path}"}


def _is_what_it_says(path: str) -> bool:
    with default_storage.open(path) as there:
        return files.stored_path(files.hash_of(there)) == path


def _hashes(made: Iterable[type[models.Model]]) -> Iterable[str]:
    """What any row rests on, in the tables of whatever version the backup is of."""
    for model in made:
        if any(field.attname == "sha256" for field in model._meta.concrete_fields):
            yield from model._base_manager.values_list("sha256", flat=True).iterator()


def _bring(archive: Archive, paths: Set[str]) -> None:
    """A bucket has a file in whole or not at all. In a folder, where a process that is killed would
    leave half of one, all come aside first, and reach the disk, before any is moved."""
    if not isinstance(default_storage, FileSystemStorage):
        _save(archive, paths, "")
        return
    aside = Path(default_storage.path(_ASIDE))
    shutil.rmtree(aside, ignore_errors=True)  # what a restore that was cut off left
    try:
        _save(archive, paths, f"{_ASIDE}/")
        durable.files(f"{_ASIDE}/{path}" for path in paths)
        for path in paths:
            _move(aside / path, Path(default_storage.path(path)))
        durable.files(paths)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _save(archive: Archive, paths: Set[str], folder: str) -> None:
    for name, part in archive.parts() if paths else ():
        if (path := name.removeprefix(FILES)) in paths:
            default_storage.save(f"{folder}{path}", DjangoFile(cast(IO[bytes], _Once(part)), path))


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, exist_ok=True)
    os.replace(source, target)


class _Once(io.BufferedIOBase):
    """A part as it comes: read once, in order. What a storage could turn back, one of a bucket
    would read twice."""

    def __init__(self, part: IO[bytes]) -> None:
        super().__init__()
        self._part = part

    def read(self, size: int | None = -1) -> bytes:
        return self._part.read(-1 if size is None else size)
