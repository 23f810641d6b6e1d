"""Cases that an earlier version took in are found by the name that was given with them, too."""

from upheld.store import search_names

from .sending import for_a_while

_A_SECOND = 1.0


class Indexing:
    """How far this process looked. Another that begins at the start finds nothing left to write."""

    def __init__(self) -> None:
        self._up_to: int | None = 0

    def sweep(self) -> None:
        """In small parts, for a second at most: nobody waits for it, and it stops for nobody. Once
        it came to the end it looks no more."""
        for _ in for_a_while(iter(lambda: self._up_to, None), _A_SECOND):
            self._up_to = search_names.put_in(self._up_to or 0)
