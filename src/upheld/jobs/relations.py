"""Once a day: restrictions that came to their end, and contacts of our own making."""

from contextlib import suppress
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from upheld.core.restriction import RestrictionState, last_day
from upheld.core.states import CustomerErased
from upheld.steps.letters import today_of
from upheld.steps.prepare_parting import raise_cause
from upheld.store.counted import burden
from upheld.store.models import Restriction
from upheld.store.save.conduct import ended_by_themselves

_BY = "by itself"


def sweep(now: datetime, looked_on: date | None) -> date:
    """Ends what has ended and asks for our own causes; `looked_on` is the day of the last sweep,
    and on the same day nothing is looked at again. Safe to run twice, and at once."""
    if looked_on != timezone.localdate(now):
        ended(now)
        for customer_id in burden.mostly_ours(now):
            with suppress(CustomerErased):  # at this moment
                raise_cause(customer_id, _BY, now)
    return timezone.localdate(now)


@transaction.atomic
def ended(now: datetime) -> int:
    """Ends each restriction whose last day is over; returns how many did."""
    waiting = Restriction.objects.select_for_update(of=("self",), no_key=True).select_related(
        "case"
    )
    found = [
        (row, why)
        for row in waiting.filter(state=RestrictionState.IN_FORCE)
        if (why := _why(row, now))
    ]
    ended_by_themselves(found, now)
    return len(found)


def _why(row: Restriction, now: datetime) -> str:
    today = today_of(row.case, now)
    if today <= last_day(row.expires_on, row.review_due):
        return ""
    if today > row.expires_on:
        return f"It had its end on {row.expires_on}."
    return f"Nobody reviewed it by {row.review_due}, so it is over."
