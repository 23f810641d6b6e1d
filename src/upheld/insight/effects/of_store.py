"""An effect check of the store's own rows."""

from datetime import datetime

from upheld.core.changes import ChangeGiven, Checked
from upheld.store.sight import seen

from .check import check
from .reading import series


@seen.whole()
def checked(change: ChangeGiven, now: datetime) -> Checked:
    """What the rows say of a change now, whoever looks: it is kept, and letters tell it. Some
    statements, and a second of work at most."""
    return check(change, series(change, now))
