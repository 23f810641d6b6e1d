"""What was recorded of how contacts went, as they are shown it whom it is about, by their case."""

from typing import Any

from django.db.models import Q, QuerySet

from upheld.store import models as rows
from upheld.store.merged import as_one


def on(case: Any) -> Q:
    """Of this case, or of one that was merged into it: of two of their own there is one page."""
    return Q(case=case) | Q(case__merged_into=case)


def shown_on(case: rows.Case) -> "QuerySet[rows.Conduct]":
    """What stands and no law keeps from them. What is of another customer, whose case was merged
    with theirs or who was taken for them, is not theirs to read."""
    theirs = rows.Conduct.objects.filter(on(case.pk), customer__in=as_one.family(case.customer_id))
    return theirs.filter(not_shown="", withdrawn_at=None)
