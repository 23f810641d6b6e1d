"""What was erased is cleaned from the disk; what is due goes by itself where the firm said so."""

from datetime import datetime, timedelta

from upheld.steps.erase import erase_due
from upheld.store import cleaning, looked

_EVERY = timedelta(hours=1)


def sweep(now: datetime, last: datetime | None) -> datetime:
    """Looks for what is due once an hour; returns when it last did. Safe to run twice: what was
    erased is not due, and what is clean stays so."""
    if last is None or now - last >= _EVERY:
        erase_due(now)
        looked.forget_old(now)
        last = now
    cleaning.clean(now)
    return last
