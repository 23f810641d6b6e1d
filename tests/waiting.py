"""How long a test waits for what must come: it ends as soon as that has come, and never by chance.

A machine that does other things beside is slow, which is no fault of the code. So nothing is asked
of how long something took; where it may never come, the test gives up at last.
"""

import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE = 300.0  # seconds
Found = TypeVar("Found")


def soon(look: Callable[[], Found], every: float = 0.1) -> Found:
    """What `look` finds, as soon as it finds something."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := look():
            return found
        time.sleep(every)
    raise TimeoutError(f"nothing was found within {PATIENCE} seconds")
