"""Sums follow the record by themselves where nobody decides; once a day every case is looked at."""

from datetime import date, datetime

from django.utils import timezone

from upheld.store.tallied import anew as tallied_anew
from upheld.store.tallied import since as tallied_since

# So many changed cases are read anew by each decision at no cost that anybody notices.
_MOST = 100


def sweep(now: datetime, looked_on: date | None) -> date:
    """Brings the sums up to date; `looked_on` is the day of the last sweep, and on the same day no
    case is looked at again. Safe to run twice, and at once."""
    if tallied_since.behind() > _MOST:
        tallied_anew.catch_up()
    if looked_on != timezone.localdate(now):
        tallied_anew.look_over()
    return timezone.localdate(now)
