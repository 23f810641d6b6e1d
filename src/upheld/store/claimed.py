"""A claim on a row that is a job. Whoever made one and has not finished for so long has ended."""

from datetime import datetime, timedelta

from django.db.models import Q

_LONGEST = timedelta(minutes=10)


def lost(now: datetime, at: str = "claimed_at") -> Q:
    """What was claimed and is left: `at` is the column that says when."""
    return Q(**{f"{at}__lt": now - _LONGEST})


def free(now: datetime) -> Q:
    """What nobody claimed, or somebody who has ended."""
    return Q(claimed_at=None) | lost(now)
