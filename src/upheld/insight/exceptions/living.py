"""Who lives on exceptions, from the rows: two statements however many customers there are."""

from django.db.models import Count

from upheld.core.living import Counts, Lives, lives
from upheld.core.words import Stance
from upheld.store import granted, merging
from upheld.store import models as rows


def living() -> Lives:
    """Every customer with a decided case: on how many of their cases an exception was given."""
    decided = rows.Decision.objects.exclude(stance=Stance.ASK).exclude(case__in=merging.parts())
    cases = _by_customer(decided, "case__customer")
    excepted = _by_customer(granted.given(), "customer")
    known = {who: Counts(min(excepted.get(who, 0), count), count) for who, count in cases.items()}
    return lives(known)


def _by_customer(found: object, customer: str) -> dict[int, int]:
    counted = found.order_by().values_list(customer)  # type: ignore[attr-defined]
    return dict(counted.annotate(n=Count("case", distinct=True)))
