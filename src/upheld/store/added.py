"""Files beside the store that lines are added to: each is there in whole or not at all."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_END = b"\n"


def add(path: Path, line: str) -> None:
    """Adds a line of JSON, on the disk when this returns. Raises OSError: then it is not there."""
    with _held(path) as file:
        end = _mend(file)
        try:
            _write(file, line.encode() + _END)
            os.fsync(file.fileno())
        except OSError:
            os.truncate(path, end)
            raise


def mend(path: Path) -> None:
    """Takes away what a full disk or a power failure left of a line. Whatever it was for did not
    happen, and the next line would be unreadable behind it. Raises OSError."""
    with _held(path) as file:
        _mend(file)


@contextmanager
def _held(path: Path) -> Iterator[IO[bytes]]:
    """Unbuffered: what could not be written does not wait to be written again."""
    with path.open("ab+", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _write(file: IO[bytes], content: bytes) -> None:
    """Where the disk becomes full a first part is taken, and the rest is refused."""
    while content:
        content = content[file.write(content) :]


def _mend(file: IO[bytes]) -> int:
    """Returns where the last line ends. Who copies a file by hand may have lost its last sign
    alone: such a line is whole."""
    file.seek(0)
    content = file.read()
    end = content.rfind(_END) + 1
    if end < len(content) and _is_json(content[end:]):
        _write(file, _END)
        return len(content) + 1
    if end < len(content):
        file.truncate(end)
    return end


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True
