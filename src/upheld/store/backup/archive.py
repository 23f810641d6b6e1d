"""The file of a backup: a tar of parts, and last a manifest with the hash of each.

The rows of a table lie in `tables/<table>/<number>.jsonl`: the names of the columns, then a row a
line. The files of evidence and mail lie under `files/`. Any tar and any JSON reader will do to look
inside, on any engine: what SQLite gave, PostgreSQL takes.
"""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from pydantic import TypeAdapter, ValidationError

from . import sealing

TABLES, FILES, _MANIFEST = "tables/", "files/", "manifest.json"
FORMAT = 1
_CHUNK = 1 << 20
_DEEPEST = 20  # folders
_ORDER = (TABLES, FILES, _MANIFEST)
# Of a manifest: what it says of the whole, and of each part beside its name.
_OF_ALL, _OF_EACH = 1 << 20, 100
# What a tar is made of may say a number that is none, and one thing within another without end.
_UNREADABLE = (
    tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, sealing.SealError,
    LookupError, OverflowError, RecursionError, ValueError,
)  # fmt: skip


class ArchiveError(ValueError):
    """A file that is no backup, or no longer the one that was written; the message says how."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `migrations` are those that its tables had, by app; `head` is the
    number and the hash of the newest event; `parts` are the SHA-256 of every part by name."""

    made_at: str
    migrations: dict[str, list[str]]
    head: tuple[int, str]
    counts: dict[str, int] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


class Writer:
    """Parts go in one after the other; `end` closes the file with the manifest."""

    def __init__(self, target: IO[bytes]) -> None:
        self._gzip = gzip.GzipFile(fileobj=target, mode="wb", compresslevel=3, mtime=0)
        self._tar = tarfile.open(fileobj=self._gzip, mode="w|")  # noqa: SIM115
        self.parts: dict[str, str] = {}

    def part(self, name: str, content: bytes) -> None:
        """A part that fits into memory."""
        self.stream(name, io.BytesIO(content), len(content))

    def stream(self, name: str, content: IO[bytes], size: int) -> None:
        """A part of any size, read once."""
        told = tarfile.TarInfo(name)
        told.size, told.mode = size, 0o600
        hashed = _Hashed(content)
        self._tar.addfile(told, hashed)
        self.parts[name] = hashed.digest

    def end(self, manifest: Manifest) -> None:
        self.part(_MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False).encode())
        self._tar.close()
        self._gzip.close()


class Archive:
    """A backup on its way back. `identity` is the file with the key that opens a sealed one."""

    def __init__(self, path: Path, identity: Path | None = None) -> None:
        self.path, self.identity = path, identity

    def checked(self) -> Manifest:
        """Reads the whole file once. Raises ArchiveError where it is not as it was written."""
        found: dict[str, str] = {}
        manifest, last = b"", 0
        with self._readable():
            for name, part in self.parts():
                if (at := _place(name)) < last:
                    raise ArchiveError(f"{self.path} holds {name[:80]!r} where no backup does")
                last = at
                if name == _MANIFEST:
                    manifest = self._manifest(part, found)
                else:
                    found[name] = _digest(part)
        if not manifest:
            raise ArchiveError(f"{self.path} ends too early: take another copy of it")
        told = _manifest(self.path, manifest)
        for name in sorted(told.parts.keys() | found.keys()):
            if told.parts.get(name) != found.get(name):
                raise ArchiveError(f"{self.path} is damaged at {name}: take another copy of it")
        return told

    def parts(self) -> Generator[tuple[str, IO[bytes]], None, None]:
        """Every part in order, each to be read before the next."""
        with (
            sealing.opened(self.path, self.identity) as source,
            gzip.GzipFile(fileobj=source, mode="rb") as whole,
            tarfile.open(fileobj=whole, mode="r|") as tar,
        ):
            names: set[str] = set()
            for told in tar:
                if told.issym() or told.islnk():
                    raise ArchiveError(
                        f"{self.path} holds a link, {told.name[:80]!r}, as no backup does: it was "
                        "altered, take another copy of it"
                    )
                part = tar.extractfile(told)
                if part is None or told.name in names or not _is_ours(told):
                    raise ArchiveError(f"{self.path} holds {told.name[:80]!r}, as no backup does")
                names.add(told.name)
                yield told.name, part
            # To the very end, where the checksum of the whole lies: the manifest has no other.
            while whole.read(_CHUNK):
                pass

    def _manifest(self, part: IO[bytes], found: Iterable[str]) -> bytes:
        """No longer than it takes to tell of the parts, which all lie before it. A character of a
        name takes six at most."""
        most = _OF_ALL + sum(6 * len(name) + _OF_EACH for name in found)
        content = part.read(most + 1)
        if len(content) > most:
            raise ArchiveError(f"{self.path} has a manifest without end: it is no backup")
        return content

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except ArchiveError:
            raise
        except _UNREADABLE as error:
            raise ArchiveError(f"{self.path} cannot be read as a backup: {error}") from None


@contextmanager
def new(path: Path, recipients: tuple[str, ...]) -> Iterator[Writer]:
    """A new file at `path`, there in whole or not at all, for its owner alone.

    Raises FileExistsError, and SealError for a recipient that is none."""
    if path.exists():
        raise FileExistsError(17, "is there already", str(path))
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with sealing.sealed(unfinished, recipients) as target:
            yield Writer(target)
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _is_ours(told: tarfile.TarInfo) -> bool:
    """Whether a part has a name that a backup gives, and is as large as what lies there: a sparse
    one says of itself how long its nothing is."""
    known = told.name == _MANIFEST or told.name.startswith((TABLES, FILES))
    steps = told.name.split("/")
    within = {"", ".", ".."}.isdisjoint(steps) and len(steps) <= _DEEPEST
    return known and not told.issparse() and within and max(map(len, steps)) <= 255


def _place(name: str) -> int:
    """Rows first, then files, last the manifest."""
    return next(at for at, start in enumerate(_ORDER) if name.startswith(start))


def _manifest(path: Path, content: bytes) -> Manifest:
    try:
        told = TypeAdapter(Manifest).validate_json(content)
    except ValidationError:
        raise ArchiveError(f"{path} has a manifest that cannot be read: it is no backup") from None
    if told.format != FORMAT:
        raise ArchiveError(f"{path} was made by a newer version of Upheld: update first")
    return told


def _digest(content: IO[bytes]) -> str:
    hashed = _Hashed(content)
    while hashed.read(_CHUNK):
        pass
    return hashed.digest


class _Hashed:
    """A file that knows the SHA-256 of what was read from it."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content, self._hash = content, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._content.read(size)
        self._hash.update(data)
        return data

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()
