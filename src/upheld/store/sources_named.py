"""The names of sources and campaigns: as they were declared, else the words of their key."""

from collections.abc import Iterable

from django.db import connection

from . import models as rows
from .sight import seen


def words(key: str) -> str:
    return key.replace("_", " ").strip().capitalize()


def name(key: str) -> str:
    """Of one source, as `names` tells it; nothing of a customer who came by none."""
    told = rows.Campaign.objects.filter(key=key).values_list("name", flat=True) if key else ()
    return next(iter(told), words(key))


def names() -> dict[str, str]:
    """Every declared campaign by key, and every source that a customer came by."""
    told = dict(rows.Campaign.objects.values_list("key", "name"))
    for key in _used():
        told.setdefault(key, words(key))
    return dict(sorted(told.items(), key=lambda pair: pair[1].lower()))


def _used() -> Iterable[str]:
    """In one statement, and in one or two more where something is kept from whoever looks."""
    if seen.hides():
        found = rows.Customer.objects.exclude(came_by="").order_by("came_by")
        return found.values_list("came_by", flat=True).distinct()
    with connection.cursor() as cursor:
        cursor.execute(_USED)
        return [key for (key,) in cursor.fetchall()]


# From each source to the next: a step for each of a few sources, and none for each customer.
_NEXT = "SELECT min(came_by) FROM store_customer WHERE taken_back_at IS NULL AND came_by > "
_USED = f"""
WITH RECURSIVE used(source) AS (
  {_NEXT} '' UNION ALL SELECT ({_NEXT} used.source) FROM used WHERE used.source IS NOT NULL
) SELECT source FROM used WHERE source IS NOT NULL
"""
