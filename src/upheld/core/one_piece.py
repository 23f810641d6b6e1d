"""Work on one piece of memory for its calls.

Python lays the calls of a thread on pieces of 16 kB, and gives a piece back as soon as the call
that asked for it has returned. A loop that happens to stand at the end of a piece asks the system
for a new one with each call that it makes, which takes longer than most calls do: hundreds of times
for one page, and others than before once a middleware more stands above it.
"""

from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
# In words of eight bytes: more than half of 512 kB, so that as much is left for what is called. It
# is less than the system would clear as one large page.
_ROOM = 33_000


def in_one_piece(work: Callable[..., T]) -> Callable[..., T]:
    """The same work, on a piece that it has for itself while it lasts."""

    def worked(*given: Any, **told: Any) -> T:
        return work(*given, **told)

    # A call that says it needs so much is given it in one piece, and what it calls has the rest.
    worked.__code__ = worked.__code__.replace(co_stacksize=_ROOM)
    return worked
