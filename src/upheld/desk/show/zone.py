"""A moment where whoever reads is."""

from datetime import datetime

from django.utils import timezone


def in_zone(moment: datetime) -> datetime:
    """An aware moment in the desk's zone. Django's `localtime` first looks whether this request has
    a zone of its own, which none has: that took longer than all else of it, and a page asks for a
    hundred moments."""
    return moment.astimezone(timezone.get_default_timezone())
