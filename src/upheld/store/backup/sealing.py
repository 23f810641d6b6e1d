"""A backup that only the holder of a key can read, in the age format (age-encryption.org/v1).

The machine that makes the backup needs the public key alone: whoever takes the machine cannot
read the backups that left it. Nothing lies unsealed on the disk in between.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import IO

_MAGIC = b"age-encryption.org/"


class SealError(ValueError):
    """A key that is none, or that does not open this file; the message says what to do."""


@contextmanager
def sealed(path: Path, recipients: tuple[str, ...]) -> Iterator[IO[bytes]]:
    """What is written lands in `path`, sealed for the recipients where there are any.

    `path` is new and can be read by its owner alone. Raises SealError and OSError."""
    keys = _recipients(recipients)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "wb") as target:
        if not keys:
            yield target
        else:
            pyrage = _age()

            try:
                with _pipe_into(lambda source: pyrage.encrypt_io(source, target, keys)) as source:
                    yield source
            except pyrage.EncryptError as error:
                raise SealError(f"{path} cannot be written: {error}") from None
        target.flush()
        os.fsync(target.fileno())


@contextmanager
def opened(path: Path, identity: Path | None) -> Iterator[IO[bytes]]:
    """What was written. Raises SealError where it is sealed and `identity` does not open it."""
    with path.open("rb") as source:
        start = source.read(len(_MAGIC))
        source.seek(0)
        if start != _MAGIC:
            yield source
            return
        if identity is None:
            raise SealError("it is sealed: name the file with its key by --identity")
        yield from _unsealed(source, identity)


def _unsealed(source: IO[bytes], identity: Path) -> Iterator[IO[bytes]]:
    pyrage = _age()

    keys = _identities(identity)
    failed: list[Exception] = []
    out, into = os.pipe()

    def work() -> None:
        with open(into, "wb") as target:
            try:
                pyrage.decrypt_io(source, target, keys)
            except (pyrage.DecryptError, OSError) as error:
                failed.append(error)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    try:
        with open(out, "rb") as reader:
            yield reader
    finally:
        worker.join()
        if failed and not isinstance(failed[0], BrokenPipeError):  # who read it had enough
            raise SealError(_why(failed[0]))


def _why(error: Exception) -> str:
    if "No matching keys" in str(error):
        return "the key in the file of --identity does not open it"
    return "it was cut off or altered since it was sealed: take another copy of it"


@contextmanager
def _pipe_into(work: Callable[[IO[bytes]], object]) -> Iterator[IO[bytes]]:
    """Writing here feeds `work`, which reads in a thread of its own."""
    out, into = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        with open(out, "rb") as source:
            try:
                work(source)
            except BaseException as error:  # told where it is waited for
                failed.append(error)

    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    try:
        with open(into, "wb") as target:
            yield target
    finally:
        worker.join()
        if failed:  # a disk that is full, where the writer here knows of a broken pipe alone
            raise failed[0] from None


def _recipients(told: tuple[str, ...]) -> list[object]:
    if not told:
        return []
    pyrage = _age()
    try:
        return [pyrage.x25519.Recipient.from_str(each) for each in told]
    except pyrage.RecipientError:
        raise SealError("--to takes a public key such as age1…: make one with age-keygen") from None


def _identities(path: Path) -> list[object]:
    pyrage = _age()
    lines = path.read_text("utf-8", "replace").splitlines()
    keys = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    try:
        return [pyrage.x25519.Identity.from_str(key) for key in keys]
    except pyrage.IdentityError:
        raise SealError(f"{path} holds no key such as AGE-SECRET-KEY-1…") from None


def _age() -> ModuleType:
    try:
        import pyrage
    except ImportError:
        raise SealError("sealing is an extra: pip install 'upheld[seal]'") from None
    found: ModuleType = pyrage
    return found
