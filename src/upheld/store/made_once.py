"""A reading that several parts of one report make is made once.

Nothing is kept beyond the block: outside of one every reading is made anew. Whoever looks is the
same all through it (store/sight/seen.py), and what is shared is changed by nobody.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_MADE: ContextVar[dict[Hashable, Any] | None] = ContextVar("made", default=None)


@contextmanager
def readings_made_once() -> Iterator[None]:
    """Inside, a reading marked so is made once for the same arguments; in a block of another too,
    whose readings are shared."""
    made = _MADE.get()
    token = _MADE.set({} if made is None else made)
    try:
        yield
    finally:
        _MADE.reset(token)


def made_once(reading: Callable[P, T]) -> Callable[P, T]:
    """Marks a reading. Its arguments can be hashed; a list that it gives is not to be changed."""

    @wraps(reading)
    def read(*args: P.args, **more: P.kwargs) -> T:
        made = _MADE.get()
        if made is None:
            return reading(*args, **more)
        asked = (reading, args, tuple(sorted(more.items())))
        if asked not in made:
            made[asked] = reading(*args, **more)
        found: T = made[asked]
        return found

    return read
