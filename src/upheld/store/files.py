"""Files of evidence, kept unchanged under the hash of their contents in Django's storage."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File as DjangoFile
from django.core.files.storage import default_storage

from upheld.core.evidence import File, safe_name
from upheld.core.words import MailState

from . import models as rows
from .away import StorageAway

_CHUNK = 1 << 20


class FileRefused(ValueError):
    """A file that cannot be kept; the message says why and what to do."""


class FileAmiss(LookupError):
    """A file that is missing or no longer what it was when it was added."""


class FileAway(FileAmiss):
    """A file of which nothing is known now: where it is kept cannot be reached."""


@dataclass(frozen=True, slots=True)
class Amiss:
    """A piece of evidence whose file is missing or was changed, and how it shows."""

    evidence: int
    message: str


def rested_on(sha256: str) -> None:
    """What comes to stay is loose no more, in the transaction of what rests on it; whoever deletes
    the same file now is waited for."""
    rows.LooseFile.objects.filter(sha256=sha256).delete()


def keep(given: "DjangoFile[Any]", first: Callable[[str], None]) -> File:
    """Keeps the bytes as they came; the same contents are kept once. `first` is told their hash
    before. Raises FileRefused."""
    check(given)
    return _kept(safe_name(given.name or ""), given, first)


def check(given: "DjangoFile[Any]") -> None:
    """Raises FileRefused for what `keep` refuses: of several, none is kept before."""
    name, size = safe_name(given.name or ""), given.size
    if not size:
        raise FileRefused(f"{name} is empty: choose the file again")
    if size > settings.LARGEST_FILE:
        most = settings.LARGEST_FILE // (1024 * 1024)
        raise FileRefused(f"{name} is larger than {most} MB: send a smaller one")


def keep_mail(name: str, content: IO[bytes]) -> File:
    """A message or a part of one, whatever its size: it has come, and nobody can be asked again."""
    return _kept(safe_name(name), DjangoFile(content), rested_on)


def contents(sha256: str) -> bytes:
    """What was kept under this hash. Raises FileAmiss unless it is still that."""
    with of_hash(sha256) as file:
        return file.read()


def of_hash(sha256: str) -> IO[bytes]:
    """The file that was kept under this hash, ready to be read. Raises FileAmiss unless it is
    still that."""
    try:
        file = default_storage.open(stored_path(sha256))
        found = hash_of(file)
    except StorageAway as error:
        raise FileAway(str(error)) from error
    except OSError:
        raise FileAmiss(f"the file {sha256[:12]} is missing or cannot be read") from None
    if found != sha256:
        file.close()
        raise FileAmiss(f"the file {sha256[:12]} was changed after it was kept")
    return file


def is_kept(sha256: str) -> bool:
    """Whether there is a file with this hash; not whether it is whole."""
    return default_storage.exists(stored_path(sha256))


def still_named(sha256: str) -> bool:
    """Whether anything in the store still rests on the file with this hash."""
    mail = rows.Incoming.objects.filter(sha256=sha256).exclude(state=MailState.ERASED)
    return (
        mail.exists()
        or rows.Evidence.objects.filter(sha256=sha256).exists()
        or rows.Import.objects.filter(sha256=sha256, kept=True).exists()
    )


def forget(sha256: str) -> None:
    """Deletes the file with this hash; one that is gone already is as it should be."""
    default_storage.delete(stored_path(sha256))


def _kept(name: str, given: "DjangoFile[Any]", first: Callable[[str], None]) -> File:
    kept = File(name, given.size, hash_of(given))
    first(kept.sha256)
    if not _is_there(kept):
        default_storage.save(stored_path(kept.sha256), given)
    return kept


def hash_of(given: "DjangoFile[Any]") -> str:
    """SHA-256 of its bytes, in hexadecimal; it is read from its beginning after that."""
    found = _sha256(given.chunks(_CHUNK))
    given.seek(0)
    return found


def _is_there(kept: File) -> bool:
    """Whole: what a process that was killed, or a power failure, left of it is written anew."""
    path = stored_path(kept.sha256)
    if not default_storage.exists(path) or default_storage.size(path) != kept.size:
        return False
    with default_storage.open(path) as file:
        return _sha256(file.chunks(_CHUNK)) == kept.sha256


def opened(evidence: rows.Evidence) -> IO[bytes]:
    """The file of `evidence`, ready to be read. Raises FileAmiss unless it is what was added."""
    if told := _amiss(evidence):
        raise FileAmiss(told)
    return default_storage.open(stored_path(evidence.sha256))


def amiss() -> Iterator[Amiss]:
    """Every file of evidence that is missing or was changed."""
    for evidence in rows.Evidence.objects.exclude(sha256="").order_by("pk").iterator():
        if told := _amiss(evidence):
            yield Amiss(evidence.pk, told)


def mail_amiss() -> Iterator[str]:
    """Every message whose bytes are missing or were changed, and how it shows."""
    kept = rows.Incoming.objects.exclude(state=MailState.ERASED)
    for row in kept.order_by("pk").only("sha256").iterator():
        try:
            of_hash(row.sha256).close()
        except FileAmiss as error:
            yield f"message {row.pk}: {error}"


def _amiss(evidence: rows.Evidence) -> str:
    what = f"{evidence.filename} (evidence {evidence.pk})"
    try:
        with default_storage.open(stored_path(evidence.sha256)) as file:
            found = _sha256(file.chunks(_CHUNK))
    except FileNotFoundError:
        return f"the file {what} is missing"
    except OSError as error:
        return f"the file {what} cannot be read: {error.strerror or error}"
    return "" if found == evidence.sha256 else f"the file {what} was changed after it was added"


def _sha256(chunks: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def stored_path(sha256: str) -> str:
    """Where the bytes with this hash lie in Django's storage."""
    return f"{sha256[:2]}/{sha256}"
