"""The index of this firm: learnt when there is reason to, and with what was decided since."""

from threading import Lock

from . import history, kept
from .index import Index
from .train import train, version_of

# So many cases decided since, or a tenth of all: worth learning again.
_MANY, _SHARE = 1000, 10

_lock = Lock()
_last: tuple[Index, Index] | None = None  # what was learnt, and that with what came since


def current() -> Index | None:
    """The index that was learnt here, with the cases decided since; None before it was.

    One statement, which reads what is new alone. Raises BadIndex for a file that is none.
    """
    global _last
    learnt = kept.load(kept.place())
    if learnt is None:
        return None
    with _lock:
        known = _last[1] if _last and _last[0] is learnt else learnt
        newer = history.since(known.newest)
        found = known.with_newer(newer) if newer else known
        _last = learnt, found
        return found


def usable() -> Index | None:
    """As `current`; a file that is no index is as none, and the facts still speak."""
    try:
        return current()
    except kept.BadIndex:
        return None


def learn() -> tuple[Index, bool]:
    """Learns from every decided case and keeps what came of it; what was learnt from the very same
    history is left. Returns the index and whether it is new."""
    told = history.decided()
    try:
        before = kept.load(kept.place())
    except kept.BadIndex:
        before = None
    if before is not None and before.version == version_of(told):
        return before, False
    index = train(told)
    kept.save(index, kept.place())
    return index, True


def due(decided: int) -> bool:
    """Whether there is reason to learn again, `decided` being how many cases are decided now."""
    try:
        index = kept.load(kept.place())
    except kept.BadIndex:
        index = None
    if index is None:
        return decided > 0
    learnt = len(index.segments[0].cases)
    return decided - learnt >= min(_MANY, max(1, learnt // _SHARE))
