"""The marts made anew: each night, and when somebody wishes. Safe to run twice: a wish is claimed
by whoever fulfils it."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from upheld.insight.marts.asking.of_store import place
from upheld.insight.marts.build import Busy, build
from upheld.steps import may
from upheld.store import questions
from upheld.store.models import Case, MartsWanted

# When the day's work is over and the next has not begun, in the firm's zone.
_AT_NIGHT = time(2, 30)
_BY = may.Operator("the nightly making of the marts")


def sweep(now: datetime) -> bool:
    """Makes them where they are wanted; whether it did. Nobody is waited for who makes them."""
    with transaction.atomic():
        if _is_time(now):
            questions.wanted(_BY.name, now)
        row = questions.claimed(now)
    if row is None:
        return False
    error = "it was stopped"
    try:
        build(place(), now)
        error = ""
    except Busy as busy:
        error = str(busy)
    finally:
        questions.ended(row, error, timezone.now())
    return not error


def _is_time(now: datetime) -> bool:
    """Once a night, and as soon as there is a first complaint."""
    last = MartsWanted.objects.values_list("at", flat=True).first()
    if last is None:
        return Case.objects.exists()
    local = timezone.localtime(now)
    return local.time() >= _AT_NIGHT and timezone.localdate(last) < local.date()
