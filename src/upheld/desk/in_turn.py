"""Who asks the firm's directory, and who waits until they may: each holds one of the few threads
that answer everybody."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition

from requests import ConnectionError as Away

# With the one who waits three of the four threads of a process (project/serve.py).
_AT_ONCE = 2
_LONGEST = 2.0  # seconds


@dataclass(eq=False, slots=True)
class _Waiting:
    network: str
    may: bool = False


class Turns:
    """Two ask at once, each from another network (of IPv6 another site: core/networks.py), so that
    no network keeps the others out, and one waits. Whoever is of a network that asks already makes
    way for one of a network that does not.
    """

    def __init__(self) -> None:
        self._asking: list[str] = []
        self._waiting: _Waiting | None = None
        self._changed = Condition()

    @contextmanager
    def one(self, network: str, seconds: float) -> Iterator[None]:
        """Waits for so many seconds at most, and for two. Raises Away where that was in vain."""
        with self._changed:
            if self._is_free(network):
                self._asking.append(network)
            else:
                self._wait(network, min(seconds, _LONGEST))
        try:
            yield
        finally:
            self._over(network)

    def _is_free(self, network: str) -> bool:
        return network not in self._asking and len(self._asking) < _AT_ONCE

    def _wait(self, network: str, seconds: float) -> None:
        before = self._waiting
        if before and (before.network not in self._asking or network in self._asking):
            raise Away("others wait for its answer already")
        mine = self._waiting = _Waiting(network)
        self._changed.notify_all()
        self._changed.wait_for(lambda: self._waiting is not mine, seconds)
        if self._waiting is mine:
            self._waiting = None
        if not mine.may:
            raise Away("others ask it already")

    def _over(self, network: str) -> None:
        """The place goes to who waits for it, before anybody else comes."""
        with self._changed:
            self._asking.remove(network)
            if (then := self._waiting) and self._is_free(then.network):
                self._asking.append(then.network)
                then.may, self._waiting = True, None
                self._changed.notify_all()
