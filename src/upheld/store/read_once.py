"""What stands in kept files, of which each is read once.

Under its hash a file never changes, and so what is found in it does not. An erasure looks into all
of them while it holds nothing, and again once it holds what goes: then it reads only what came
since.
"""

from collections.abc import Callable, Hashable


class ReadOnce:
    """Answers by what they rest on: the hash of a file, how it is read, and what is looked for."""

    def __init__(self) -> None:
        self._found: dict[Hashable, bool] = {}

    def says(self, what: Hashable, look: Callable[[], bool]) -> bool:
        """What `look` says. It says nothing where it raises: it is asked anew."""
        if what not in self._found:
            self._found[what] = look()
        return self._found[what]
