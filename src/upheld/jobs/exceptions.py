"""Exceptions whose day is over: what the customer was told of is kept, what they were not ends."""

from datetime import datetime

from django.db import transaction

from upheld.core.deviations import DeviationState
from upheld.core.words import CaseId
from upheld.store import load, policies, save
from upheld.store.models import Deviation

_BY = "upheld"
_ALIVE = (DeviationState.PROPOSED, DeviationState.GRANTED)


def sweep(now: datetime) -> int:
    """Returns how many were settled. Safe to run twice, and at once: the case is held."""
    # A day further on somewhere: which day it is where the case is, is asked of each.
    over = Deviation.objects.filter(state__in=_ALIVE, expires_on__lte=now.date())
    return sum(_settle(pk, CaseId(case), now) for pk, case in over.values_list("pk", "case_id"))


@transaction.atomic
def _settle(deviation_id: int, case_id: CaseId, now: datetime) -> bool:
    case = load.even_erased(case_id)  # nobody's words: its day is over there too
    row = case.deviations.filter(pk=deviation_id, state__in=_ALIVE).first()
    today = policies.day_at(case.regime, now)
    if row is None or row.expires_on >= today:
        return False
    row.case = case
    if row.told_at:
        save.deviation_kept(row, _BY, now)
    else:
        save.deviation_ended(row, "its day was over before the customer was told", _BY, now)
    return True
