"""Sessions that are over are let go: what a browser was told is kept no longer than it lasts."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

_MOST_AT_ONCE = 500


def sweep(now: datetime) -> int:
    """How many were let go, each with where it was opened from. Safe to run twice, and at once."""
    over = Session.objects.filter(expire_date__lte=now).order_by("expire_date")
    keys = list(over.values_list("session_key", flat=True)[:_MOST_AT_ONCE])
    if keys:
        UserSession.objects.filter(session_key__in=keys).delete()
        Session.objects.filter(session_key__in=keys).delete()
    return len(keys)
