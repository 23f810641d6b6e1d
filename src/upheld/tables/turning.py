"""Signs that turn the direction of all that follows, and so what it seems to say (UTR 36, 2.11):
in a reason that a customer is told £12 could be read as £21, and nobody sees why."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from upheld.tables.problems import CellError

TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_STANDS: ContextVar[bool] = ContextVar("stands", default=False)


@contextmanager
def as_it_stands() -> Iterator[None]:
    """Inside, such a sign is read as any other: what was published before they were refused has
    decided, and decides again the same way."""
    before = _STANDS.set(True)
    try:
        yield
    finally:
        _STANDS.reset(before)


def stands() -> bool:
    """Whether what is read was published, or has decided, already."""
    return _STANDS.get()


def check_turning(text: str) -> None:
    """Raises CellError where such a sign stands in the text."""
    if (found := TURNING.search(text)) and not _STANDS.get():
        message = f"U+{ord(found.group()):04X} turns the direction of what follows"
        raise CellError(message, "Take it out: nobody sees it, so write the words anew")
