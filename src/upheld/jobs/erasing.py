"""What was erased, and files that nobody sent in the end, are cleaned from the disk; what is due
goes by itself where the firm said so, and answers that are kept for a day go after it."""

import logging
from datetime import datetime, timedelta

from upheld.steps.erase import Went, erase_due
from upheld.store import kept_answers, loose
from upheld.store.erased import cleaning
from upheld.store.record import looked

_EVERY = timedelta(hours=1)


def sweep(now: datetime, last: datetime | None) -> datetime:
    """Looks for what is due once an hour; returns when it last did. Safe to run twice: what was
    erased is not due, and what is clean stays so."""
    if last is None or now - last >= _EVERY:
        _tell(erase_due(now))
        looked.forget_old(now)
        loose.forget(now)
        last = now
    kept_answers.forget_old(now)
    cleaning.clean(now)
    return last


def _tell(went: Went) -> None:
    """The rest was erased; of what was refused the log has the case, the rule and the day."""
    for case, error in went.refused.items():
        logging.getLogger(__name__).warning("%s is due and stays: %s", case, error.code)
