"""An effect check of the store's own rows."""

from datetime import datetime

from upheld.core.changes import ChangeGiven, Checked

from .check import check
from .reading import series


def checked(change: ChangeGiven, now: datetime) -> Checked:
    """What the rows say of a change now. Some statements, and a second of work at most."""
    return check(change, series(change, now))
