"""The names of sources and campaigns: as they were declared, else the words of their key."""

from . import models as rows


def words(key: str) -> str:
    return key.replace("_", " ").strip().capitalize()


def names() -> dict[str, str]:
    """Every declared campaign by key, and every source that a customer came by, in one statement
    each."""
    told = dict(rows.Campaign.objects.values_list("key", "name"))
    used = rows.Customer.objects.exclude(came_by="").order_by("came_by")
    for key in used.values_list("came_by", flat=True).distinct():
        told.setdefault(key, words(key))
    return dict(sorted(told.items(), key=lambda pair: pair[1].lower()))
