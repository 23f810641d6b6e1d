"""What is logged says what went wrong and where in the code, and nothing of anybody.

An error's own message may quote what somebody wrote, and an address may carry what opens a case:
neither is written. The type of an error and the lines of code that it came through are.
"""

import errno
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

_QUERY = re.compile(r"([?#])\S+")
# A part of an address that opens something: the secret of a link or of a calendar.
_SECRET = re.compile(r"(?<=/)(?=[\w.~-]*\d)[\w.~-]{16,}|(?<=/)[\w.~-]{24,}")
_OURS = "upheld"
_FAULT = 500
_Info = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Bare(logging.Formatter):
    """One line, and below it the way through the code where something was raised."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return super().format(bared(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return way(ei)


def bared(record: logging.LogRecord) -> logging.LogRecord:
    """What is written of it. What was refused, which anybody can have done as often as they like,
    is no fault of the code: no way through it."""
    bare = logging.makeLogRecord(record.__dict__)
    bare.msg, bare.args, bare.exc_text, bare.stack_info = said(record), None, None, None
    if getattr(record, "status_code", _FAULT) < _FAULT:
        bare.exc_info = None
    return bare


def said(record: logging.LogRecord) -> str:
    """The message without what was somebody's: our own says in fixed words what happened."""
    # No module is loaded any more, and so none that knows what names a person.
    if sys.is_finalizing():
        return "[left out: the process ends]"
    ours = record.name.partition(".")[0] == _OURS
    if ours and isinstance(record.args, tuple):
        message = str(record.msg) % tuple(map(_code, record.args))
    else:
        message = record.getMessage()
    # To know whatever names a person takes a second to read, and most commands log nothing.
    from upheld.core.redaction.redact import redacted

    text = _SECRET.sub("[secret]", _QUERY.sub(r"\1[left out]", message))
    return redacted(" ".join(text.split()), guessed=False)


def _code(value: Any) -> Any:
    """A number or a code as it is; of an error its type, and of words how many signs they have."""
    if isinstance(value, int | float) or value is None:
        return value
    if isinstance(value, BaseException):
        return type(value).__name__
    text = str(value)
    return text if re.fullmatch(r"[\w:./-]{1,60}", text) else f"[{len(text)} signs]"


def way(info: _Info) -> str:
    """Every error of the chain, and of a group each, by its type and the system's own code for it,
    and the lines of code; no message and no value."""
    return "\n".join(_chain(info[1], set()))


def _chain(error: BaseException | None, seen: set[int]) -> Iterator[str]:
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = traceback.extract_tb(error.__traceback__)
        yield " ".join((f"{type(error).__module__}.{type(error).__qualname__}", *_kind(error)))
        yield from (f"  {each.filename}:{each.lineno} in {each.name}" for each in frames)
        for each in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
            yield from _chain(each, seen)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _kind(error: BaseException) -> Iterator[str]:
    """Such as ENOSPC, SQLITE_FULL, or PostgreSQL's 53100: a full disk is told from a bug."""
    if isinstance(error, OSError) and error.errno:
        yield errno.errorcode.get(error.errno, str(error.errno))
    for name in ("sqlite_errorname", "sqlstate"):
        if code := getattr(error, name, None):
            yield str(code)
